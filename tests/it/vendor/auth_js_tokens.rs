//! `@auth0/auth0-auth-js`: metadata, signing in and out in a browser, tokens.

use std::collections::BTreeSet;

use auth0::authentication::OidcLogout;
use emulator::{ADA, Emulator};
use protocol::{
    Url,
    secret::{CodeVerifier, Nonce, State},
};
use serde_json::{Value, json};

use super::{
    World,
    given::{REDIRECT, SCOPE, arguments, code_of, tokens},
    ours::{self, Ours},
    outcome::Expected::{Answer, Refusal, Tokens},
};

const SCRIPT: &str = "auth0-auth-js.js";

/// What is read from the metadata by our client and has to be what the vendor's reads.
#[tokio::test]
async fn both_read_the_same_metadata() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let theirs = world.vendor.ok("getServerMetadata", json!([])).await;
    let ours = Ours::new(&world.emulator).client.discover().await.unwrap();

    let at_loopback = |name: &str| {
        theirs[name]
            .as_str()
            .unwrap()
            .replace("https://", "http://")
    };
    assert_eq!(at_loopback("issuer"), ours.issuer);
    for (name, endpoint) in [
        ("authorization_endpoint", Some(ours.authorization_endpoint)),
        ("token_endpoint", Some(ours.token_endpoint)),
        ("jwks_uri", Some(ours.jwks_uri)),
        ("userinfo_endpoint", ours.userinfo_endpoint),
        ("revocation_endpoint", ours.revocation_endpoint),
        ("end_session_endpoint", ours.end_session_endpoint),
    ] {
        assert_eq!(at_loopback(name), endpoint.unwrap().as_str());
    }
}

/// The whole way through a browser, each client with an address of its own making.
#[tokio::test]
async fn somebody_signs_in_in_a_browser() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let parameters = json!([{
        "authorizationParams": { "redirect_uri": REDIRECT, "scope": SCOPE },
    }]);
    let built = world.vendor.ok("buildAuthorizationUrl", parameters).await;
    let theirs = built["authorization_url"].as_str().unwrap();
    let scopes: Vec<&str> = SCOPE.split(' ').collect();
    let ours = Ours::new(&world.emulator).authorize_url(
        REDIRECT,
        &scopes,
        &State::from_random([1; 32]),
        &Nonce::from_random([2; 32]),
        &CodeVerifier::from_random([7; 32]),
    );
    let ours = names(ours.as_str());
    let theirs_only: Vec<_> = names(theirs).difference(&ours).cloned().collect();
    assert!(theirs_only.is_empty(), "ours lacks {theirs_only:?}");
    let ours_only: Vec<_> = ours.difference(&names(theirs)).cloned().collect();
    // Theirs leaves both to whoever uses it; we never sign in without.
    assert_eq!(ours_only, ["nonce", "state"]);

    // Only the vendor's client was told to trust the authority; the page is the same without TLS.
    let page = theirs.replace("https://", "http://");
    let callback = world
        .emulator
        .visitor()
        .sign_in(&page, ADA.email, ADA.password)
        .await
        .unwrap();
    let exchange = json!([callback, { "codeVerifier": built["code_verifier"] }]);
    let tokens = world.vendor.ok("getTokenByCode", exchange.clone()).await;
    assert!(tokens["id_token"].is_string(), "{tokens}");

    let again = world.vendor.call("getTokenByCode", &exchange).await;
    assert_eq!(again["error"]["code"], "invalid_grant", "{again}");
}

#[tokio::test]
async fn a_foreign_verifier_is_refused() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let code = code_of(&world.emulator, &ADA).await;
    let callback = format!("{REDIRECT}?code={}", code["code"].as_str().unwrap());
    let exchange = json!([callback, { "codeVerifier": "A".repeat(43) }]);

    let answer = world.vendor.call("getTokenByCode", &exchange).await;

    assert_eq!(answer["error"]["code"], "invalid_grant", "{answer}");
    assert_eq!(answer["error"]["status"], 403, "{answer}");
}

#[tokio::test]
async fn tokens_are_refreshed_and_revoked() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let refused = Refusal(403, "invalid_grant");
    let fresh = async |emulator: &Emulator| json!([{ "refreshToken": tokens(emulator, &ADA).await["refresh_token"] }]);
    let unknown = arguments(json!([{ "refreshToken": "never-seen" }]));
    let call = "getTokenByRefreshToken";
    world
        .both(call, fresh, ours::refresh_token, Tokens(ADA.email))
        .await;
    world
        .both(call, unknown, ours::refresh_token, refused)
        .await;

    let fresh = async |emulator: &Emulator| json!([{ "token": tokens(emulator, &ADA).await["refresh_token"] }]);
    let done = Answer(Value::Null);
    world
        .both("revokeToken", fresh, ours::revoke_refresh_token, done)
        .await;
}

#[tokio::test]
async fn who_somebody_is_takes_a_token() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let valid = async |emulator: &Emulator| json!([{ "accessToken": tokens(emulator, &ADA).await["access_token"] }]);
    let ada = Answer(json!({ "email": ADA.email, "name": ADA.name }));
    world
        .both("getUserInfo", valid, ours::get_profile, ada)
        .await;

    let nonsense = json!([{ "accessToken": "nonsense" }]);
    let answer = world.vendor.call("getUserInfo", &nonsense).await;
    assert_eq!(answer["error"]["status"], 401, "{answer}");
}

#[tokio::test]
async fn a_native_application_gets_nothing_for_itself() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let for_itself = arguments(json!([{ "audience": "https://api.latchkey.example/" }]));
    world
        .vendor(
            "getTokenByClientCredentials",
            for_itself,
            Refusal(403, "unauthorized_client"),
        )
        .await;
}

#[tokio::test]
async fn both_sign_out_at_the_same_address() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let built = json!([{ "returnTo": REDIRECT, "federated": true }]);
    let theirs = world.vendor.ok("buildLogoutUrl", built).await;
    let theirs = theirs.as_str().unwrap().replace("https://", "http://");
    let logout = OidcLogout {
        post_logout_redirect_uri: Some(REDIRECT),
        federated: true,
        ..OidcLogout::default()
    };
    let ours = Ours::new(&world.emulator).client.oidc_logout_url(&logout);

    let parts = |url: &Url| {
        let pairs = url.query_pairs().into_owned();
        (url.path().to_owned(), pairs.collect::<BTreeSet<_>>())
    };
    assert_eq!(parts(&ours), parts(&Url::parse(&theirs).unwrap()));
}

/// The names of an address's parameters.
fn names(url: &str) -> BTreeSet<String> {
    let url = Url::parse(url).unwrap();

    url.query_pairs()
        .map(|(name, _)| name.into_owned())
        .collect()
}
