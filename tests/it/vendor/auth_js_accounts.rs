//! `@auth0/auth0-auth-js`: passwords and codes, without a browser.

use emulator::{ADA, Emulator};
use serde_json::{Value, json};

use super::{
    CONNECTION, World,
    given::{SCOPE, allow_passwords, arguments, post},
    ours::{self, database, passwordless},
    outcome::Expected::{Answer, Misuse, Nameless, Refusal, Tokens},
};

const SCRIPT: &str = "auth0-auth-js.js";

#[tokio::test]
async fn a_password_signs_in_and_up() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let somebody = |password: &str, is_granted: bool| {
        let given = json!([{ "username": ADA.email, "password": password, "scope": SCOPE }]);
        async move |emulator: &Emulator| {
            if is_granted {
                allow_passwords(emulator);
            }
            given.clone()
        }
    };
    let call = "getTokenByPassword";
    world
        .both(
            call,
            somebody(ADA.password, true),
            ours::password_grant,
            Tokens(ADA.email),
        )
        .await;
    let wrong = somebody("lantern", true);
    world
        .both(
            call,
            wrong,
            ours::password_grant,
            Refusal(403, "invalid_grant"),
        )
        .await;
    let not_granted = somebody(ADA.password, false);
    world
        .both(
            call,
            not_granted,
            ours::password_grant,
            Refusal(403, "unauthorized_client"),
        )
        .await;

    let email = "mira@example.com";
    let newcomer = |email: &str| {
        arguments(
            json!([{ "email": email, "password": "window-Saffron-61", "connection": CONNECTION }]),
        )
    };
    let call = "database.signUp";
    let created = Answer(json!({ "email": email, "email_verified": false }));
    world
        .both(call, newcomer(email), database::sign_up, created)
        .await;
    world
        .both(
            call,
            newcomer(ADA.email),
            database::sign_up,
            Refusal(400, "invalid_signup"),
        )
        .await;
    world.vendor(call, newcomer(""), Misuse).await;

    let call = "database.changePassword";
    let about =
        |connection: &str| arguments(json!([{ "email": ADA.email, "connection": connection }]));
    let sentence = "We've just sent you an email to reset your password.";
    world
        .both(
            call,
            about(CONNECTION),
            database::request_change_password_email,
            Answer(sentence.into()),
        )
        .await;
    world
        .both(
            call,
            about("nowhere"),
            database::request_change_password_email,
            Refusal(400, "invalid_request"),
        )
        .await;
}

#[tokio::test]
async fn codes_are_sent_and_sign_in() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let email = "mira@example.com";
    let sent = Answer(Value::Null);
    let to = arguments(json!([{ "email": email }]));
    world
        .both(
            "passwordless.sendEmail",
            to,
            passwordless::request_email_code,
            sent.clone(),
        )
        .await;
    let to = arguments(json!([{ "phoneNumber": "+4915198765432" }]));
    world
        .both(
            "passwordless.sendSms",
            to,
            passwordless::request_sms_code,
            sent,
        )
        .await;
    let to = arguments(json!([{ "email": "mira" }]));
    world
        .both(
            "passwordless.sendEmail",
            to,
            passwordless::request_email_code,
            Refusal(400, "bad.email"),
        )
        .await;

    let mailed = async |emulator: &Emulator| {
        let body = json!({
            "client_id": emulator.client_id(),
            "connection": "email",
            "email": email,
            "send": "code",
        });
        post(emulator, "/passwordless/start", &body).await;
        json!([{ "email": email, "code": emulator.last_code(email), "scope": "openid email" }])
    };
    let call = "getTokenByPasswordlessEmail";
    world
        .both(call, mailed, passwordless::verify_email_code, Tokens(email))
        .await;
    let never_sent = arguments(json!([{ "email": email, "code": "never sent" }]));
    world
        .both(
            call,
            never_sent,
            passwordless::verify_email_code,
            Refusal(403, "invalid_grant"),
        )
        .await;
}

#[tokio::test]
async fn a_texted_code_signs_in() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let number = "+4915198765432";
    let call = "getTokenByPasswordlessSms";
    let texted = async |emulator: &Emulator| {
        let body = json!({
            "client_id": emulator.client_id(),
            "connection": "sms",
            "phone_number": number,
        });
        post(emulator, "/passwordless/start", &body).await;
        json!([{ "phoneNumber": number, "code": emulator.last_code(number), "scope": "openid" }])
    };
    world
        .both(call, texted, passwordless::verify_sms_code, Nameless)
        .await;
    let never_sent = arguments(json!([{ "phoneNumber": number, "code": "never sent" }]));
    world
        .both(
            call,
            never_sent,
            passwordless::verify_sms_code,
            Refusal(403, "invalid_grant"),
        )
        .await;
}
