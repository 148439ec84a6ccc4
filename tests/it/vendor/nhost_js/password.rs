use emulator::ADA;
use serde_json::{Value, json};

use super::{
    NEWCOMER, PASSWORD, Project,
    given::{asked, asked_by, asked_where, in_link, post},
};
use crate::vendor::outcome::Expected::{Answer, Refusal, Tokens, Wordless};

/// Addresses with passwords.
pub(super) async fn rows(project: &mut Project) {
    sign_up(project).await;
    sign_in(project).await;
    change(project).await;
}

async fn sign_up(project: &mut Project) {
    let call = "signUpEmailPassword";
    let with = |email: &str, password: &str| json!({ "email": email, "password": password });
    let newcomer = with(NEWCOMER, PASSWORD);
    project
        .both(call, asked(newcomer.clone()), Tokens(NEWCOMER))
        .await;
    let mut named = newcomer.clone();
    named["options"] =
        json!({ "displayName": "Mira", "locale": "de", "metadata": { "team": "x" } });
    project.both(call, asked(named), Tokens(NEWCOMER)).await;

    let to_verify = asked_where(|it| it.verification_required = true, newcomer.clone());
    let no_session = Answer(json!({ "session": Value::Null }));
    project.both(call, to_verify, no_session).await;

    let taken = Refusal(409, project.taken());
    project
        .both(call, asked(with(ADA.email, PASSWORD)), taken)
        .await;
    let short = asked(with(NEWCOMER, "short"));
    project
        .both(call, short, Refusal(400, "password-too-short"))
        .await;
    let breached = asked(with(NEWCOMER, "password123"));
    project
        .both(call, breached, Refusal(400, "password-in-hibp-database"))
        .await;
    let closed = asked_where(|it| it.signup_disabled = true, newcomer.clone());
    project
        .both(call, closed, Refusal(403, "signup-disabled"))
        .await;
    let mut elsewhere = newcomer;
    elsewhere["options"] = json!({ "redirectTo": "https://evil.example/" });
    project
        .both(
            call,
            asked(elsewhere),
            Refusal(400, "redirectTo-not-allowed"),
        )
        .await;
    project
        .each(
            call,
            asked(with("mira", PASSWORD)),
            Wordless(400),
            Refusal(400, "invalid-request"),
        )
        .await;
}

async fn sign_in(project: &mut Project) {
    let call = "signInEmailPassword";
    let with = |password: &str| json!({ "email": ADA.email, "password": password });
    let right = with(ADA.password);
    project
        .both(call, asked(right.clone()), Tokens(ADA.email))
        .await;
    let wrong = Refusal(401, "invalid-email-password");
    project.both(call, asked(with("lantern")), wrong).await;
    let concealed = asked_where(|it| it.conceal_errors = true, with("lantern"));
    project
        .both(call, concealed, Refusal(400, "invalid-request"))
        .await;
    let bob = json!({ "email": emulator::BOB.email, "password": emulator::BOB.password });
    let unverified = asked_where(|it| it.verification_required = true, bob);
    project
        .both(call, unverified, Refusal(401, "unverified-user"))
        .await;
}

async fn change(project: &mut Project) {
    let call = "sendPasswordResetEmail";
    for email in [ADA.email, "nobody@example.com"] {
        let about = asked(json!({ "email": email }));
        project.both(call, about, Answer("OK".into())).await;
    }
    let elsewhere = json!({ "redirectTo": "https://evil.example/" });
    let elsewhere = asked(json!({ "email": ADA.email, "options": elsewhere }));
    project
        .both(call, elsewhere, Refusal(400, "redirectTo-not-allowed"))
        .await;

    let call = "changeUserPassword";
    let new = json!({ "newPassword": PASSWORD });
    project
        .both(call, asked_by(&ADA, new), Answer("OK".into()))
        .await;
    let with_ticket = async |emulator: &emulator::Emulator| {
        let body = json!({ "email": ADA.email });
        post(emulator, "/user/password/reset", None, body).await;
        let ticket = in_link(emulator, "ticket");
        json!({ "given": [{ "newPassword": PASSWORD, "ticket": ticket }] })
    };
    project.both(call, with_ticket, Answer("OK".into())).await;
    let short = asked_by(&ADA, json!({ "newPassword": "short" }));
    project
        .both(call, short, Refusal(400, "password-too-short"))
        .await;
    let ticket = "passwordReset:00000000-0000-4000-8000-000000000000";
    let unknown = asked(json!({ "newPassword": PASSWORD, "ticket": ticket }));
    project
        .both(call, unknown, Refusal(401, "invalid-ticket"))
        .await;
}
