//! What a tenant does about those who guess, and about passwords it does not like.

use std::time::Duration;

use super::*;
use crate::{BOB, NOOR};

const REALM: &str = "http://auth0.com/oauth/grant-type/password-realm";
const CONNECTION: &str = "Username-Password-Authentication";

async fn by_password(emulator: &Emulator, email: &str, password: &str) -> Page {
    let fields = [
        ("grant_type", REALM),
        ("client_id", emulator.client_id()),
        ("realm", CONNECTION),
        ("username", email),
        ("password", password),
        ("scope", SCOPE),
    ];
    let url = format!("{}/oauth/token", emulator.auth0_url());
    Visitor::default().post_form(&url, &fields).await.unwrap()
}

#[tokio::test]
async fn ten_wrong_passwords_block_an_account_until_its_owner_follows_the_mail() {
    let emulator = Emulator::start().await.unwrap();
    for _ in 0..10 {
        let wrong = by_password(&emulator, BOB.email, "guess").await;
        assert_refused(&wrong, 403, "invalid_grant", "Wrong email or password.");
    }

    let blocked = by_password(&emulator, BOB.email, BOB.password).await;
    let link = emulator.outbox().pop().unwrap().link.unwrap();
    let unblocked = Visitor::default().get(&link).await.unwrap();
    let again = Visitor::default().get(&link).await.unwrap();
    let signed_in = by_password(&emulator, BOB.email, BOB.password).await;

    assert_eq!(
        (blocked.status, &blocked.json()["error"]),
        (429, &json!("too_many_attempts"))
    );
    let description = blocked.json()["error_description"].to_string();
    assert!(
        description.contains("We've sent you an email"),
        "{description}"
    );
    assert_eq!(emulator.outbox().len(), 1);
    assert_eq!((unblocked.status, again.status), (200, 400));
    assert_eq!(signed_in.status, 200, "{}", signed_in.body);
}

#[tokio::test]
async fn somebody_who_tries_account_after_account_is_stopped_without_a_mail() {
    let emulator = Emulator::start().await.unwrap();
    for number in 0..100 {
        by_password(&emulator, &format!("user{number}@example.com"), "guess").await;
    }

    let stopped = by_password(&emulator, ADA.email, ADA.password).await;
    emulator.advance(Duration::from_secs(864));
    let later = by_password(&emulator, ADA.email, ADA.password).await;

    assert_eq!(
        (stopped.status, &stopped.json()["error"]),
        (429, &json!("too_many_attempts"))
    );
    let description = stopped.json()["error_description"].to_string();
    assert!(
        description.contains("suspicious login behavior"),
        "{description}"
    );
    assert!(emulator.outbox().is_empty());
    assert_eq!(later.status, 200);
}

#[tokio::test]
async fn a_password_from_a_breach_is_refused_everywhere() {
    let emulator = Emulator::start().await.unwrap();
    let breached = vec![ADA.password.to_owned()];
    emulator.change(|settings| settings.auth0.breached_passwords = breached);

    let page = by_password(&emulator, ADA.email, ADA.password).await;
    let url = authorize_url(&emulator, &[]);
    let hosted = emulator
        .visitor()
        .sign_in(&url, ADA.email, ADA.password)
        .await;

    assert_eq!(
        (page.status, &page.json()["error"]),
        (401, &json!("password_leaked"))
    );
    assert!(hosted.is_err(), "stays on the page");
}

#[tokio::test]
async fn an_address_that_nobody_verified_can_be_asked_for_first() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.require_verified_email = true);

    let page = by_password(&emulator, BOB.email, BOB.password).await;
    let url = authorize_url(&emulator, &[]);
    let callback = emulator
        .visitor()
        .sign_in(&url, BOB.email, BOB.password)
        .await
        .unwrap();
    let verified = by_password(&emulator, ADA.email, ADA.password).await;

    let text = "Please verify your email before logging in.";
    assert_refused(&page, 401, "requires_verification", text);
    assert_eq!(
        parameter(&callback, "error").as_deref(),
        Some("unauthorized")
    );
    assert_eq!(verified.status, 200);
}

#[tokio::test]
async fn a_blocked_person_is_told_so_by_every_grant() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change_auth0_user(BOB.email, |user| user.blocked = true);

    let page = by_password(&emulator, BOB.email, BOB.password).await;

    assert_refused(&page, 403, "unauthorized", "user is blocked");
}

#[tokio::test]
async fn wrong_codes_run_out_and_come_back_one_in_six_minutes() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.require_second_factor = true);
    let attempt = async |code: &str| {
        let required = by_password(&emulator, NOOR.email, NOOR.password).await;
        let fields = [
            ("grant_type", "http://auth0.com/oauth/grant-type/mfa-otp"),
            ("client_id", emulator.client_id()),
            ("mfa_token", text(&required.json(), "mfa_token")),
            ("otp", code),
        ]
        .map(|(name, value)| (name, value.to_owned()));
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let url = format!("{}/oauth/token", emulator.auth0_url());
        Visitor::default().post_form(&url, &fields).await.unwrap()
    };
    for _ in 0..10 {
        attempt("x").await;
    }

    let right = emulator.totp_code(NOOR.email).unwrap();
    let exhausted = attempt(&right).await;
    emulator.advance(Duration::from_secs(360));
    let wrong = attempt("x").await;
    let again = attempt("x").await;
    emulator.advance(Duration::from_secs(360));
    let right = emulator.totp_code(NOOR.email).unwrap();
    let done = attempt(&right).await;

    assert_eq!(
        (exhausted.status, &exhausted.json()["error"]),
        (429, &json!("too_many_attempts"))
    );
    assert_eq!((wrong.status, again.status), (403, 429));
    assert_eq!(done.status, 200, "{}", done.body);
}

#[tokio::test]
async fn text_messages_run_out_and_come_back_one_an_hour() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.require_second_factor = true);
    let challenge = async || {
        let required = by_password(&emulator, ADA.email, ADA.password).await.json();
        let fields = [
            ("client_id", emulator.client_id()),
            ("mfa_token", text(&required, "mfa_token")),
            ("challenge_type", "oob"),
        ];
        let url = format!("{}/mfa/challenge", emulator.auth0_url());
        Visitor::default().post_form(&url, &fields).await.unwrap()
    };
    for _ in 0..10 {
        assert_eq!(challenge().await.status, 200);
    }

    let eleventh = challenge().await;
    let enrolment = my_account_token_without_factor(&emulator).await;
    emulator.advance(Duration::from_secs(3600));
    let later = challenge().await;

    assert_eq!(
        (eleventh.status, &eleventh.json()["error"]),
        (429, &json!("too_many_attempts"))
    );
    assert_eq!(enrolment.status, 429, "{}", enrolment.body);
    assert_eq!((later.status, emulator.outbox().len()), (200, 11));
}

/// Asks My Account for a text message to a new number, which counts as well.
async fn my_account_token_without_factor(emulator: &Emulator) -> Page {
    emulator.change(|settings| settings.auth0.require_second_factor = false);
    let token = my_account_token(emulator, &ADA, "create:me:authentication_methods").await;
    emulator.change(|settings| settings.auth0.require_second_factor = true);
    let authorization = format!("Bearer {token}");
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
    ];
    let url = format!("{}/me/v1/authentication-methods", emulator.auth0_url());
    let body = r#"{"type":"phone","phone_number":"+33612345678"}"#;
    let mut visitor = Visitor::default();
    visitor.send("POST", &url, &headers, body).await.unwrap()
}

#[tokio::test]
async fn a_new_password_by_mail_ends_every_session() {
    let emulator = Emulator::start().await.unwrap();
    let before = by_password(&emulator, BOB.email, BOB.password).await.json();
    let url = format!("{}/u/reset-password/request", emulator.auth0_url());
    let mut visitor = emulator.visitor();
    visitor
        .post_form(&url, &[("email", BOB.email)])
        .await
        .unwrap();
    let link = emulator.outbox().pop().unwrap().link.unwrap();
    let ticket = parameter(&link, "ticket").unwrap();
    let change = format!("{}/u/reset-password", emulator.auth0_url());

    let shown = visitor.get(&link).await.unwrap();
    let weak = [("ticket", ticket.as_str()), ("password", "weak")];
    let weak = visitor.post_form(&change, &weak).await.unwrap();
    let strong = [("ticket", ticket.as_str()), ("password", "quiet-River-93")];
    let done = visitor.post_form(&change, &strong).await.unwrap();
    let again = visitor.post_form(&change, &strong).await.unwrap();

    assert_eq!((shown.status, weak.status), (200, 400));
    assert_eq!((done.status, again.status), (200, 400));
    let old = refresh(&emulator, text(&before, "refresh_token"), &[]).await;
    assert_refused(
        &old,
        403,
        "invalid_grant",
        "Unknown or invalid refresh token.",
    );
    assert_eq!(
        by_password(&emulator, BOB.email, BOB.password).await.status,
        403
    );
    assert_eq!(
        by_password(&emulator, BOB.email, "quiet-River-93")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn wrong_codes_on_the_hosted_page_count_with_the_others() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.require_second_factor = true);
    let url = authorize_url(&emulator, &[]);
    let come_with = async |code: &str| {
        let mut visitor = emulator.visitor();
        visitor
            .sign_in_with_code(&url, NOOR.email, NOOR.password, code)
            .await
    };
    for _ in 0..10 {
        assert!(come_with("x").await.is_err(), "stays on the page");
    }

    let right = emulator.totp_code(NOOR.email).unwrap();
    let exhausted = come_with(&right).await;
    emulator.advance(Duration::from_secs(360));
    let right = emulator.totp_code(NOOR.email).unwrap();
    let later = come_with(&right).await.unwrap();

    assert!(exhausted.is_err());
    assert!(parameter(&later, "code").is_some());
}

#[tokio::test]
async fn a_page_that_cannot_send_another_text_message_says_so() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.require_second_factor = true);
    let url = authorize_url(&emulator, &[]);
    for _ in 0..10 {
        let mut visitor = emulator.visitor();
        let typed = visitor.sign_in_with_code(&url, ADA.email, ADA.password, "x");
        assert!(typed.await.is_err());
    }
    let sent = emulator.outbox().len();

    let mut visitor = emulator.visitor();
    let login = visitor.get(&url).await.unwrap();
    let state = parameter(
        &format!("http://tenant{}", login.location().unwrap()),
        "state",
    )
    .unwrap();
    let fields = [
        ("state", state.as_str()),
        ("username", ADA.email),
        ("password", ADA.password),
    ];
    let origin = emulator.auth0_url();
    let page = visitor
        .post_form(&format!("{origin}/u/login"), &fields)
        .await
        .unwrap();
    let page = visitor
        .get(&format!("{origin}{}", page.location().unwrap()))
        .await
        .unwrap();

    assert_eq!((sent, emulator.outbox().len()), (10, 10));
    assert_eq!(page.status, 429);
    assert!(page.body.contains("Too many codes"));
}
