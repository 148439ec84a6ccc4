use emulator::{ADA, BOB, Emulator, NOOR};
use serde_json::{Value, json};

use super::{
    HOME, NEWCOMER, Project,
    given::{anonymous, asked_by, asked_by_nobody, by, string, token},
};
use crate::vendor::outcome::Expected::{Answer, Refusal};

/// Who somebody is, and their address.
pub(super) async fn rows(project: &mut Project) {
    let call = "getUser";
    for person in [ADA, BOB, NOOR] {
        let user = Answer(json!({ "email": person.email, "displayName": person.name }));
        project
            .both(call, asked_by(&person, Value::Null), user)
            .await;
    }
    let unauthorized = Refusal(401, "unauthorized");
    project
        .both(call, asked_by_nobody(Value::Null), unauthorized.clone())
        .await;
    let over = async |emulator: &Emulator| {
        let token = token(emulator, &ADA).await;
        emulator.advance(std::time::Duration::from_secs(901));
        by(&token, Value::Null)
    };
    project.both(call, over, unauthorized).await;
    let nobody = async |emulator: &Emulator| {
        by(
            &string(&anonymous(emulator).await["accessToken"]),
            Value::Null,
        )
    };
    project
        .both(call, nobody, Refusal(403, "forbidden-anonymous"))
        .await;
    let gone = async |emulator: &Emulator| {
        let token = token(emulator, &ADA).await;
        emulator.delete_person(ADA.email);
        by(&token, Value::Null)
    };
    project
        .both(call, gone, Refusal(401, "invalid-email-password"))
        .await;

    let call = "changeUserEmail";
    let to =
        |email: &str, home: &str| json!({ "newEmail": email, "options": { "redirectTo": home } });
    project
        .both(
            call,
            asked_by(&ADA, to(NEWCOMER, HOME)),
            Answer("OK".into()),
        )
        .await;
    let taken = Refusal(409, project.taken());
    project
        .both(call, asked_by(&ADA, to(BOB.email, HOME)), taken)
        .await;
    let elsewhere = asked_by(&ADA, to(NEWCOMER, "https://evil.example/"));
    project
        .both(call, elsewhere, Refusal(400, "redirectTo-not-allowed"))
        .await;
}
