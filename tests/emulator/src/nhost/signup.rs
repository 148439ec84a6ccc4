//! `POST /signup/email-password`

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::body::{self, Members};
use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema};
use super::{User, email, redirect, session};
use crate::random;
use crate::settings::NhostSettings;
use crate::store::{Store, World};

const SCHEMA: Schema = Schema {
    name: "SignUpEmailPasswordRequest",
    fields: &[
        Field::required("email", Kind::Email),
        Field::required("password", Kind::Text { min: 3, max: 50 }),
        Field::optional("options", Kind::Object(OPTIONS)),
    ],
    closed: true,
};

const OPTIONS: &[Field] = &[
    Field::optional("allowedRoles", Kind::Texts),
    Field::optional(
        "defaultRole",
        Kind::Text {
            min: 0,
            max: usize::MAX,
        },
    ),
    Field::optional("displayName", Kind::DisplayName),
    Field::optional("locale", Kind::Locale),
    Field::optional("metadata", Kind::FreeObject),
    Field::optional(
        "redirectTo",
        Kind::Text {
            min: 0,
            max: usize::MAX,
        },
    ),
];

pub(super) async fn email_password(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    raw: Bytes,
) -> Response {
    let mut store = world.lock();
    let members = match body::read(&SCHEMA, store.settings.nhost.dialect, &headers, &raw) {
        Ok(members) => members,
        Err(answer) => return *answer,
    };
    if !body::text(&members, &["email"]).is_some_and(body::is_email) {
        return *body::bad_email();
    }
    match create(&mut store, &world.addresses.nhost, &members) {
        Ok(None) => Json(json!({})).into_response(),
        Ok(Some(session)) => Json(json!({ "session": session })).into_response(),
        Err(refusal) => refusal.answer(&store.settings.nhost),
    }
}

/// Adds a person; their session, unless they must verify their address first.
fn create(store: &mut Store, origin: &str, members: &Members) -> Result<Option<Value>, Refusal> {
    let settings = store.settings.nhost.clone();
    if settings.signup_disabled {
        return Err(Refusal::SignupDisabled);
    }
    let redirect_to = body::text(members, &["options", "redirectTo"]);
    if redirect_to.is_some_and(|address| !redirect::is_allowed(&settings, address)) {
        return Err(Refusal::RedirectToNotAllowed);
    }
    let (roles, default_role) = roles(&settings, members)?;
    let password = body::text(members, &["password"]).unwrap_or_default();
    if password.chars().count() < settings.password_min_length {
        return Err(Refusal::PasswordTooShort);
    }
    let email = body::text(members, &["email"])
        .unwrap_or_default()
        .to_lowercase();
    if store.nhost.user_by_email(&email).is_some() {
        return Err(Refusal::EmailAlreadyInUse);
    }
    let locale = body::text(members, &["options", "locale"]).filter(|locale| {
        settings
            .allowed_locales
            .iter()
            .any(|allowed| allowed == locale)
    });
    let mut user = User {
        id: random::uuid(),
        email_verified: false,
        password: password.to_owned(),
        phone_number: None,
        phone_number_verified: false,
        display_name: body::text(members, &["options", "displayName"])
            .unwrap_or(&email)
            .to_owned(),
        // A real server points to gravatar.com here; nothing leaves this computer.
        avatar_url: String::new(),
        locale: locale.unwrap_or(&settings.default_locale).to_owned(),
        default_role,
        roles,
        is_anonymous: false,
        metadata: members
            .get("options")
            .map_or(Value::Null, |options| options["metadata"].clone()),
        created_at: store.now().to_rfc3339(6),
        totp_active: false,
        disabled: settings.new_users_disabled,
        ticket: None,
        email,
    };
    if settings.verification_required && !user.disabled {
        email::write_verification(
            store,
            origin,
            &mut user,
            redirect_to.unwrap_or(&settings.client_url),
        );
    }
    store.nhost.users.push(user.clone());
    if user.disabled {
        return Err(Refusal::DisabledUser);
    }
    Ok((!settings.verification_required).then(|| session::begin(store, &user)))
}

fn roles(settings: &NhostSettings, members: &Members) -> Result<(Vec<String>, String), Refusal> {
    let asked = members
        .get("options")
        .and_then(|options| options["allowedRoles"].as_array());
    let roles = match asked {
        None => settings.allowed_roles.clone(),
        Some(asked) => asked
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    };
    if roles
        .iter()
        .any(|role| !settings.allowed_roles.contains(role))
    {
        return Err(Refusal::RoleNotAllowed);
    }
    let default_role = body::text(members, &["options", "defaultRole"])
        .unwrap_or(&settings.default_role)
        .to_owned();
    if !roles.contains(&default_role) {
        return Err(Refusal::DefaultRoleMustBeInAllowedRoles);
    }
    Ok((roles, default_role))
}
