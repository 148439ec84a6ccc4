use std::time::Duration;

use super::*;
use crate::BOB;

const CIBA: &str = "urn:openid:params:grant-type:ciba";

/// Gives Bob a phone that gets notifications.
async fn enrol(emulator: &Emulator) {
    let token = my_account_token(emulator, &BOB, "create:me:authentication_methods").await;
    let url = format!("{}/me/v1/authentication-methods", emulator.auth0_url());
    let authorization = format!("Bearer {token}");
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
    ];
    let mut visitor = Visitor::default();
    let begun = visitor
        .send("POST", &url, &headers, r#"{"type":"push-notification"}"#)
        .await
        .unwrap();
    emulator.approve_push(BOB.email);
    let body = json!({ "auth_session": begun.json()["auth_session"] });
    let verify = format!("{}/verify", begun.location().unwrap());
    let done = visitor
        .send("POST", &verify, &headers, &body.to_string())
        .await
        .unwrap();
    assert_eq!(done.status, 201, "{}", done.body);
}

fn hint(emulator: &Emulator, user_id: &str) -> String {
    let issuer = format!("{}/", emulator.auth0_url());
    json!({ "format": "iss_sub", "iss": issuer, "sub": user_id }).to_string()
}

async fn begin(emulator: &Emulator, known: &Known, changes: &[(&str, &str)]) -> Page {
    let hint = hint(emulator, "auth0|6710a1f0c3b2d4e5f6a7b802");
    let mut fields = vec![
        ("scope", "openid email"),
        ("binding_message", "QX-17"),
        ("login_hint", hint.as_str()),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    known.post(emulator, "/bc-authorize", &fields).await
}

#[tokio::test]
async fn a_person_lets_an_application_in_from_their_phone() {
    let emulator = Emulator::start().await.unwrap();
    let known = confidential(&emulator, &[CIBA]);
    enrol(&emulator).await;
    let begun = begin(&emulator, &known, &[]).await;
    assert_eq!(begun.status, 200, "{}", begun.body);
    let begun = begun.json();
    let fields = [("auth_req_id", text(&begun, "auth_req_id"))];
    assert_eq!(
        (&begun["expires_in"], &begun["interval"]),
        (&json!(300), &json!(5))
    );

    let pending = known.token(&emulator, CIBA, &fields).await;
    let hasty = known.token(&emulator, CIBA, &fields).await;
    emulator.approve_push(BOB.email);
    let done = known.token(&emulator, CIBA, &fields).await;
    let again = known.token(&emulator, CIBA, &fields).await;

    assert_eq!(pending.json()["error"], "authorization_pending");
    assert_eq!(
        (hasty.status, &hasty.json()["error"]),
        (429, &json!("slow_down"))
    );
    let claims = claims(text(&done.json(), "id_token"));
    assert_eq!(claims["email"], BOB.email);
    assert_eq!(again.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn saying_no_or_nothing_ends_it() {
    let emulator = Emulator::start().await.unwrap();
    let known = confidential(&emulator, &[CIBA]);
    enrol(&emulator).await;

    let begun = begin(&emulator, &known, &[]).await.json();
    emulator.deny_push(BOB.email);
    let fields = [("auth_req_id", text(&begun, "auth_req_id"))];
    let denied = known.token(&emulator, CIBA, &fields).await;
    let begun = begin(&emulator, &known, &[("requested_expiry", "60")])
        .await
        .json();
    emulator.advance(Duration::from_secs(60));
    let fields = [("auth_req_id", text(&begun, "auth_req_id"))];
    let late = known.token(&emulator, CIBA, &fields).await;

    assert_eq!(
        (denied.status, &denied.json()["error"]),
        (403, &json!("access_denied"))
    );
    assert_eq!(late.json()["error"], "expired_token");
}

#[tokio::test]
async fn a_request_that_could_not_be_answered_is_refused_at_once() {
    let emulator = Emulator::start().await.unwrap();
    let known = confidential(&emulator, &[CIBA]);

    let without_phone = begin(&emulator, &known, &[]).await;
    enrol(&emulator).await;
    let nobody = hint(&emulator, "auth0|nobody");
    let long = "x".repeat(65);
    assert_eq!(without_phone.json()["error"], "invalid_request");
    for (name, value) in [
        ("scope", "email"),
        ("binding_message", long.as_str()),
        ("login_hint", "bob"),
        ("login_hint", &nobody),
        ("requested_expiry", "0"),
        ("requested_expiry", "301"),
    ] {
        let page = begin(&emulator, &known, &[(name, value)]).await;
        assert_eq!(
            (page.status, &page.json()["error"]),
            (400, &json!("invalid_request")),
            "{name}={value}"
        );
    }
    let url = format!("{}/bc-authorize", emulator.auth0_url());
    let native = [("client_id", emulator.client_id())];
    let native = Visitor::default().post_form(&url, &native).await.unwrap();
    assert_eq!(
        (native.status, &native.json()["error"]),
        (401, &json!("invalid_client"))
    );
}
