use std::time::Duration;

use super::*;
use crate::BOB;

const BACK: &str = "dev.latchkey.accounts://demo-nhost/verified?x=1#frag";

async fn ask(emulator: &Emulator, body: Value) -> Page {
    post(emulator, "/user/email/send-verification-email", &body).await
}

/// Asks for a mail to Bob and returns its link.
async fn link(emulator: &Emulator) -> String {
    let page = ask(
        emulator,
        json!({ "email": BOB.email, "options": { "redirectTo": BACK } }),
    )
    .await;
    assert_eq!((page.status, page.body.as_str()), (200, "\"OK\""));
    emulator.outbox().pop().unwrap().link.unwrap()
}

async fn follow(link: &str) -> String {
    let page = Visitor::default().get(link).await.unwrap();
    assert_eq!(page.status, 302, "{}", page.body);
    page.location().unwrap().to_owned()
}

#[tokio::test]
async fn following_the_link_verifies_the_address_and_signs_in() {
    let emulator = Emulator::start().await.unwrap();

    let location = follow(&link(&emulator).await).await;

    let refresh_token = location
        .split_once("refreshToken=")
        .unwrap()
        .1
        .split('&')
        .next()
        .unwrap();
    let expected = format!(
        "dev.latchkey.accounts://demo-nhost/verified?refreshToken={refresh_token}&type=verifyEmail&x=1#frag"
    );
    assert_eq!(location, expected);
    let session = post(
        &emulator,
        "/token",
        &json!({ "refreshToken": refresh_token }),
    )
    .await
    .json();
    assert_eq!(
        (&session["user"]["email"], &session["user"]["emailVerified"]),
        (&json!(BOB.email), &json!(true))
    );
}

#[tokio::test]
async fn a_link_works_once_and_a_newer_one_kills_it() {
    let emulator = Emulator::start().await.unwrap();
    let first = link(&emulator).await;
    let second = link(&emulator).await;
    let refused = "dev.latchkey.accounts://demo-nhost/verified?error=invalid-ticket&errorDescription=Invalid+ticket&x=1#frag";

    assert_eq!(follow(&first).await, refused);
    assert!(follow(&second).await.contains("refreshToken="));
    assert_eq!(follow(&second).await, refused);
}

#[tokio::test]
async fn a_link_ends_after_thirty_days() {
    let emulator = Emulator::start().await.unwrap();
    let link = link(&emulator).await;

    emulator.advance(Duration::from_secs(30 * 86_400));

    assert!(follow(&link).await.contains("error=invalid-ticket"));
}

#[tokio::test]
async fn links_without_a_ticket_or_to_elsewhere_are_refused_as_recorded() {
    let emulator = Emulator::start().await.unwrap();
    let verify = format!("{}/verify", emulator.nhost_url());

    let bare = Visitor::default().get(&verify).await.unwrap();
    let elsewhere = follow(&format!(
        "{verify}?ticket=verifyEmail%3Ax&redirectTo=https%3A%2F%2Fevil.example"
    ))
    .await;

    assert_eq!(
        (bare.status, bare.json()),
        (
            400,
            json!({ "msg": "Query argument ticket is required, but not found" })
        )
    );
    let client = emulator.settings().nhost.client_url;
    let expected = format!(
        "{client}?error=redirectTo-not-allowed&errorDescription=The+value+of+%22options.redirectTo%22+is+not+allowed."
    );
    assert_eq!(elsewhere, expected);
    let page = Visitor::default().get(&elsewhere).await.unwrap();
    assert!(page.body.contains("That did not work"));
}

#[tokio::test]
async fn mails_are_refused_to_the_verified_the_unknown_and_elsewhere() {
    let emulator = Emulator::start().await.unwrap();

    let verified = ask(&emulator, json!({ "email": ADA.email })).await;
    let unknown = ask(&emulator, json!({ "email": "nobody@example.com" })).await;
    let elsewhere = ask(
        &emulator,
        json!({ "email": BOB.email, "options": { "redirectTo": "https://evil.example" } }),
    )
    .await;

    assert_refused(
        &verified,
        400,
        "email-already-verified",
        "User's email is already verified",
    );
    assert_refused(
        &unknown,
        401,
        "invalid-email-password",
        "Incorrect email or password",
    );
    assert_eq!(elsewhere.json()["error"], "redirectTo-not-allowed");
    assert!(emulator.outbox().is_empty());
}
