use std::time::Duration;

use super::*;

async fn begin(emulator: &Emulator) -> Value {
    let url = format!("{}/oauth/device/code", emulator.auth0_url());
    let fields = [("client_id", emulator.client_id()), ("scope", SCOPE)];
    Visitor::default()
        .post_form(&url, &fields)
        .await
        .unwrap()
        .json()
}

async fn poll(emulator: &Emulator, begun: &Value) -> Page {
    let url = format!("{}/oauth/token", emulator.auth0_url());
    let fields = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("client_id", emulator.client_id()),
        ("device_code", text(begun, "device_code")),
    ];
    Visitor::default().post_form(&url, &fields).await.unwrap()
}

async fn answer(begun: &Value, password: &str, answer: &str) -> Page {
    let url = text(begun, "verification_uri");
    let fields = [
        ("user_code", text(begun, "user_code")),
        ("username", ADA.email),
        ("password", password),
        ("answer", answer),
    ];
    Visitor::default().post_form(url, &fields).await.unwrap()
}

#[tokio::test]
async fn a_device_waits_until_somebody_lets_it_in() {
    let emulator = Emulator::start().await.unwrap();
    let begun = begin(&emulator).await;
    let page = emulator
        .visitor()
        .get(text(&begun, "verification_uri_complete"))
        .await
        .unwrap();
    assert!(page.body.contains(text(&begun, "user_code")));

    let pending = poll(&emulator, &begun).await;
    let hasty = poll(&emulator, &begun).await;
    let wrong = answer(&begun, "wrong", "yes").await;
    let right = answer(&begun, ADA.password, "yes").await;
    let done = poll(&emulator, &begun).await;
    let spent = poll(&emulator, &begun).await;

    assert_eq!(
        (pending.status, &pending.json()["error"]),
        (403, &json!("authorization_pending"))
    );
    assert_eq!(
        (hasty.status, &hasty.json()["error"]),
        (429, &json!("slow_down"))
    );
    assert_eq!((wrong.status, right.status), (400, 200));
    assert!(done.status == 200 && done.json()["refresh_token"].is_string());
    assert_refused(
        &spent,
        403,
        "invalid_grant",
        "Invalid or expired device code.",
    );
}

#[tokio::test]
async fn denied_and_forgotten_devices_are_told_once() {
    let emulator = Emulator::start().await.unwrap();
    let denied = begin(&emulator).await;
    answer(&denied, "", "no").await;
    let forgotten = begin(&emulator).await;
    let refused = poll(&emulator, &denied).await;
    emulator.advance(Duration::from_secs(900));
    let late = poll(&emulator, &forgotten).await;
    let later = poll(&emulator, &forgotten).await;

    assert_eq!(
        (refused.status, &refused.json()["error"]),
        (403, &json!("access_denied"))
    );
    assert_eq!(
        (late.status, &late.json()["error"]),
        (403, &json!("expired_token"))
    );
    assert_eq!(later.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn an_application_without_the_grant_gets_no_code_for_a_device() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.grants.clear());
    let url = format!("{}/oauth/device/code", emulator.auth0_url());
    let fields = [("client_id", emulator.client_id())];

    let page = Visitor::default().post_form(&url, &fields).await.unwrap();

    assert_eq!(
        (page.status, &page.json()["error"]),
        (403, &json!("unauthorized_client"))
    );
}
