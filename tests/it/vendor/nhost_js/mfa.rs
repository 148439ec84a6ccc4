use emulator::{ADA, Emulator};
use serde_json::{Value, json};

use super::{
    Project,
    given::{asked, asked_by, by, post, token},
};
use crate::vendor::outcome::Expected::{Answer, Refusal, Tokens};

/// The authenticator app.
pub(super) async fn rows(project: &mut Project) {
    let call = "changeUserMfa";
    project
        .both(call, asked_by(&ADA, Value::Null), Answer(json!({})))
        .await;
    let off = async |emulator: &Emulator| {
        emulator.change(|settings| settings.nhost.mfa_enabled = false);
        by(&token(emulator, &ADA).await, Value::Null)
    };
    project
        .both(call, off, Refusal(409, "disabled-endpoint"))
        .await;

    let call = "verifyChangeUserMfa";
    let with = |kind: &'static str, code: Option<&'static str>| {
        async move |emulator: &Emulator| {
            let (token, right) = prepared(emulator, kind.is_empty()).await;
            let code = code.map_or(right, str::to_owned);
            by(&token, json!({ "code": code, "activeMfaType": kind }))
        }
    };
    project
        .both(call, with("totp", None), Answer("OK".into()))
        .await;
    project
        .both(call, with("", None), Answer("OK".into()))
        .await;
    for kind in ["totp", ""] {
        let wrong = with(kind, Some("000000"));
        project
            .both(call, wrong, Refusal(401, "invalid-totp"))
            .await;
    }
    let nothing = |kind: &str| asked_by(&ADA, json!({ "code": "123456", "activeMfaType": kind }));
    project
        .both(call, nothing("totp"), Refusal(400, "no-totp-secret"))
        .await;
    project
        .both(call, nothing(""), Refusal(401, "disabled-mfa-totp"))
        .await;

    let with_password = async |emulator: &Emulator| {
        prepared(emulator, true).await;
        json!({ "given": [{ "email": ADA.email, "password": ADA.password }] })
    };
    let challenge = Answer(json!({ "session": Value::Null }));
    project
        .both("signInEmailPassword", with_password, challenge)
        .await;

    second_step(project).await;
}

async fn second_step(project: &mut Project) {
    let call = "verifySignInMfaTotp";
    let with = |code: Option<&'static str>| {
        async move |emulator: &Emulator| {
            let (_, right) = prepared(emulator, true).await;
            let body = json!({ "email": ADA.email, "password": ADA.password });
            let answer = post(emulator, "/signin/email-password", None, body).await;
            let ticket = &answer["mfa"]["ticket"];
            json!({ "given": [{ "ticket": ticket, "otp": code.map_or(right, str::to_owned) }] })
        }
    };
    project.both(call, with(None), Tokens(ADA.email)).await;
    let wrong = with(Some("000000"));
    project
        .both(call, wrong, Refusal(401, "invalid-totp"))
        .await;
    let ticket = "mfaTotp:00000000-0000-4000-8000-000000000000";
    let unknown = asked(json!({ "ticket": ticket, "otp": "123456" }));
    project
        .both(call, unknown, Refusal(401, "invalid-ticket"))
        .await;
}

/// Ada's access token and what her app shows, which is in use or only set up.
async fn prepared(emulator: &Emulator, is_in_use: bool) -> (String, String) {
    let token = token(emulator, &ADA).await;
    let bearer = format!("Bearer {token}");
    let url = format!("{}/mfa/totp/generate", emulator.nhost_url());
    let headers = [("authorization", bearer.as_str())];
    let generated = emulator.visitor().send("GET", &url, &headers, "").await;
    assert_eq!(generated.unwrap().status, 200);
    let code = emulator.nhost_totp_code(ADA.email).unwrap();
    if is_in_use {
        let body = json!({ "code": code, "activeMfaType": "totp" });
        let answer = post(emulator, "/user/mfa", Some(&token), body).await;
        assert_eq!(answer, "OK");
    }

    (token, code)
}
