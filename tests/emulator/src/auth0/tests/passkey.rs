use super::*;
use crate::BOB;
use crate::webauthn::authenticator::Authenticator;

mod refusals;

/// Adds a passkey to Bob's account and returns its user handle.
async fn enrol(emulator: &Emulator, authenticator: &Authenticator) -> String {
    let token = my_account_token(emulator, &BOB, "create:me:authentication_methods").await;
    let url = format!("{}/me/v1/authentication-methods", emulator.auth0_url());
    let authorization = format!("Bearer {token}");
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
    ];
    let mut visitor = Visitor::default();
    let begun = visitor
        .send("POST", &url, &headers, r#"{"type":"passkey"}"#)
        .await
        .unwrap();
    let options = &begun.json()["authn_params_public_key"];
    let body = json!({ "auth_session": begun.json()["auth_session"], "authn_response": authenticator.create(options) });
    let verify = format!("{}/verify", begun.location().unwrap());
    let done = visitor
        .send("POST", &verify, &headers, &body.to_string())
        .await
        .unwrap();
    text(&done.json(), "user_handle").to_owned()
}

async fn sign_in(emulator: &Emulator, authenticator: &Authenticator, handle: &str) -> Page {
    let origin = emulator.auth0_url();
    let body = json!({ "client_id": emulator.client_id() });
    let begun = Visitor::default()
        .post_json(&format!("{origin}/passkey/challenge"), &body)
        .await
        .unwrap()
        .json();
    let body = json!({
        "grant_type": "urn:okta:params:oauth:grant-type:webauthn",
        "client_id": emulator.client_id(),
        "auth_session": begun["auth_session"],
        "authn_response": authenticator.get(&begun["authn_params_public_key"], handle),
        "scope": "openid offline_access",
    });
    Visitor::default()
        .post_json(&format!("{origin}/oauth/token"), &body)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_passkey_that_was_added_signs_in() {
    let emulator = Emulator::start().await.unwrap();
    let authenticator = Authenticator::new();
    let handle = enrol(&emulator, &authenticator).await;

    let done = sign_in(&emulator, &authenticator, &handle).await;

    assert_eq!(done.status, 200, "{}", done.body);
    assert!(done.json()["refresh_token"].is_string());
}

#[tokio::test]
async fn another_key_or_another_handle_does_not() {
    let emulator = Emulator::start().await.unwrap();
    let authenticator = Authenticator::new();
    let handle = enrol(&emulator, &authenticator).await;

    let other_key = sign_in(&emulator, &Authenticator::new(), &handle).await;
    let other_handle = sign_in(&emulator, &authenticator, "bm9ib2R5").await;

    assert_eq!(
        (other_key.status, &other_key.json()["error"]),
        (403, &json!("invalid_grant"))
    );
    assert_eq!(other_handle.status, 403);
}

#[tokio::test]
async fn a_form_cannot_carry_the_answer() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/oauth/token", emulator.auth0_url());
    let fields = [
        ("grant_type", "urn:okta:params:oauth:grant-type:webauthn"),
        ("client_id", emulator.client_id()),
        ("auth_session", "x"),
        ("authn_response", "{}"),
    ];

    let page = Visitor::default().post_form(&url, &fields).await.unwrap();

    assert_eq!(
        (page.status, &page.json()["error"]),
        (400, &json!("invalid_request"))
    );
}

#[tokio::test]
async fn a_newcomer_begins_with_a_passkey() {
    let emulator = Emulator::start().await.unwrap();
    let authenticator = Authenticator::new();
    let origin = emulator.auth0_url();
    let register = format!("{origin}/passkey/register");
    let profile = json!({ "client_id": emulator.client_id(), "user_profile": { "email": "zoe@example.com", "name": "Zoe" } });
    let taken =
        json!({ "client_id": emulator.client_id(), "user_profile": { "email": BOB.email } });
    let begun = Visitor::default()
        .post_json(&register, &profile)
        .await
        .unwrap()
        .json();

    let body = json!({
        "grant_type": "urn:okta:params:oauth:grant-type:webauthn",
        "client_id": emulator.client_id(),
        "auth_session": begun["auth_session"],
        "authn_response": authenticator.create(&begun["authn_params_public_key"]),
        "scope": "openid profile",
    });
    let done = Visitor::default()
        .post_json(&format!("{origin}/oauth/token"), &body)
        .await
        .unwrap();
    let refused = Visitor::default()
        .post_json(&register, &taken)
        .await
        .unwrap();

    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(claims(text(&done.json(), "id_token"))["name"], "Zoe");
    assert_eq!(
        (refused.status, &refused.json()["error"]),
        (409, &json!("user_exists"))
    );
}
