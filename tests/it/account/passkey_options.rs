//! Options that no honest provider sends, on their way from the provider to where an authenticator would be asked.

use account::PasskeyRequest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use emulator::{ADA, Fault};
use passkey::{CreationOptions, OptionsError, RelyingParty, RequestOptions};
use serde_json::{Value, json};

use crate::support::{World, here};

/// What the window does with every request before it asks anybody.
fn read(request: &PasskeyRequest, is_new: bool) -> Result<(), OptionsError> {
    let domain = &request.domain;
    let party = RelyingParty::new(&domain.domain, &domain.origin).unwrap();

    match is_new {
        true => CreationOptions::parse(&request.options, &party).map(drop),
        false => RequestOptions::parse(&request.options, &party).map(drop),
    }
}

fn challenge(bytes: usize) -> String {
    BASE64URL.encode(vec![7; bytes])
}

fn requested(change: (&str, Value)) -> Value {
    let mut options = json!({ "challenge": challenge(32), "rpId": "localhost" });
    options[change.0] = change.1;

    json!({ "auth_session": "s", "authn_params_public_key": options })
}

fn created(change: (&str, Value)) -> Value {
    let mut options = json!({
        "challenge": challenge(32),
        "rp": { "id": "localhost", "name": "Demo" },
        "user": { "id": BASE64URL.encode("somebody"), "name": "ada", "displayName": "Ada" },
        "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }],
    });
    options[change.0] = change.1;

    json!({ "auth_session": "s", "authn_params_public_key": options })
}

fn credentials(count: usize) -> Value {
    let credential = |number: usize| json!({ "type": "public-key", "id": BASE64URL.encode(number.to_le_bytes()) });

    (0..count).map(credential).collect()
}

#[tokio::test]
async fn hostile_options_of_a_sign_in_end_before_an_authenticator() {
    let world = World::new().await;
    for (change, refusal) in [
        (("rpId", json!("localhost")), None),
        (
            ("rpId", json!("github.com")),
            Some(OptionsError::RelyingParty),
        ),
        (
            ("rpId", json!("LOCALHOST")),
            Some(OptionsError::RelyingParty),
        ),
        (
            ("challenge", json!(challenge(1024 * 1024))),
            Some(OptionsError::Shape("challenge")),
        ),
        (
            ("challenge", json!(challenge(8))),
            Some(OptionsError::Shape("challenge")),
        ),
        (
            ("allowCredentials", credentials(10_000)),
            Some(OptionsError::Shape("allowCredentials")),
        ),
        (
            ("challenge", json!({})),
            Some(OptionsError::Shape("options")),
        ),
    ] {
        let answer = Fault::json(200, &requested(change.clone()));
        world.emulator.fail_next("/passkey/challenge", answer);
        // A mebibyte may be more than an answer may have: then there are no options at all.
        let Ok(request) = world.accounts.start_passkey_sign_in(here(), None).await else {
            assert_eq!(change.0, "challenge");
            continue;
        };
        assert_eq!(read(&request, false).err(), refusal, "{}", change.0);
    }
}

#[tokio::test]
async fn hostile_options_of_a_new_passkey_end_before_an_authenticator() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let algorithm = |alg: i64| json!([{ "type": "public-key", "alg": alg }]);
    for (change, refusal) in [
        (("timeout", json!(60_000)), None),
        (
            ("rp", json!({ "id": "github.com", "name": "GitHub" })),
            Some(OptionsError::RelyingParty),
        ),
        (
            ("pubKeyCredParams", algorithm(-65535)),
            Some(OptionsError::Algorithm),
        ),
        (
            ("excludeCredentials", credentials(10_000)),
            Some(OptionsError::Shape("excludeCredentials")),
        ),
        (
            (
                "user",
                json!({ "id": challenge(65), "name": "ada", "displayName": "Ada" }),
            ),
            Some(OptionsError::Shape("user.id")),
        ),
    ] {
        let location = format!(
            "{}/me/v1/authentication-methods/passkey%7Cnew",
            world.emulator.auth0_url()
        );
        let answer = Fault::json(202, &created(change.clone())).with_header("location", &location);
        world
            .emulator
            .fail_next("/me/v1/authentication-methods", answer);
        let request = world.accounts.start_adding_passkey(&ada, None).await;
        assert_eq!(read(&request.unwrap(), true).err(), refusal, "{}", change.0);
    }
}
