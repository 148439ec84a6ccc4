//! `@auth0/auth0-auth-js`: signing up and in with a passkey, which an authenticator in software makes.

use emulator::{ADA, Emulator};
use serde_json::{Value, json};

use super::{
    World,
    given::arguments,
    outcome::Expected::{Misuse, Refusal},
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
    let options = &started["authnParamsPublicKey"];
    let signed_up = with(&started, authenticator.create(options));
    let tokens = world
        .vendor
        .ok("passkey.getTokenByPasskey", signed_up)
        .await;
    assert!(tokens["id_token"].is_string(), "{tokens}");

    let handle = options["user"]["id"].as_str().unwrap();
    let started = world.vendor.ok("passkey.challenge", json!([])).await;
    let options = &started["authnParamsPublicKey"];
    let signed_in = with(&started, authenticator.get(options, handle));
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
    let forged = stranger.get(&started["authnParamsPublicKey"], handle);
    let forged = with(&started, forged);
    let answer = world
        .vendor
        .call("passkey.getTokenByPasskey", &forged)
        .await;
    assert_eq!(answer["error"]["code"], "invalid_grant", "{answer}");
}

#[tokio::test]
async fn nobody_signs_up_twice() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let call = "passkey.register";
    let taken = arguments(json!([{ "email": ADA.email }]));
    world.vendor(call, taken, Refusal(409, "user_exists")).await;
    let nobody = async |_: &Emulator| json!([{ "name": "Mira" }]);
    world
        .vendor(call, nobody, Refusal(400, "invalid_request"))
        .await;
    let unsigned = arguments(json!([{ "authSession": "" }]));
    world
        .vendor("passkey.getTokenByPasskey", unsigned, Misuse)
        .await;
}

/// The authenticator's answer to a challenge.
fn with(started: &Value, credential: Value) -> Value {
    json!([{
        "authSession": started["authSession"],
        "credential": credential,
        "scope": "openid profile email",
    }])
}
