use std::time::Duration;

use super::*;
use crate::Dialect;

/// RFC 7636 appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

async fn code(emulator: &Emulator) -> String {
    let body = json!({ "email": ADA.email, "codeChallenge": CHALLENGE });
    assert_ok(&post(emulator, "/signin/passwordless/email", &body).await);
    let link = emulator.outbox().pop().unwrap().link.unwrap();
    assert_eq!(parameter(&link, "codeChallenge").unwrap(), CHALLENGE);
    let location = led_to(&link).await;
    assert_eq!(parameter(&location, "refreshToken"), None);
    let code = parameter(&location, "code").unwrap();
    assert_eq!(code.len(), 43);
    code
}

async fn exchange(emulator: &Emulator, code: &str, verifier: &str) -> Page {
    let body = json!({ "code": code, "codeVerifier": verifier });
    post(emulator, "/token/exchange", &body).await
}

async fn newest() -> Emulator {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.dialect = Dialect::L2);
    emulator
}

#[tokio::test]
async fn a_link_carries_a_code_that_is_exchanged_once() {
    let emulator = newest().await;
    let code = code(&emulator).await;

    let page = exchange(&emulator, &code, VERIFIER).await;
    let again = exchange(&emulator, &code, VERIFIER).await;

    assert_eq!(page.json()["session"]["user"]["email"], ADA.email);
    assert_code(&again, 400, "invalid-request");
}

#[tokio::test]
async fn a_wrong_verifier_consumes_the_code_and_five_minutes_end_it() {
    let emulator = newest().await;
    let wrong = code(&emulator).await;
    assert_code(
        &exchange(&emulator, &wrong, &"x".repeat(43)).await,
        400,
        "invalid-request",
    );
    assert_code(
        &exchange(&emulator, &wrong, VERIFIER).await,
        400,
        "invalid-request",
    );
    let late = code(&emulator).await;
    emulator.advance(Duration::from_secs(300));
    assert_code(
        &exchange(&emulator, &late, VERIFIER).await,
        400,
        "invalid-request",
    );
    assert_code(
        &exchange(&emulator, &late, "short").await,
        400,
        "schema-validation-error",
    );
}

#[tokio::test]
async fn older_servers_refuse_the_challenge_as_unknown() {
    let emulator = Emulator::start().await.unwrap();
    let body = json!({ "email": ADA.email, "codeChallenge": CHALLENGE });
    let page = post(&emulator, "/signin/passwordless/email", &body).await;
    assert!(text(&page.json(), "reason").ends_with("property \"codeChallenge\" is unsupported"));
    emulator.change(|settings| settings.nhost.dialect = Dialect::L2);
    let short = json!({ "email": ADA.email, "codeChallenge": "x" });
    let page = post(&emulator, "/signin/passwordless/email", &short).await;
    assert_code(&page, 400, "schema-validation-error");
}

#[tokio::test]
async fn an_address_that_is_taken_has_another_name_here() {
    let emulator = newest().await;
    let body = json!({ "email": ADA.email, "password": "lantern-Orchid-43" });
    let page = post(&emulator, "/signup/email-password", &body).await;
    assert_code(&page, 409, "user-already-exists");
}
