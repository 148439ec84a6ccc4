//! My Account, for which no vendor's client can be installed: what the vendor's MFA and passkey clients bring about, our
//! My Account client lists.

use auth0::{MyAccountClient, Tenant};
use emulator::{BOB, Emulator, NOOR};
use protocol::{base_url::BaseUrl, http::Http, secret::AccessToken};
use serde_json::json;

use super::{
    World,
    given::{mfa_token, password_grant},
};

/// The kinds our client lists for somebody with this access token, and whether each is finished.
async fn listed(emulator: &Emulator, token: &AccessToken) -> Vec<(String, bool)> {
    let tenant = Tenant::at(BaseUrl::parse(&emulator.auth0_url()).unwrap());
    let client = MyAccountClient::new(Http::new("tests").unwrap(), tenant);
    let methods = client.authentication_methods();
    let methods = methods.list(token, None).await.unwrap();
    let kind = |id: &str| id.split('|').next().unwrap_or_default().to_owned();

    methods
        .iter()
        .map(|method| (kind(method.id.as_str()), method.is_confirmed()))
        .collect()
}

fn for_my_account(emulator: &Emulator) -> serde_json::Value {
    json!({
        "audience": format!("{}/me/", emulator.auth0_url()),
        "scope": "openid read:me:authentication_methods",
    })
}

#[tokio::test]
async fn what_the_vendors_client_enrols_ours_lists() {
    let Some(mut world) = World::with("auth0-auth-js.js").await else {
        return;
    };
    let more = for_my_account(&world.emulator);
    let answer = password_grant(&world.emulator, &BOB, more).await;
    let token = AccessToken::new(answer["access_token"].as_str().unwrap());
    let password = ("password".to_owned(), true);
    let begins_with = listed(&world.emulator, &token).await;
    assert_eq!(begins_with, std::slice::from_ref(&password));

    let mfa_token = mfa_token(&world.emulator, &BOB).await;
    let enrolment = json!([{ "mfaToken": mfa_token, "authenticatorTypes": ["otp"] }]);
    let enrolled = world.vendor.ok("mfa.enrollAuthenticator", enrolment).await;
    let unfinished = listed(&world.emulator, &token).await;
    assert!(
        unfinished.contains(&("totp".to_owned(), false)),
        "{unfinished:?}"
    );

    let secret = enrolled["secret"].as_str().unwrap();
    let proof = json!([{
        "mfaToken": mfa_token,
        "factorType": "otp",
        "otp": world.emulator.totp_code_of(secret),
    }]);
    world.vendor.ok("mfa.verify", proof).await;
    let finished = listed(&world.emulator, &token).await;
    assert!(
        finished.contains(&("totp".to_owned(), true)),
        "{finished:?}"
    );
    assert!(finished.contains(&password), "{finished:?}");
}

/// The MFA API knows nothing of passwords and passkeys; the rest is the same in both.
#[tokio::test]
async fn both_list_the_same_second_factors() {
    let Some(mut world) = World::with("auth0-auth-js.js").await else {
        return;
    };
    let more = for_my_account(&world.emulator);
    let answer = password_grant(&world.emulator, &NOOR, more).await;
    let token = AccessToken::new(answer["access_token"].as_str().unwrap());
    let ours: Vec<String> = listed(&world.emulator, &token)
        .await
        .into_iter()
        .map(|(kind, _)| kind)
        .filter(|kind| !["password", "passkey"].contains(&kind.as_str()))
        .collect();

    let mfa_token = mfa_token(&world.emulator, &NOOR).await;
    let given = json!([{ "mfaToken": mfa_token }]);
    let theirs = world.vendor.ok("mfa.listAuthenticators", given).await;
    let theirs: Vec<&str> = theirs
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_str().unwrap().split('|').next().unwrap())
        .collect();

    assert_eq!(ours, theirs);
}
