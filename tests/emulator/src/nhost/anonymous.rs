//! `POST /signin/anonymous` and `POST /user/deanonymize`

use serde_json::{Value, json};

use super::endpoint::{Access, Call, Endpoint, Outcome};
use super::newcomer::{self, OPTIONS, Path};
use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema, TEXT};
use super::{User, bearer, mail, session};

/// Their only role.
const ROLE: &str = "anonymous";

const SIGN_IN_SCHEMA: Schema = Schema {
    name: "SignInAnonymousRequest",
    fields: &[
        Field::optional("displayName", Kind::DisplayName),
        Field::optional("locale", Kind::Locale),
        Field::optional("metadata", Kind::FreeObject),
    ],
    closed: true,
};

const DEANONYMIZE_SCHEMA: Schema = Schema {
    name: "UserDeanonymizeRequest",
    fields: &[
        Field::required(
            "signInMethod",
            Kind::OneOf(&["email-password", "passwordless"]),
        ),
        Field::required("email", Kind::Email),
        Field::optional("password", Kind::Text { min: 3, max: 50 }),
        Field::optional("connection", TEXT),
        Field::optional("options", Kind::Object(OPTIONS)),
        Field::code_challenge(),
    ],
    closed: true,
};

pub(super) const SIGN_IN: Endpoint = Endpoint::new(sign_in).may_read(&SIGN_IN_SCHEMA);
pub(super) const DEANONYMIZE: Endpoint = Endpoint::new(deanonymize)
    .access(Access::Bearer)
    .reads(&DEANONYMIZE_SCHEMA);

fn sign_in(call: &mut Call<'_>) -> Outcome {
    newcomer::is_let_in(call.settings(), Path::SignUp)?;
    if !call.settings().anonymous_users_enabled {
        return Err(Refusal::DisabledEndpoint.into());
    }
    let asked = Value::Object(call.members.clone());
    let nobody = newcomer::from_options(call.store, &Value::Null, None, None)?;
    let user = User {
        display_name: asked["displayName"]
            .as_str()
            .unwrap_or("Anonymous User")
            .to_owned(),
        locale: newcomer::locale(call.settings(), &asked),
        metadata: asked["metadata"].clone(),
        default_role: ROLE.to_owned(),
        roles: vec![ROLE.to_owned()],
        is_anonymous: true,
        ..nobody
    };
    let id = user.id.clone();
    call.store.nhost.users.push(user);
    Ok(json!({ "session": session::begin(call.store, &id) }))
}

/// Gives somebody anonymous an address. Where they must first prove that it is theirs, all their
/// sessions end.
fn deanonymize(call: &mut Call<'_>) -> Outcome {
    let claims = bearer::claims_of(call.store, call.headers).unwrap_or_default();
    let id = claims["sub"].as_str().unwrap_or_default().to_owned();
    match call.store.nhost.user(&id) {
        None => return Err(Refusal::InvalidEmailPassword.into()),
        Some(user) if user.disabled => return Err(Refusal::DisabledUser.into()),
        Some(user) if !user.is_anonymous => return Err(Refusal::UserNotAnonymous.into()),
        Some(_) => {}
    }
    let redirect_to = call.redirect_to()?;
    let with_password = call.text(&["signInMethod"]) == Some("email-password");
    let password = match call.text(&["password"]) {
        None if with_password => return Err(Refusal::InvalidRequest.into()),
        Some(password) if with_password => {
            newcomer::check_password(call.settings(), password)?;
            password.to_owned()
        }
        Some(_) | None => String::new(),
    };
    let email = call.email("email");
    let options = call.members.get("options").unwrap_or(&Value::Null);
    let chosen = newcomer::from_options(call.store, options, Some(&email), None)?;
    if call.store.nhost.user_by_email(&email).is_some() {
        return Err(Refusal::EmailAlreadyInUse.into());
    }
    let Some(user) = call.store.nhost.user_mut(&id) else {
        return Err(Refusal::InvalidEmailPassword.into());
    };
    *user = User {
        id: id.clone(),
        password,
        created_at: user.created_at.clone(),
        avatar_url: user.avatar_url.clone(),
        disabled: false,
        ..chosen
    };
    let must_verify = call.settings().verification_required;
    let code_challenge = call.code_challenge();
    let link = mail::Link {
        redirect_to: &redirect_to,
        code_challenge: code_challenge.as_deref(),
    };
    match (with_password, must_verify) {
        (true, false) => return Ok(mail::sent()),
        (true, true) => mail::verify_email(call.store, call.origin, &id, link),
        (false, _) => mail::magic_link(call.store, call.origin, &id, link),
    }
    call.store.nhost.end_sessions(&id);
    Ok(mail::sent())
}
