//! Arguments, and what has to happen before there are any.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use emulator::{Emulator, Person};
use protocol::{
    Url,
    secret::{CodeVerifier, Nonce, State},
};
use serde_json::{Value, json};

use super::{CONNECTION, ours::Ours};

pub(super) const REDIRECT: &str = "dev.latchkey.accounts://demo-auth0/callback";
pub(super) const SCOPE: &str = "openid profile email offline_access";
const VERIFIER: [u8; 32] = [7; 32];

/// These arguments, without anything happening before.
pub(super) fn arguments(arguments: Value) -> impl AsyncFn(&Emulator) -> Value {
    async move |_: &Emulator| arguments.clone()
}

/// The tokens of somebody who has just signed in.
pub(super) async fn tokens(emulator: &Emulator, person: &Person) -> Value {
    let answer = password_grant(emulator, person, json!({})).await;
    assert!(answer["access_token"].is_string(), "{answer}");

    answer
}

/// What the password-realm grant answers, with further members in the request.
pub(super) async fn password_grant(emulator: &Emulator, person: &Person, more: Value) -> Value {
    let mut body = json!({
        "grant_type": "http://auth0.com/oauth/grant-type/password-realm",
        "client_id": emulator.client_id(),
        "username": person.email,
        "password": person.password,
        "realm": CONNECTION,
        "scope": SCOPE,
    });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }

    post(emulator, "/oauth/token", &body).await
}

/// What an endpoint answers.
pub(super) async fn post(emulator: &Emulator, path: &str, body: &Value) -> Value {
    let url = format!("{}{path}", emulator.auth0_url());

    emulator
        .visitor()
        .post_json(&url, body)
        .await
        .unwrap()
        .json()
}

/// What stands in the callback of somebody who has just signed in in a browser.
pub(super) async fn code_of(emulator: &Emulator, person: &Person) -> Value {
    let (state, nonce) = (State::from_random([1; 32]), Nonce::from_random([2; 32]));
    let verifier = CodeVerifier::from_random(VERIFIER);
    let scopes: Vec<&str> = SCOPE.split(' ').collect();
    let url = Ours::new(emulator).authorize_url(REDIRECT, &scopes, &state, &nonce, &verifier);
    let callback = emulator
        .visitor()
        .sign_in(url.as_str(), person.email, person.password)
        .await
        .unwrap();
    let callback = Url::parse(&callback).unwrap();
    let code = callback.query_pairs().find(|(name, _)| name == "code");

    json!({
        "code": code.unwrap().1,
        "redirect_uri": REDIRECT,
        "code_verifier": URL_SAFE_NO_PAD.encode(VERIFIER),
    })
}

/// Gives the application the grant that takes a password without a realm.
pub(super) fn allow_passwords(emulator: &Emulator) {
    emulator.change(|settings| settings.auth0.grants.push("password".into()));
}

/// The token with which somebody who signed in with a password proves a second factor.
pub(super) async fn mfa_token(emulator: &Emulator, person: &Person) -> Value {
    emulator.change(|settings| {
        settings.auth0.require_second_factor = true;
        settings.auth0.require_enrolment = true;
    });
    let answer = password_grant(emulator, person, json!({})).await;
    assert_eq!(answer["error"], "mfa_required", "{answer}");

    answer["mfa_token"].clone()
}
