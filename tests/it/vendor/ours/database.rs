use auth0::authentication::SignUp;
use protocol::secret::Password;
use serde_json::{Value, json};

use super::{Ours, answer, text};
use crate::vendor::outcome::Outcome;

pub(in crate::vendor) async fn sign_up(ours: &Ours, given: &Value) -> Outcome {
    let password = Password::new(text(given, "password"));
    let metadata: Vec<(&str, &str)> = given["user_metadata"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
        .collect();
    let user = SignUp {
        user_metadata: &metadata,
        ..SignUp::new(text(given, "email"), &password, text(given, "connection"))
    };
    let signed_up = ours.client.sign_up(&user).await;

    answer(signed_up.map(|user| {
        let mut members = Value::Object(user.members);
        members["email"] = json!(user.email);
        members["email_verified"] = json!(user.is_email_verified);
        members
    }))
}

pub(in crate::vendor) async fn change_password(ours: &Ours, given: &Value) -> Outcome {
    let password = Password::new(text(given, "password"));
    let (email, connection) = (text(given, "email"), text(given, "connection"));
    let sentence = ours
        .client
        .change_password(email, &password, connection)
        .await;

    answer(sentence.map(|text| text.as_str().into()))
}

pub(in crate::vendor) async fn request_change_password_email(
    ours: &Ours,
    given: &Value,
) -> Outcome {
    let (email, connection) = (text(given, "email"), text(given, "connection"));
    let sentence = ours
        .client
        .request_change_password_email(email, connection, None)
        .await;

    answer(sentence.map(|text| text.as_str().into()))
}
