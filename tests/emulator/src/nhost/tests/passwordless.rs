use std::time::Duration;

use super::*;
use crate::{BOB, Channel, Dialect};

#[tokio::test]
async fn a_code_from_a_mail_signs_in_and_verifies_the_address() {
    let emulator = Emulator::start().await.unwrap();

    let sent = post(
        &emulator,
        "/signin/otp/email",
        &json!({ "email": BOB.email }),
    )
    .await;
    assert_ok(&sent);
    let code = emulator.last_code(BOB.email).unwrap();
    let wrong = json!({ "email": BOB.email, "otp": "000000x" });
    let refused = post(&emulator, "/signin/otp/email/verify", &wrong).await;
    let right = json!({ "email": BOB.email, "otp": code });
    let page = post(&emulator, "/signin/otp/email/verify", &right).await;
    let again = post(&emulator, "/signin/otp/email/verify", &right).await;

    assert_code(&refused, 401, "invalid-ticket");
    assert_eq!(page.json()["session"]["user"]["emailVerified"], true);
    assert_code(&again, 401, "invalid-ticket");
}

#[tokio::test]
async fn a_code_ends_after_an_hour_and_with_anything_else_that_is_sent() {
    let emulator = Emulator::start().await.unwrap();
    let ask = json!({ "email": ADA.email });
    post(&emulator, "/signin/otp/email", &ask).await;
    let killed = emulator.last_code(ADA.email).unwrap();
    post(&emulator, "/user/password/reset", &ask).await;
    let verify = |code: String| json!({ "email": ADA.email, "otp": code });
    let page = post(&emulator, "/signin/otp/email/verify", &verify(killed)).await;
    assert_code(&page, 401, "invalid-ticket");

    post(&emulator, "/signin/otp/email", &ask).await;
    let late = emulator.last_code(ADA.email).unwrap();
    emulator.advance(Duration::from_secs(3600));
    let page = post(&emulator, "/signin/otp/email/verify", &verify(late)).await;
    assert_code(&page, 401, "invalid-ticket");
}

#[tokio::test]
async fn somebody_unknown_is_added_unless_nobody_new_is_let_in() {
    let emulator = Emulator::start().await.unwrap();
    let ask = |email: &str| json!({ "email": email, "options": { "displayName": "Zoe" } });

    assert_ok(
        &post(
            &emulator,
            "/signin/passwordless/email",
            &ask("zoe@example.com"),
        )
        .await,
    );
    let link = emulator.outbox().pop().unwrap().link.unwrap();
    let token = parameter(&led_to(&link).await, "refreshToken").unwrap();
    let session = post(&emulator, "/token", &json!({ "refreshToken": token })).await;
    assert_eq!(session.json()["user"]["displayName"], "Zoe");

    emulator.change(|settings| settings.nhost.auto_signup_disabled = true);
    assert_ok(&post(&emulator, "/signin/otp/email", &ask("yan@example.com")).await);
    emulator.change(|settings| settings.nhost.dialect = Dialect::L2);
    let refused = post(&emulator, "/signin/otp/email", &ask("xan@example.com")).await;
    assert_code(&refused, 403, "signup-disabled");
    assert_ok(&post(&emulator, "/signup/otp/email", &ask("xan@example.com")).await);
    emulator.change(|settings| settings.nhost.signup_disabled = true);
    let refused = post(&emulator, "/signup/otp/email", &ask("wan@example.com")).await;
    assert_code(&refused, 403, "signup-disabled");
    assert_ok(&post(&emulator, "/signin/otp/email", &ask(ADA.email)).await);
}

#[tokio::test]
async fn older_servers_have_no_paths_for_signing_up_without_a_password() {
    let emulator = Emulator::start().await.unwrap();
    for path in [
        "/signup/otp/email",
        "/signup/passwordless/email",
        "/signup/passwordless/sms",
        "/signup/idtoken",
        "/token/exchange",
    ] {
        let page = post(&emulator, path, &json!({})).await;
        assert_eq!(
            (page.status, page.body.as_str()),
            (404, "404 page not found"),
            "{path}"
        );
    }
    let page = Visitor::default()
        .get(&format!("{}/signup/provider/github", emulator.nhost_url()))
        .await
        .unwrap();
    assert_eq!(page.status, 404);
}

#[tokio::test]
async fn a_magic_link_signs_in_once_and_passes_the_second_factor_by() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change_nhost_user(ADA.email, |ada| ada.totp_active = true);
    let back = "dev.latchkey.accounts://demo-nhost/in?x=1#frag";
    let ask = json!({ "email": ADA.email, "options": { "redirectTo": back } });
    assert_ok(&post(&emulator, "/signin/passwordless/email", &ask).await);
    let mail = emulator.outbox().pop().unwrap();
    assert_eq!(mail.headers["X-Email-Template"], "signin-passwordless");
    let link = mail.link.unwrap();
    assert_eq!(parameter(&link, "type").unwrap(), "signinPasswordless");

    let first = led_to(&link).await;
    let second = led_to(&link).await;

    assert_eq!(parameter(&first, "type").unwrap(), "passwordlessEmail");
    assert!(parameter(&first, "refreshToken").is_some() && first.ends_with("&x=1#frag"));
    assert_eq!(parameter(&second, "error").unwrap(), "invalid-ticket");
}

#[tokio::test]
async fn a_code_from_a_text_message_signs_in_for_five_minutes() {
    let emulator = Emulator::start().await.unwrap();
    let number = "+12025550123";
    let ask = json!({ "phoneNumber": number });
    let verify = |code: &str| json!({ "phoneNumber": number, "otp": code });

    assert_ok(&post(&emulator, "/signin/passwordless/sms", &ask).await);
    let message = emulator.outbox().pop().unwrap();
    assert_eq!(
        (message.channel, message.to.as_str()),
        (Channel::Sms, number)
    );
    let code = message.code.unwrap();
    let wrong = post(&emulator, "/signin/passwordless/sms/otp", &verify("1")).await;
    let page = post(&emulator, "/signin/passwordless/sms/otp", &verify(&code)).await;
    assert_code(&wrong, 400, "invalid-otp");
    let user = page.json()["session"]["user"].clone();
    assert_eq!(
        (&user["phoneNumber"], &user["phoneNumberVerified"]),
        (&json!(number), &json!(true))
    );
    assert_eq!(
        (&user["displayName"], user.get("email")),
        (&json!(number), None)
    );

    post(&emulator, "/signin/passwordless/sms", &ask).await;
    let code = emulator.last_code(number).unwrap();
    emulator.advance(Duration::from_secs(300));
    emulator.change(|settings| settings.nhost.dialect = Dialect::L0);
    let late = post(&emulator, "/signin/passwordless/sms/otp", &verify(&code)).await;
    assert_code(&late, 400, "invalid-request");
}

#[tokio::test]
async fn a_message_that_cannot_be_sent_is_told() {
    let emulator = Emulator::start().await.unwrap();
    let ask = |number: &str| json!({ "phoneNumber": number });
    let nonsense = post(&emulator, "/signin/passwordless/sms", &ask("call me")).await;
    emulator.change(|settings| settings.nhost.sms_fails = true);
    let fails = post(&emulator, "/signin/passwordless/sms", &ask("+12025550123")).await;
    assert_code(&nonsense, 400, "cannot-send-sms");
    assert_code(&fails, 400, "cannot-send-sms");
    assert!(emulator.outbox().is_empty());
}

#[tokio::test]
async fn what_is_switched_off_says_so() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| {
        settings.nhost.otp_email_enabled = false;
        settings.nhost.email_passwordless_enabled = false;
        settings.nhost.sms_passwordless_enabled = false;
    });
    let email = json!({ "email": ADA.email });
    let number = json!({ "phoneNumber": "+12025550123" });
    let otp = json!({ "email": ADA.email, "otp": "123456" });
    for (path, body) in [
        ("/signin/otp/email", &email),
        ("/signin/otp/email/verify", &otp),
        ("/signin/passwordless/email", &email),
        ("/signin/passwordless/sms", &number),
    ] {
        let page = post(&emulator, path, body).await;
        assert_refused(&page, 409, "disabled-endpoint", "This endpoint is disabled");
    }
}

#[tokio::test]
async fn somebody_disabled_is_sent_nothing() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change_nhost_user(ADA.email, |ada| ada.disabled = true);
    let ask = json!({ "email": ADA.email });
    for path in ["/signin/otp/email", "/signin/passwordless/email"] {
        assert_code(&post(&emulator, path, &ask).await, 401, "disabled-user");
    }
    assert!(emulator.outbox().is_empty());
}
