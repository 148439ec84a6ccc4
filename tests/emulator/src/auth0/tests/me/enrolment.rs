use std::time::Duration;

use super::*;

fn session(begun: &Value) -> Value {
    json!({ "auth_session": begun["auth_session"] })
}

fn with_code(begun: &Value, code: &str) -> Value {
    json!({ "auth_session": begun["auth_session"], "otp_code": code })
}

#[tokio::test]
async fn an_authenticator_app_is_confirmed_by_its_code_within_a_step() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;
    let (verify, begun) = caller.enrol(&json!({ "type": "totp" })).await;
    let secret = text(&begun, "manual_input_code");
    assert!(text(&begun, "barcode_uri").contains(&format!("secret={secret}&issuer=Demo%20Auth0")));
    assert_eq!(
        caller.list().await[1]["confirmed"],
        false,
        "a leftover is listed"
    );

    let wrong = caller.post(&verify, &with_code(&begun, "000000x")).await;
    let code = emulator.totp_code_of(secret).unwrap();
    assert_eq!(emulator.totp_code(BOB.email).unwrap(), code);
    let stale = code.clone();
    emulator.advance(Duration::from_secs(90));
    let late = caller.post(&verify, &with_code(&begun, &stale)).await;
    emulator.rewind(Duration::from_secs(90));
    let done = caller.post(&verify, &with_code(&begun, &code)).await;
    let twice = caller.post(&verify, &with_code(&begun, &code)).await;

    assert_problem(&wrong, 400, "Invalid OTP Code");
    assert_problem(&late, 400, "Invalid OTP Code");
    assert_eq!(
        (done.status, &done.json()["confirmed"]),
        (201, &json!(true))
    );
    assert!(verify.starts_with(&path_of(&done)));
    assert_problem(&twice, 400, "Bad Request");
}

#[tokio::test]
async fn phone_and_email_are_confirmed_by_the_code_that_was_sent() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;
    let wishes = [
        (
            json!({ "type": "phone", "phone_number": "+4915112345678" }),
            "+4915112345678",
        ),
        (
            json!({ "type": "phone", "phone_number": "+4915112345679", "preferred_authentication_method": "voice" }),
            "+4915112345679",
        ),
        (
            json!({ "type": "email", "email": "Bob@Home.example" }),
            "bob@home.example",
        ),
    ];
    for (wish, to) in wishes {
        let (verify, begun) = caller.enrol(&wish).await;
        let code = emulator.last_code(to).unwrap();
        let done = caller.post(&verify, &with_code(&begun, &code)).await;
        assert_eq!(
            (done.status, &done.json()["confirmed"]),
            (201, &json!(true)),
            "{to}"
        );
    }
    let channels: Vec<_> = emulator.outbox().iter().map(|mail| mail.channel).collect();
    use crate::Channel::{Email, Sms, Voice};
    assert_eq!(channels, [Sms, Voice, Email]);
    let number = json!({ "type": "phone", "phone_number": "0151 12345678" });
    assert_invalid(
        &caller.post("authentication-methods", &number).await,
        "/phone_number",
    );
    let missing = json!({ "type": "email" });
    assert_invalid(
        &caller.post("authentication-methods", &missing).await,
        "/email",
    );
}

#[tokio::test]
async fn a_push_waits_for_its_answer() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;
    let wish = json!({ "type": "push-notification" });
    let (verify, begun) = caller.enrol(&wish).await;
    assert!(text(&begun, "barcode_uri").contains("&enrollment_tx_id="));

    let pending = caller.post(&verify, &session(&begun)).await;
    assert_eq!(emulator.approve_push(BOB.email), 1);
    let approved = caller.post(&verify, &session(&begun)).await;
    let (verify, begun) = caller.enrol(&wish).await;
    emulator.deny_push(BOB.email);
    let denied = caller.post(&verify, &session(&begun)).await;

    assert_problem(&pending, 400, "authorization_pending");
    assert_eq!(approved.status, 201);
    assert_problem(&denied, 403, "Forbidden");
}

#[tokio::test]
async fn a_recovery_code_is_shown_once_and_replaces_the_one_before() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;
    for _ in 0..2 {
        let (verify, begun) = caller.enrol(&json!({ "type": "recovery-code" })).await;
        let code = text(&begun, "recovery_code");
        assert_eq!(code.len(), 24);
        let done = caller.post(&verify, &session(&begun)).await;
        assert!(done.status == 201 && !done.body.contains(code));
        assert_eq!(emulator.recovery_code(BOB.email).as_deref(), Some(code));
    }
    assert_eq!(caller.list().await.len(), 2);
}

#[tokio::test]
async fn a_new_password_is_held_against_the_policy_and_works_at_once() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;
    let (verify, begun) = caller.enrol(&json!({ "type": "password" })).await;
    assert!(verify.contains("password%7Cnew"));
    assert_eq!(
        (&begun["id"], &begun["policy"]["history"]["size"]),
        (&json!("password|new"), &json!(5))
    );

    for (password, word) in [
        ("short-1", "PasswordStrengthError"),
        ("aaaa-BBBB-1111", "PasswordStrengthError"),
        ("Password123", "PasswordDictionaryError"),
        ("okafor-Rules-9", "PasswordNoUserInfoError"),
        (BOB.password, "PasswordHistoryError"),
    ] {
        let body = json!({ "auth_session": begun["auth_session"], "new_password": password });
        let page = caller.post(&verify, &body).await;
        assert_invalid(&page, "/new_password");
        assert!(page.body.contains(word), "{password}: {}", page.body);
    }
    let body = json!({ "auth_session": begun["auth_session"], "new_password": "willow-Copper-31" });
    let done = caller.post(&verify, &body).await;

    assert_eq!(done.status, 201);
    assert!(!path_of(&done).contains("new") && done.json()["last_password_reset"].is_string());
    let changed = Person {
        password: "willow-Copper-31",
        ..BOB
    };
    my_account_token(&emulator, &changed, ALL).await;
}

#[tokio::test]
async fn an_auth_session_is_for_one_method_of_one_person_and_ends() {
    let emulator = Emulator::start().await.unwrap();
    let bob = Caller::new(&emulator, &BOB).await;
    let ada = Caller::new(&emulator, &ADA).await;
    let (verify, begun) = bob.enrol(&json!({ "type": "recovery-code" })).await;
    let (other, _) = bob.enrol(&json!({ "type": "recovery-code" })).await;

    let of_another = ada.post(&verify, &session(&begun)).await;
    let elsewhere = bob.post(&other, &session(&begun)).await;
    emulator.advance(Duration::from_secs(300));
    let late = bob.post(&verify, &session(&begun)).await;

    assert_problem(&of_another, 400, "Bad Request");
    assert_problem(&elsewhere, 400, "Bad Request");
    assert_problem(&late, 403, "Forbidden");
}

#[tokio::test]
async fn ten_wrong_codes_end_an_enrolment() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;
    let (verify, begun) = caller
        .enrol(&json!({ "type": "email", "email": "b@home.example" }))
        .await;
    let code = emulator.last_code("b@home.example").unwrap();
    for _ in 0..10 {
        caller.post(&verify, &with_code(&begun, "nothing")).await;
    }

    assert_problem(
        &caller.post(&verify, &with_code(&begun, &code)).await,
        400,
        "Bad Request",
    );
}
