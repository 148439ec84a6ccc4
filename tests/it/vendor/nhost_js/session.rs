use emulator::{ADA, Emulator};
use serde_json::json;

use super::{
    IN_2030, Project,
    given::{asked, asked_by, asked_by_nobody, post, session, token},
};
use crate::vendor::outcome::Expected::{Answer, Refusal, Tokens};

const UNKNOWN: &str = "00000000-0000-4000-8000-000000000000";

/// What becomes of a session, and the tokens a person makes for programs.
pub(super) async fn rows(project: &mut Project) {
    let call = "refreshToken";
    let unknown = || asked(json!({ "refreshToken": UNKNOWN }));
    let fresh = async |emulator: &Emulator| {
        let token = session(emulator, &ADA).await["refreshToken"].take();
        json!({ "given": [{ "refreshToken": token }] })
    };
    project.both(call, fresh, Tokens(ADA.email)).await;
    let refused = Refusal(401, "invalid-refresh-token");
    project.both(call, unknown(), refused.clone()).await;
    let spent = async |emulator: &Emulator| {
        let asked = fresh(emulator).await;
        post(emulator, "/token", None, asked["given"][0].clone()).await;
        asked
    };
    project.both(call, spent, refused).await;

    let call = "verifyToken";
    let good =
        async |emulator: &Emulator| json!({ "given": [{ "token": token(emulator, &ADA).await }] });
    project.both(call, good, Answer("OK".into())).await;
    let over = async |emulator: &Emulator| {
        let asked = good(emulator).await;
        emulator.advance(std::time::Duration::from_secs(901));
        asked
    };
    for bad in [json!("nonsense"), json!("a.b.c")] {
        let bad = asked(json!({ "token": bad }));
        project
            .both(call, bad, Refusal(400, "invalid-request"))
            .await;
    }
    project
        .both(call, over, Refusal(400, "invalid-request"))
        .await;

    let call = "signOut";
    project.both(call, fresh, Answer("OK".into())).await;
    project.both(call, unknown(), Answer("OK".into())).await;
    let all = json!({ "all": true });
    project
        .both(call, asked_by(&ADA, all.clone()), Answer("OK".into()))
        .await;
    project
        .both(call, asked_by_nobody(all), Refusal(400, "invalid-request"))
        .await;

    pats(project).await;
}

async fn pats(project: &mut Project) {
    let new = json!({ "expiresAt": IN_2030, "metadata": { "name": "Backup" } });
    let call = "createPAT";
    project
        .both(call, asked_by(&ADA, new.clone()), Answer(json!({})))
        .await;
    let unauthorized = Refusal(401, "unauthorized");
    project
        .both(call, asked_by_nobody(new.clone()), unauthorized)
        .await;

    let call = "signInPAT";
    let made = async |emulator: &Emulator| {
        let token = token(emulator, &ADA).await;
        let mut made = post(emulator, "/pat", Some(&token), new.clone()).await;
        json!({ "given": [{ "personalAccessToken": made["personalAccessToken"].take() }] })
    };
    project.both(call, made, Tokens(ADA.email)).await;
    let revoked = async |emulator: &Emulator| {
        let asked = made(emulator).await;
        let token = asked["given"][0]["personalAccessToken"].clone();
        post(emulator, "/signout", None, json!({ "refreshToken": token })).await;
        asked
    };
    project
        .both(call, revoked, Refusal(401, "invalid-pat"))
        .await;
    let of_a_session = async |emulator: &Emulator| {
        let token = session(emulator, &ADA).await["refreshToken"].take();
        json!({ "given": [{ "personalAccessToken": token }] })
    };
    project
        .both(call, of_a_session, Refusal(401, "invalid-pat"))
        .await;
}
