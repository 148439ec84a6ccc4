//! `auth0` 2.44.1: accounts of a database connection.

use emulator::{ADA, Emulator};
use serde_json::{Value, json};

use super::{
    CONNECTION, World,
    given::arguments,
    ours::{Ours, database},
    outcome::Expected::{Answer, Misuse, Refusal},
};

const NEWCOMER: &str = "mira@example.com";
const PASSWORD: &str = "window-Saffron-61";

#[tokio::test]
pub(super) async fn somebody_new_signs_up() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let call = "database.signUp";
    let somebody = |email: &str, password: &str, connection: &str| {
        arguments(json!([{
            "email": email,
            "password": password,
            "connection": connection,
            "user_metadata": { "plan": "silver" },
        }]))
    };
    let created = json!({
        "email": NEWCOMER,
        "email_verified": false,
        "user_metadata": { "plan": "silver" },
    });
    let newcomer = somebody(NEWCOMER, PASSWORD, CONNECTION);
    world
        .both(call, newcomer, database::sign_up, Answer(created))
        .await;
    assert!(
        world
            .emulator
            .outbox()
            .iter()
            .any(|mail| mail.to == NEWCOMER),
        "the address is to be verified"
    );

    for (email, password, connection, word) in [
        (ADA.email, PASSWORD, CONNECTION, "invalid_signup"),
        (NEWCOMER, "1234", CONNECTION, "invalid_password"),
        (NEWCOMER, PASSWORD, "nowhere", "invalid_request"),
    ] {
        let given = somebody(email, password, connection);
        world
            .both(call, given, database::sign_up, Refusal(400, word))
            .await;
    }
    let closed = async |emulator: &Emulator| {
        emulator.change(|settings| settings.auth0.sign_up = false);
        json!([{ "email": NEWCOMER, "password": PASSWORD, "connection": CONNECTION }])
    };
    world
        .both(
            call,
            closed,
            database::sign_up,
            Refusal(400, "invalid_signup"),
        )
        .await;
    world
        .vendor(call, somebody("", PASSWORD, CONNECTION), Misuse)
        .await;
}

#[tokio::test]
pub(super) async fn a_mail_about_a_new_password_goes_to_who_is_known_and_the_answer_is_the_same_for_all()
 {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    // The answer is a sentence, which the vendor's client gives out as an empty object.
    let with_password =
        async |ours: &Ours, given: &Value| database::change_password(ours, given).await.silently();
    let without = async |ours: &Ours, given: &Value| {
        let outcome = database::request_change_password_email(ours, given).await;
        outcome.silently()
    };
    for (call, sends_password) in [
        ("changePassword", true),
        ("database.changePassword", true),
        ("requestChangePasswordEmail", false),
        ("database.requestChangePasswordEmail", false),
    ] {
        let ours = async |ours: &Ours, given: &Value| {
            if sends_password {
                with_password(ours, given).await
            } else {
                without(ours, given).await
            }
        };
        let about = |email: &str, connection: &str| {
            let mut given = json!({ "email": email, "connection": connection });
            if sends_password {
                given["password"] = PASSWORD.into();
            }
            arguments(json!([given]))
        };
        let sentence = Answer(json!({}));
        let known = about(ADA.email, CONNECTION);
        world.both(call, known, ours, sentence.clone()).await;
        assert_eq!(world.emulator.outbox().len(), 1, "{call}");

        let unknown = about("nobody@example.com", CONNECTION);
        world.both(call, unknown, ours, sentence).await;
        assert_eq!(world.emulator.outbox().len(), 0, "{call}");

        let elsewhere = about(ADA.email, "nowhere");
        world
            .both(call, elsewhere, ours, Refusal(400, "invalid_request"))
            .await;
        world.vendor(call, about("", CONNECTION), Misuse).await;
    }
}
