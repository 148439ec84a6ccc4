//! `auth0` 2.44.1: accounts of a database connection.

use emulator::{ADA, Emulator};
use serde_json::json;

use super::{
    CONNECTION, World,
    given::arguments,
    outcome::Expected::{Answer, Misuse, Refusal},
};

const NEWCOMER: &str = "mira@example.com";
const PASSWORD: &str = "window-Saffron-61";

#[tokio::test]
async fn somebody_new_signs_up() {
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
    world.vendor(call, newcomer, Answer(created)).await;
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
        world.vendor(call, given, Refusal(400, word)).await;
    }
    let closed = async |emulator: &Emulator| {
        emulator.change(|settings| settings.auth0.sign_up = false);
        json!([{ "email": NEWCOMER, "password": PASSWORD, "connection": CONNECTION }])
    };
    world
        .vendor(call, closed, Refusal(400, "invalid_signup"))
        .await;
    world
        .vendor(call, somebody("", PASSWORD, CONNECTION), Misuse)
        .await;
}

#[tokio::test]
async fn a_mail_about_a_new_password_goes_to_who_is_known_and_the_answer_is_the_same_for_all() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    for call in [
        "changePassword",
        "database.changePassword",
        "requestChangePasswordEmail",
        "database.requestChangePasswordEmail",
    ] {
        let about = |email: &str, connection: &str| {
            // The password is of days when it was sent along; only two of the four insist on it.
            arguments(json!([{ "email": email, "password": PASSWORD, "connection": connection }]))
        };
        // The answer is a sentence, which this client gives out as an empty object.
        let sentence = Answer(json!({}));
        world
            .vendor(call, about(ADA.email, CONNECTION), sentence.clone())
            .await;
        assert_eq!(world.emulator.outbox().len(), 1, "{call}");

        world
            .vendor(call, about("nobody@example.com", CONNECTION), sentence)
            .await;
        assert_eq!(world.emulator.outbox().len(), 0, "{call}");

        world
            .vendor(
                call,
                about(ADA.email, "nowhere"),
                Refusal(400, "invalid_request"),
            )
            .await;
        world.vendor(call, about("", CONNECTION), Misuse).await;
    }
}
