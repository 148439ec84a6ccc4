//! People who are not there yet: what they may choose, and how they are added.

use serde_json::Value;

use super::endpoint::Call;
use super::refusal::Refusal;
use super::schema::{Field, Kind, TEXT};
use super::{User, access_list, mail, session};
use crate::random;
use crate::settings::{Dialect, NhostSettings};
use crate::store::Store;

/// The members of `SignUpOptions`.
pub(super) const OPTIONS: &[Field] = &[
    Field::optional("allowedRoles", Kind::Texts),
    Field::optional("defaultRole", TEXT),
    Field::optional("displayName", Kind::DisplayName),
    Field::optional("locale", Kind::Locale),
    Field::optional("metadata", Kind::FreeObject),
    Field::optional("redirectTo", TEXT),
];

/// Whether a path creates people, or does so only when it meets somebody unknown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Path {
    SignIn,
    SignUp,
}

/// Refuses where nobody new is let in.
pub(super) fn is_let_in(settings: &NhostSettings, path: Path) -> Result<(), Refusal> {
    let on_the_way_in =
        path == Path::SignIn && settings.dialect >= Dialect::L2 && settings.auto_signup_disabled;
    if settings.signup_disabled || on_the_way_in {
        return Err(Refusal::SignupDisabled);
    }
    Ok(())
}

/// Somebody with what the options of a request say, not added to anything.
pub(super) fn from_options(
    store: &Store,
    options: &Value,
    email: Option<&str>,
    phone_number: Option<&str>,
) -> Result<User, Refusal> {
    let settings = &store.settings.nhost;
    if !access_list::allows(settings, email) {
        return Err(Refusal::InvalidEmailPassword);
    }
    let (roles, default_role) = roles(settings, options)?;
    let name = options["displayName"].as_str().or(email).or(phone_number);
    Ok(User {
        id: random::uuid(),
        email: email.map(str::to_owned),
        email_verified: false,
        new_email: None,
        password: String::new(),
        phone_number: phone_number.map(str::to_owned),
        phone_number_verified: false,
        sms_code: None,
        display_name: name.unwrap_or_default().to_owned(),
        // A real server points to gravatar.com here; nothing leaves this computer.
        avatar_url: String::new(),
        locale: locale(settings, options),
        default_role,
        roles,
        is_anonymous: false,
        metadata: options["metadata"].clone(),
        created_at: store.now().to_rfc3339(6),
        last_seen: None,
        totp_secret: None,
        totp_active: false,
        disabled: settings.new_users_disabled,
        ticket: None,
    })
}

/// The language asked for, if the project has it.
pub(super) fn locale(settings: &NhostSettings, options: &Value) -> String {
    let asked = options["locale"].as_str().filter(|asked| {
        settings
            .allowed_locales
            .iter()
            .any(|allowed| allowed == asked)
    });
    asked.unwrap_or(&settings.default_locale).to_owned()
}

/// Roles asked for, which must be among those the project gives.
pub(super) fn roles(
    settings: &NhostSettings,
    options: &Value,
) -> Result<(Vec<String>, String), Refusal> {
    let roles = match options["allowedRoles"].as_array() {
        None => settings.allowed_roles.clone(),
        Some(asked) => asked
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    };
    let is_foreign = |role: &String| !settings.allowed_roles.contains(role);
    if roles.iter().any(is_foreign) {
        return Err(Refusal::RoleNotAllowed);
    }
    let default_role = options["defaultRole"]
        .as_str()
        .unwrap_or(&settings.default_role)
        .to_owned();
    if !roles.contains(&default_role) {
        return Err(Refusal::DefaultRoleMustBeInAllowedRoles);
    }
    Ok((roles, default_role))
}

/// Adds somebody who gave an address; their session, unless they must verify it first.
pub(super) fn admit(
    call: &mut Call<'_>,
    user: User,
    redirect_to: &str,
) -> Result<Option<Value>, Refusal> {
    let id = user.id.clone();
    let disabled = user.disabled;
    let must_verify = call.settings().verification_required && !user.email_verified;
    call.store.nhost.users.push(user);
    if disabled {
        return Err(Refusal::DisabledUser);
    }
    if must_verify {
        let challenge = call.code_challenge();
        let link = mail::Link {
            redirect_to,
            code_challenge: challenge.as_deref(),
        };
        mail::verify_email(call.store, call.origin, &id, link);
        return Ok(None);
    }
    Ok(Some(session::begin(call.store, &id)))
}

/// A password nobody may choose.
pub(super) fn check_password(settings: &NhostSettings, password: &str) -> Result<(), Refusal> {
    if password.chars().count() < settings.password_min_length {
        return Err(Refusal::PasswordTooShort);
    }
    if settings
        .breached_passwords
        .iter()
        .any(|known| known == password)
    {
        return Err(Refusal::PasswordInHibpDatabase);
    }
    Ok(())
}
