//! `POST /signup/email-password`

use serde_json::{Value, json};

use super::endpoint::{Call, Endpoint, Outcome};
use super::newcomer::{self, OPTIONS, Path};
use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema};

const SCHEMA: Schema = Schema {
    name: "SignUpEmailPasswordRequest",
    fields: &[
        Field::required("email", Kind::Email),
        Field::required("password", Kind::Text { min: 3, max: 50 }),
        Field::optional("options", Kind::Object(OPTIONS)),
        Field::code_challenge(),
    ],
    closed: true,
};

pub(super) const EMAIL_PASSWORD: Endpoint = Endpoint::new(email_password).reads(&SCHEMA);

/// Adds a person; their session, unless they must verify their address first.
fn email_password(call: &mut Call<'_>) -> Outcome {
    newcomer::is_let_in(call.settings(), Path::SignUp)?;
    let redirect_to = call.redirect_to()?;
    let email = call.email("email");
    let options = call.members.get("options").unwrap_or(&Value::Null);
    let mut user = newcomer::from_options(call.store, options, Some(&email), None)?;
    user.password = call.text(&["password"]).unwrap_or_default().to_owned();
    newcomer::check_password(call.settings(), &user.password)?;
    if call.store.nhost.user_by_email(&email).is_some() {
        return Err(Refusal::EmailAlreadyInUse.into());
    }
    Ok(payload(newcomer::admit(call, user, &redirect_to)?))
}

/// A session payload; without a session it is an empty object.
pub(super) fn payload(session: Option<Value>) -> Value {
    session.map_or_else(|| json!({}), |session| json!({ "session": session }))
}
