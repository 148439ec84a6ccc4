//! `auth0` 2.44.1: codes and links in place of a password.

use emulator::Emulator;
use serde_json::{Value, json};

use super::{
    World,
    given::{arguments, post},
    ours::{Ours, legacy, passwordless},
    outcome::Expected::{Answer, Misuse, Nameless, Refusal, Tokens},
};

const EMAIL: &str = "mira@example.com";
const NUMBER: &str = "+4915198765432";

#[tokio::test]
pub(super) async fn a_code_or_a_link_is_mailed() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    for (call, sends, is_link) in [
        ("requestEmailCode", None, false),
        ("requestMagicLink", None, true),
        ("passwordless.sendEmail", Some("code"), false),
        ("passwordless.sendEmail", Some("link"), true),
    ] {
        let about = |email: &str| match sends {
            Some(sends) => arguments(json!([{ "email": email, "send": sends }])),
            None => arguments(json!([{ "email": email, "authParams": { "scope": "openid" } }])),
        };
        let ours = async |ours: &Ours, given: &Value| {
            if is_link {
                passwordless::request_magic_link(ours, given).await
            } else {
                passwordless::request_email_code(ours, given).await
            }
        };
        let sent = Answer(json!({ "email": EMAIL }));
        world.both(call, about(EMAIL), ours, sent).await;
        let mail = world.emulator.outbox().pop().unwrap();
        assert_eq!(
            (mail.link.is_some(), mail.code.is_none()),
            (is_link, is_link)
        );

        world
            .both(call, about("mira"), ours, Refusal(400, "bad.email"))
            .await;
        world.vendor(call, about(""), Misuse).await;
    }
    let undecided = arguments(json!([{ "email": EMAIL }]));
    world
        .vendor("passwordless.sendEmail", undecided, Misuse)
        .await;
}

#[tokio::test]
pub(super) async fn a_code_is_texted() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let ours = passwordless::request_sms_code;
    for call in ["requestSMSCode", "passwordless.sendSMS"] {
        let to = |number: &str| arguments(json!([{ "phone_number": number }]));
        let sent = Answer(json!({ "phone_number": NUMBER }));
        world.both(call, to(NUMBER), ours, sent).await;
        assert!(world.emulator.last_code(NUMBER).is_some(), "{call}");

        world
            .both(
                call,
                to("0151 98765432"),
                ours,
                Refusal(400, "bad.phone_number"),
            )
            .await;
        world.vendor(call, to(""), Misuse).await;
    }
}

#[tokio::test]
pub(super) async fn a_mailed_code_signs_in() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let mailed =
        async |emulator: &Emulator| json!([{ "email": EMAIL, "otp": mail(emulator).await }]);
    let call = "verifyEmailCode";
    // This client asks for `openid` alone, so that nothing but who it is comes back.
    world
        .both(call, mailed, passwordless::verify_email_code, Nameless)
        .await;

    let typed = async |emulator: &Emulator| {
        mail(emulator).await;
        json!([{ "email": EMAIL, "otp": "never sent" }])
    };
    world
        .both(
            call,
            typed,
            passwordless::verify_email_code,
            Refusal(403, "invalid_grant"),
        )
        .await;

    let call = "passwordless.signIn";
    let with_scope = async |emulator: &Emulator| {
        json!([{
            "username": EMAIL,
            "otp": mail(emulator).await,
            "realm": "email",
            "scope": "openid email",
        }])
    };
    world
        .both(
            call,
            with_scope,
            passwordless::verify_email_code,
            Tokens(EMAIL),
        )
        .await;
    world
        .vendor(call, arguments(json!([{ "otp": "1" }])), Misuse)
        .await;
}

/// The two ways of one method: today's grant, and the endpoint that came before it.
#[tokio::test]
pub(super) async fn a_texted_code_signs_in_in_two_ways() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    for call in ["verifySMSCode", "passwordless.signIn"] {
        for (member, status, word) in [
            ("otp", 403, "invalid_grant"),
            ("password", 401, "invalid_user_password"),
        ] {
            let ours = async |ours: &Ours, given: &Value| {
                if member == "otp" {
                    passwordless::verify_sms_code(ours, given).await
                } else {
                    legacy::sign_in(ours, given).await
                }
            };
            let right = async |emulator: &Emulator| json!([{ "username": NUMBER, member: text(emulator).await }]);
            world.both(call, right, ours, Nameless).await;

            let wrong = async |emulator: &Emulator| {
                text(emulator).await;
                json!([{ "username": NUMBER, member: "never sent" }])
            };
            world.both(call, wrong, ours, Refusal(status, word)).await;
        }
    }
}

async fn mail(emulator: &Emulator) -> String {
    send(
        emulator,
        json!({ "connection": "email", "email": EMAIL, "send": "code" }),
    )
    .await;

    emulator.last_code(EMAIL).unwrap()
}

async fn text(emulator: &Emulator) -> String {
    send(
        emulator,
        json!({ "connection": "sms", "phone_number": NUMBER }),
    )
    .await;

    emulator.last_code(NUMBER).unwrap()
}

async fn send(emulator: &Emulator, mut body: Value) {
    body["client_id"] = emulator.client_id().into();
    post(emulator, "/passwordless/start", &body).await;
}
