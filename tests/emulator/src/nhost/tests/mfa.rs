use std::time::Duration;

use super::*;
use crate::Dialect;

async fn generate(emulator: &Emulator, token: &str) -> String {
    let page = get_as(emulator, "/mfa/totp/generate", token).await;
    assert!(text(&page.json(), "imageUrl").starts_with("data:image/png;base64,"));
    text(&page.json(), "totpSecret").to_owned()
}

async fn change(emulator: &Emulator, token: &str, code: &str, active: &str) -> Page {
    let body = json!({ "code": code, "activeMfaType": active });
    post_as(emulator, "/user/mfa", token, &body).await
}

async fn ticket(emulator: &Emulator) -> String {
    let page = sign_in(emulator, ADA.email, ADA.password).await;
    text(&page.json()["mfa"], "ticket").to_owned()
}

async fn finish(emulator: &Emulator, ticket: &str, otp: &str) -> Page {
    post(
        emulator,
        "/signin/mfa/totp",
        &json!({ "ticket": ticket, "otp": otp }),
    )
    .await
}

/// Ada with an app that is asked for, and her access token.
async fn with_app(emulator: &Emulator) -> String {
    let token = token_of(emulator, ADA).await;
    generate(emulator, &token).await;
    let code = emulator.nhost_totp_code(ADA.email).unwrap();
    assert_ok(&change(emulator, &token, &code, "totp").await);
    token
}

#[tokio::test]
async fn an_app_is_set_up_asked_for_and_switched_off() {
    let emulator = Emulator::start().await.unwrap();
    let token = with_app(&emulator).await;
    assert_eq!(
        get_as(&emulator, "/user", &token).await.json()["activeMfaType"],
        "totp"
    );
    let code = emulator.nhost_totp_code(ADA.email).unwrap();

    let session = finish(&emulator, &ticket(&emulator).await, &code).await;
    let twice = change(&emulator, &token, &code, "totp").await;
    let wrong = change(&emulator, &token, "000000x", "").await;
    let off = change(&emulator, &token, &code, "").await;
    let again = post_as(&emulator, "/user/mfa", &token, &json!({ "code": code })).await;

    assert_eq!(
        session.json()["session"]["user"]["activeMfaType"],
        Value::Null
    );
    assert_code(&twice, 400, "totp-already-active");
    assert_code(&wrong, 401, "invalid-totp");
    assert_ok(&off);
    assert_refused(
        &again,
        401,
        "disabled-mfa-totp",
        "User does not have TOTP MFA enabled",
    );
    assert!(sign_in(&emulator, ADA.email, ADA.password).await.json()["session"].is_object());
}

#[tokio::test]
async fn the_secret_is_thirty_two_bytes_of_base32() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    let secret = generate(&emulator, &token).await;
    assert_eq!(crate::one_time::read_base32(&secret).unwrap().len(), 32);
    assert!(!secret.contains('='));
}

#[tokio::test]
async fn a_wrong_code_burns_the_ticket() {
    let emulator = Emulator::start().await.unwrap();
    with_app(&emulator).await;
    let ticket = ticket(&emulator).await;
    let code = emulator.nhost_totp_code(ADA.email).unwrap();

    let wrong = finish(&emulator, &ticket, "000000x").await;
    let right = finish(&emulator, &ticket, &code).await;

    assert_refused(&wrong, 401, "invalid-totp", "Invalid TOTP code");
    assert_refused(&right, 401, "invalid-ticket", "Invalid ticket");
}

#[tokio::test]
async fn a_neighbouring_step_is_let_in_and_one_further_is_not() {
    let emulator = Emulator::start().await.unwrap();
    with_app(&emulator).await;
    for (ahead, status) in [(30, 200), (60, 401)] {
        let code = emulator.nhost_totp_code(ADA.email).unwrap();
        emulator.advance(Duration::from_secs(ahead));
        let page = finish(&emulator, &ticket(&emulator).await, &code).await;
        assert_eq!(page.status, status, "{ahead}");
    }
}

#[tokio::test]
async fn a_ticket_ends_after_five_minutes() {
    let emulator = Emulator::start().await.unwrap();
    with_app(&emulator).await;
    let ticket = ticket(&emulator).await;
    emulator.advance(Duration::from_secs(300));
    let code = emulator.nhost_totp_code(ADA.email).unwrap();
    assert_code(
        &finish(&emulator, &ticket, &code).await,
        401,
        "invalid-ticket",
    );
}

#[tokio::test]
async fn a_new_secret_replaces_the_one_in_use_at_once() {
    let emulator = Emulator::start().await.unwrap();
    let token = with_app(&emulator).await;
    let old = emulator.nhost_totp_code(ADA.email).unwrap();
    generate(&emulator, &token).await;
    let page = finish(&emulator, &ticket(&emulator).await, &old).await;
    assert_code(&page, 401, "invalid-totp");
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    let none = change(&emulator, &token, "123456", "totp").await;
    let sms = change(&emulator, &token, "123456", "sms").await;
    let pattern = finish(&emulator, "x", "000000").await;
    assert_refused(
        &none,
        400,
        "no-totp-secret",
        "User does not have a TOTP secret",
    );
    assert!(
        text(&sms.json(), "reason")
            .ends_with("value is not one of the allowed values [\"totp\",\"\"]")
    );
    assert!(text(&pattern.json(), "reason").ends_with("\"^mfaTotp:.*$\""));

    emulator.change(|settings| settings.nhost.mfa_enabled = false);
    let ticket = "mfaTotp:1b9c83ad-da2d-4a74-b217-1eea7520e8fc";
    assert_code(
        &finish(&emulator, ticket, "000000").await,
        409,
        "disabled-endpoint",
    );
    let page = get_as(&emulator, "/mfa/totp/generate", &token).await;
    assert_code(&page, 409, "disabled-endpoint");
}

#[tokio::test]
async fn newer_servers_want_elevation_before_a_new_secret() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    emulator.change(|settings| settings.nhost.elevation = crate::Elevation::Required);
    assert_eq!(
        get_as(&emulator, "/mfa/totp/generate", &token).await.status,
        200
    );
    emulator.change(|settings| settings.nhost.dialect = Dialect::L2);
    let page = get_as(&emulator, "/mfa/totp/generate", &token).await;
    assert_eq!(page.json()["securityScheme"], "BearerAuthElevated");
}
