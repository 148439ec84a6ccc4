//! `@auth0/auth0-auth-js`: codes that sign in on a database connection (`/otp/challenge`). Our client has no such
//! method, so these rows prove the emulator alone.

use emulator::{ADA, Emulator};
use serde_json::{Value, json};

use super::{
    CONNECTION, World,
    given::{arguments, post},
    outcome::{
        Expected::{Answer, Refusal, Tokens},
        Outcome,
    },
};

const SCRIPT: &str = "auth0-auth-js.js";
const NUMBER: &str = "+4915198765432";

/// Arguments, at a tenant where such codes are off.
fn switched_off(arguments: Value) -> impl AsyncFn(&Emulator) -> Value {
    async move |emulator: &Emulator| {
        emulator.change(|settings| settings.auth0.database_codes = false);
        arguments.clone()
    }
}

#[tokio::test]
async fn a_code_is_asked_for_at_an_address_or_a_number() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    for (call, name, to) in [
        ("passwordless.challengeWithEmail", "email", ADA.email),
        (
            "passwordless.challengeWithPhoneNumber",
            "phoneNumber",
            NUMBER,
        ),
    ] {
        let at =
            |connection: &str| json!([{ name: to, "connection": connection, "allowSignup": true }]);
        let here = arguments(at(CONNECTION));
        let outcome = world.vendor(call, here, Answer(json!({}))).await;
        let Outcome::Answered(challenge) = outcome else {
            panic!("{outcome:?}")
        };
        assert!(challenge["auth_session"].is_string(), "{challenge}");
        assert!(world.emulator.last_code(to).is_some(), "{call}");

        let off = switched_off(at(CONNECTION));
        world.vendor(call, off, Refusal(403, "access_denied")).await;
        let elsewhere = arguments(at("nowhere"));
        world
            .vendor(call, elsewhere, Refusal(400, "invalid_request"))
            .await;
    }
    let misspelt = json!([{ "phoneNumber": "0151 98765432", "connection": CONNECTION }]);
    let call = "passwordless.challengeWithPhoneNumber";
    let outcome = world.vendor.call(call, &misspelt).await;
    // Nothing was sent: the client says so with a status of its own.
    assert_eq!(
        outcome["error"]["status"].as_u64().unwrap_or_default(),
        0,
        "{outcome}"
    );
}

#[tokio::test]
async fn the_code_signs_in_with_the_session_of_its_challenge() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let call = "passwordless.getTokenByPasswordlessDbConnection";
    let with = |typed: Option<&'static str>| {
        async move |emulator: &Emulator| {
            let body = json!({
                "client_id": emulator.client_id(),
                "email": ADA.email,
                "connection": CONNECTION,
            });
            let challenge = post(emulator, "/otp/challenge", &body).await;
            let right = emulator.last_code(ADA.email).unwrap();
            json!([{
                "authSession": challenge["auth_session"],
                "otp": typed.map_or(right, str::to_owned),
                "scope": "openid email",
            }])
        }
    };
    world.vendor(call, with(None), Tokens(ADA.email)).await;
    let wrong = with(Some("never sent"));
    world
        .vendor(call, wrong, Refusal(403, "invalid_grant"))
        .await;
}
