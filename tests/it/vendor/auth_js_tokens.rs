//! `@auth0/auth0-auth-js`: metadata, signing in, tokens, and accounts of a database.

use std::collections::BTreeSet;

use auth0::authentication::OidcLogout;
use emulator::{ADA, Emulator};
use protocol::{
    Url,
    secret::{CodeVerifier, Nonce, State},
};
use serde_json::{Value, json};

use super::{
    CONNECTION, World,
    given::{REDIRECT, SCOPE, allow_passwords, arguments, code_of, post, tokens},
    ours::{self, Ours, database, passwordless},
    outcome::Expected::{Answer, Misuse, Nameless, Refusal, Tokens},
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
async fn a_password_signs_in_and_up() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let somebody = |password: &str, is_granted: bool| {
        let given = json!([{ "username": ADA.email, "password": password, "scope": SCOPE }]);
        async move |emulator: &Emulator| {
            if is_granted {
                allow_passwords(emulator);
            }
            given.clone()
        }
    };
    let call = "getTokenByPassword";
    world
        .both(
            call,
            somebody(ADA.password, true),
            ours::password_grant,
            Tokens(ADA.email),
        )
        .await;
    let wrong = somebody("lantern", true);
    world
        .both(
            call,
            wrong,
            ours::password_grant,
            Refusal(403, "invalid_grant"),
        )
        .await;
    let not_granted = somebody(ADA.password, false);
    world
        .both(
            call,
            not_granted,
            ours::password_grant,
            Refusal(403, "unauthorized_client"),
        )
        .await;

    let email = "mira@example.com";
    let newcomer = |email: &str| {
        arguments(
            json!([{ "email": email, "password": "window-Saffron-61", "connection": CONNECTION }]),
        )
    };
    let call = "database.signUp";
    let created = Answer(json!({ "email": email, "email_verified": false }));
    world
        .both(call, newcomer(email), database::sign_up, created)
        .await;
    world
        .both(
            call,
            newcomer(ADA.email),
            database::sign_up,
            Refusal(400, "invalid_signup"),
        )
        .await;
    world.vendor(call, newcomer(""), Misuse).await;

    let call = "database.changePassword";
    let about =
        |connection: &str| arguments(json!([{ "email": ADA.email, "connection": connection }]));
    let sentence = "We've just sent you an email to reset your password.";
    world
        .both(
            call,
            about(CONNECTION),
            database::request_change_password_email,
            Answer(sentence.into()),
        )
        .await;
    world
        .both(
            call,
            about("nowhere"),
            database::request_change_password_email,
            Refusal(400, "invalid_request"),
        )
        .await;
}

#[tokio::test]
async fn codes_are_sent_and_sign_in() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let email = "mira@example.com";
    let sent = Answer(Value::Null);
    let to = arguments(json!([{ "email": email }]));
    world
        .both(
            "passwordless.sendEmail",
            to,
            passwordless::request_email_code,
            sent.clone(),
        )
        .await;
    let to = arguments(json!([{ "phoneNumber": "+4915198765432" }]));
    world
        .both(
            "passwordless.sendSms",
            to,
            passwordless::request_sms_code,
            sent,
        )
        .await;
    let to = arguments(json!([{ "email": "mira" }]));
    world
        .both(
            "passwordless.sendEmail",
            to,
            passwordless::request_email_code,
            Refusal(400, "bad.email"),
        )
        .await;

    let mailed = async |emulator: &Emulator| {
        let body = json!({
            "client_id": emulator.client_id(),
            "connection": "email",
            "email": email,
            "send": "code",
        });
        post(emulator, "/passwordless/start", &body).await;
        json!([{ "email": email, "code": emulator.last_code(email), "scope": "openid email" }])
    };
    let call = "getTokenByPasswordlessEmail";
    world
        .both(call, mailed, passwordless::verify_email_code, Tokens(email))
        .await;
    let never_sent = arguments(json!([{ "email": email, "code": "never sent" }]));
    world
        .both(
            call,
            never_sent,
            passwordless::verify_email_code,
            Refusal(403, "invalid_grant"),
        )
        .await;
}

#[tokio::test]
async fn a_texted_code_signs_in() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let number = "+4915198765432";
    let call = "getTokenByPasswordlessSms";
    let texted = async |emulator: &Emulator| {
        let body = json!({
            "client_id": emulator.client_id(),
            "connection": "sms",
            "phone_number": number,
        });
        post(emulator, "/passwordless/start", &body).await;
        json!([{ "phoneNumber": number, "code": emulator.last_code(number), "scope": "openid" }])
    };
    world
        .both(call, texted, passwordless::verify_sms_code, Nameless)
        .await;
    let never_sent = arguments(json!([{ "phoneNumber": number, "code": "never sent" }]));
    world
        .both(
            call,
            never_sent,
            passwordless::verify_sms_code,
            Refusal(403, "invalid_grant"),
        )
        .await;
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
