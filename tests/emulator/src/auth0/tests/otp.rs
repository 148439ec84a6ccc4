//! Codes on the database connection.

use std::time::Duration;

use super::*;
use crate::{BOB, NOOR};

const CONNECTION: &str = "Username-Password-Authentication";
const GRANT: &str = "http://auth0.com/oauth/grant-type/passwordless/otp";

async fn challenge(emulator: &Emulator, body: &Value) -> Page {
    let mut body = body.clone();
    body["client_id"] = emulator.client_id().into();
    if body["connection"].is_null() {
        body["connection"] = CONNECTION.into();
    }
    let url = format!("{}/otp/challenge", emulator.auth0_url());
    Visitor::default().post_json(&url, &body).await.unwrap()
}

async fn session(emulator: &Emulator, body: &Value) -> String {
    let page = challenge(emulator, body).await;
    assert_eq!(page.status, 200, "{}", page.body);
    text(&page.json(), "auth_session").to_owned()
}

async fn grant(emulator: &Emulator, auth_session: &str, otp: &str) -> Page {
    let url = format!("{}/oauth/token", emulator.auth0_url());
    let fields = [
        ("grant_type", GRANT),
        ("client_id", emulator.client_id()),
        ("auth_session", auth_session),
        ("otp", otp),
        ("scope", "openid email"),
    ];
    Visitor::default().post_form(&url, &fields).await.unwrap()
}

#[tokio::test]
async fn a_code_signs_in_once_by_mail_and_by_phone() {
    let emulator = Emulator::start().await.unwrap();
    for (body, to) in [
        (json!({ "email": BOB.email }), BOB.email),
        (
            json!({ "phone_number": "+4915112345678" }),
            "+4915112345678",
        ),
        (
            json!({ "phone_number": "+4915112345678", "delivery_method": "voice" }),
            "+4915112345678",
        ),
    ] {
        let session = session(&emulator, &body).await;
        let code = emulator.last_code(to).unwrap();

        let wrong = grant(&emulator, &session, "x").await;
        let done = grant(&emulator, &session, &code).await;
        let spent = grant(&emulator, &session, &code).await;

        assert_refused(&wrong, 403, "invalid_grant", "Wrong verification code.");
        let claims = claims(text(&done.json(), "id_token"));
        assert_eq!(claims["email"], BOB.email);
        assert_eq!(
            (spent.status, &spent.json()["error"]),
            (403, &json!("invalid_grant"))
        );
    }
}

#[tokio::test]
async fn three_wrong_codes_or_five_minutes_end_it() {
    let emulator = Emulator::start().await.unwrap();
    let body = json!({ "email": BOB.email });
    let tried = session(&emulator, &body).await;
    let code = emulator.last_code(BOB.email).unwrap();
    for _ in 0..3 {
        grant(&emulator, &tried, "x").await;
    }
    assert_eq!(grant(&emulator, &tried, &code).await.status, 403);

    let late = session(&emulator, &body).await;
    let code = emulator.last_code(BOB.email).unwrap();
    emulator.advance(Duration::from_secs(300));
    assert_eq!(grant(&emulator, &late, &code).await.status, 403);
}

#[tokio::test]
async fn a_stranger_is_not_told_apart_and_signs_up_only_when_allowed() {
    let emulator = Emulator::start().await.unwrap();
    let body = json!({ "email": "new@example.com" });
    session(&emulator, &body).await;
    assert!(emulator.outbox().is_empty());

    let body = json!({ "email": "new@example.com", "allow_signup": true });
    let session = session(&emulator, &body).await;
    let code = emulator.last_code("new@example.com").unwrap();
    let done = grant(&emulator, &session, &code).await;

    let claims = claims(text(&done.json(), "id_token"));
    assert_eq!(claims["email_verified"], true);
    assert!(claims["sub"].as_str().unwrap().starts_with("auth0|"));
}

#[tokio::test]
async fn a_second_factor_is_asked_for_as_after_a_password() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.require_second_factor = true);
    let session = session(&emulator, &json!({ "email": NOOR.email })).await;
    let code = emulator.last_code(NOOR.email).unwrap();

    let page = grant(&emulator, &session, &code).await;

    assert_eq!(
        (page.status, &page.json()["error"]),
        (403, &json!("mfa_required"))
    );
}

#[tokio::test]
async fn requests_that_name_nobody_or_everybody_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    for body in [
        json!({}),
        json!({ "email": BOB.email, "phone_number": "+4915112345678" }),
        json!({ "phone_number": "+4915112345678", "delivery_method": "pigeon" }),
        json!({ "email": BOB.email, "connection": "google-oauth2" }),
        json!({ "email": true }),
    ] {
        let page = challenge(&emulator, &body).await;
        assert_eq!(
            (page.status, &page.json()["error"]),
            (400, &json!("invalid_request"))
        );
    }
    emulator.change(|settings| settings.auth0.database_codes = false);
    let off = challenge(&emulator, &json!({ "email": BOB.email })).await;
    assert_eq!(
        (off.status, &off.json()["error"]),
        (403, &json!("access_denied"))
    );
    emulator.change(|settings| settings.auth0.grants.clear());
    let not_given = challenge(&emulator, &json!({ "email": BOB.email })).await;
    assert_eq!(not_given.json()["error"], "unauthorized_client");
}
