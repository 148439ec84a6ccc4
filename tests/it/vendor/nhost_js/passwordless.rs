use emulator::{ADA, Emulator};
use serde_json::{Value, json};

use super::{
    NEWCOMER, Project,
    given::{anonymous, asked, asked_where, by, code, post, string},
};
use crate::vendor::outcome::Expected::{Answer, Nameless, Refusal, Tokens};

const NUMBER: &str = "+4915198765432";

/// Codes, links, and nobody at all.
pub(super) async fn rows(project: &mut Project) {
    sent(project).await;
    proven(project).await;
    nobody(project).await;
}

async fn sent(project: &mut Project) {
    let mail = || json!({ "email": NEWCOMER });
    let message = || json!({ "phoneNumber": NUMBER });
    let off = Refusal(409, "disabled-endpoint");
    let otp_off = |it: &mut emulator::NhostSettings| it.otp_email_enabled = false;
    let link_off = |it: &mut emulator::NhostSettings| it.email_passwordless_enabled = false;
    let sms_off = |it: &mut emulator::NhostSettings| it.sms_passwordless_enabled = false;
    let ok = || Answer("OK".into());

    let call = "signInOTPEmail";
    project.both(call, asked(mail()), ok()).await;
    project
        .both(call, asked_where(otp_off, mail()), off.clone())
        .await;
    let call = "signInPasswordlessEmail";
    project.both(call, asked(mail()), ok()).await;
    project
        .both(call, asked_where(link_off, mail()), off.clone())
        .await;
    let call = "signInPasswordlessSms";
    project.both(call, asked(message()), ok()).await;
    project
        .both(call, asked_where(sms_off, message()), off.clone())
        .await;
    let fails = asked_where(|it| it.sms_fails = true, message());
    project
        .both(call, fails, Refusal(400, "cannot-send-sms"))
        .await;

    // Ways of signing up alone, after the reference: our client signs in and up by one way.
    if project.is_newest() {
        let call = "signUpOTPEmail";
        project.vendor(call, asked(mail()), ok()).await;
        project
            .vendor(call, asked_where(otp_off, mail()), off.clone())
            .await;
        let call = "signUpPasswordlessEmail";
        project.vendor(call, asked(mail()), ok()).await;
        project
            .vendor(call, asked_where(link_off, mail()), off.clone())
            .await;
        let call = "signUpPasswordlessSms";
        project.vendor(call, asked(message()), ok()).await;
        project
            .vendor(call, asked_where(sms_off, message()), off)
            .await;
    }
}

async fn proven(project: &mut Project) {
    let call = "verifySignInOTPEmail";
    let mailed = async |emulator: &Emulator| {
        let body = json!({ "email": ADA.email });
        post(emulator, "/signin/otp/email", None, body).await;
        json!({ "given": [{ "email": ADA.email, "otp": code(emulator) }] })
    };
    project.both(call, mailed, Tokens(ADA.email)).await;
    let guessed = async |emulator: &Emulator| {
        let mut asked = mailed(emulator).await;
        asked["given"][0]["otp"] = other_than(&asked["given"][0]["otp"]);
        asked
    };
    let wrong = if project.is_newest() {
        Refusal(400, "invalid-otp")
    } else {
        Refusal(401, "invalid-ticket")
    };
    project.both(call, guessed, wrong).await;

    let call = "verifySignInPasswordlessSms";
    let texted = async |emulator: &Emulator| {
        let body = json!({ "phoneNumber": NUMBER });
        post(emulator, "/signin/passwordless/sms", None, body).await;
        json!({ "given": [{ "phoneNumber": NUMBER, "otp": code(emulator) }] })
    };
    project.both(call, texted, Nameless).await;
    let guessed = async |emulator: &Emulator| {
        let mut asked = texted(emulator).await;
        asked["given"][0]["otp"] = other_than(&asked["given"][0]["otp"]);
        asked
    };
    project
        .both(call, guessed, Refusal(400, "invalid-otp"))
        .await;
}

async fn nobody(project: &mut Project) {
    let call = "signInAnonymous";
    let named = json!({ "displayName": "Somebody" });
    project.both(call, asked(named.clone()), Nameless).await;
    let off = asked_where(|it| it.anonymous_users_enabled = false, named);
    project
        .both(call, off, Refusal(409, "disabled-endpoint"))
        .await;

    let call = "deanonymizeUser";
    for (method, password) in [
        ("email-password", Some(super::PASSWORD)),
        ("passwordless", None),
    ] {
        let body = |email: &str| {
            let mut body = json!({ "signInMethod": method, "email": email });
            if let Some(password) = password {
                body["password"] = password.into();
            }
            body
        };
        let with = |email: &'static str| {
            let body = body(email);
            async move |emulator: &Emulator| {
                by(
                    &string(&anonymous(emulator).await["accessToken"]),
                    body.clone(),
                )
            }
        };
        project
            .both(call, with(NEWCOMER), Answer("OK".into()))
            .await;
        let taken = Refusal(409, project.taken());
        project.both(call, with(ADA.email), taken).await;
        let somebody = super::given::asked_by(&ADA, body(NEWCOMER));
        project
            .both(call, somebody, Refusal(400, "user-not-anonymous"))
            .await;
    }
}

fn other_than(code: &Value) -> Value {
    if code == "123456" { "654321" } else { "123456" }.into()
}
