//! `@auth0/auth0-auth-js`: signing up and in with a passkey, which an authenticator in software makes.

use emulator::{ADA, Emulator};
use serde_json::{Value, json};

use super::{
    World,
    given::{arguments, post},
    ours::passkey,
    outcome::Expected::{Answer, Misuse, Refusal, Tokens},
};
use crate::support::Authenticator;

const SCRIPT: &str = "auth0-auth-js.js";
const EMAIL: &str = "mira@example.com";

#[tokio::test]
async fn somebody_signs_up_with_a_passkey_and_in_again() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let authenticator = Authenticator::new();
    let newcomer = json!([{ "email": EMAIL, "name": "Mira" }]);
    let started = world.vendor.ok("passkey.register", newcomer).await;
    let options = &started["authn_params_public_key"];
    let signed_up = with(&started, authenticator.create(options));
    let tokens = world
        .vendor
        .ok("passkey.getTokenByPasskey", signed_up)
        .await;
    assert!(tokens["id_token"].is_string(), "{tokens}");

    let started = world.vendor.ok("passkey.challenge", json!([])).await;
    let options = &started["authn_params_public_key"];
    let signed_in = with(&started, authenticator.get(options));
    let tokens = world
        .vendor
        .ok("passkey.getTokenByPasskey", signed_in.clone())
        .await;
    assert!(tokens["id_token"].is_string(), "{tokens}");

    let again = world
        .vendor
        .call("passkey.getTokenByPasskey", &signed_in)
        .await;
    assert_eq!(again["error"]["code"], "invalid_grant", "{again}");

    let stranger = Authenticator::new();
    let started = world.vendor.ok("passkey.challenge", json!([])).await;
    let forged = stranger.get(&started["authn_params_public_key"]);
    let forged = with(&started, forged);
    let answer = world
        .vendor
        .call("passkey.getTokenByPasskey", &forged)
        .await;
    assert_eq!(answer["error"]["code"], "invalid_grant", "{answer}");
}

#[tokio::test]
async fn the_answer_to_a_challenge_is_the_same_from_both() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let call = "passkey.getTokenByPasskey";
    let answered = async |emulator: &Emulator, authenticator: &Authenticator| {
        let (path, body) = (
            "/passkey/register",
            json!({
                "client_id": emulator.client_id(),
                "user_profile": { "email": EMAIL },
            }),
        );
        let started = post(emulator, path, &body).await;
        with(
            &started,
            authenticator.create(&started["authn_params_public_key"]),
        )
    };
    let right = async |emulator: &Emulator| answered(emulator, &Authenticator::new()).await;
    let ours = passkey::get_token_by_passkey;
    world.both(call, right, ours, Tokens(EMAIL)).await;

    let of_another_challenge = async |emulator: &Emulator| {
        let mut given = answered(emulator, &Authenticator::new()).await;
        given[0]["credential"] =
            answered(emulator, &Authenticator::new()).await[0]["credential"].take();
        given
    };
    let refused = Refusal(403, "invalid_grant");
    world.both(call, of_another_challenge, ours, refused).await;
}

#[tokio::test]
async fn both_are_asked_the_same() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let sign_in = Answer(json!({ "authn_params_public_key": { "rpId": "localhost" } }));
    let nothing = arguments(json!([]));
    world
        .both("passkey.challenge", nothing, passkey::challenge, sign_in)
        .await;

    let newcomer = arguments(json!([{ "email": EMAIL, "name": "Mira" }]));
    let sign_up = Answer(json!({
        "authn_params_public_key": { "rp": { "id": "localhost" }, "user": { "name": EMAIL } },
    }));
    world
        .both("passkey.register", newcomer, passkey::register, sign_up)
        .await;
}

#[tokio::test]
async fn nobody_signs_up_twice() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let call = "passkey.register";
    let taken = arguments(json!([{ "email": ADA.email }]));
    world
        .both(call, taken, passkey::register, Refusal(409, "user_exists"))
        .await;
    let nobody = async |_: &Emulator| json!([{ "name": "Mira" }]);
    world
        .both(
            call,
            nobody,
            passkey::register,
            Refusal(400, "invalid_request"),
        )
        .await;
    let unsigned = arguments(json!([{ "authSession": "" }]));
    world
        .vendor("passkey.getTokenByPasskey", unsigned, Misuse)
        .await;
}

/// The authenticator's answer to a challenge.
fn with(started: &Value, credential: Value) -> Value {
    json!([{
        "authSession": started["auth_session"],
        "credential": credential,
        "scope": "openid profile email",
    }])
}
