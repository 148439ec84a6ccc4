//! `/me/v1/authentication-methods`

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Call;
use super::problem::Problem;
use crate::auth0::method::{Detail, Kind, Method, Preferred, methods_of};
use crate::path::encode_segment;

mod enrol;
mod verify;

pub(super) use self::enrol::enrol;
pub(super) use self::verify::verify;

/// A list is never longer.
const MOST_LISTED: usize = 20;

/// A name is never longer.
const LONGEST_NAME: usize = 128;

pub(super) fn list(call: &Call<'_>) -> Result<Response, Problem> {
    let kind = match call.query("type") {
        None => None,
        Some(name) => Some(Kind::parse(name).ok_or_else(|| {
            Problem::invalid_query("type", "must be equal to one of the allowed values")
        })?),
    };
    let methods: Vec<Value> = methods_of(call.store, &call.user_id)
        .iter()
        .filter(|method| kind.is_none_or(|kind| method.kind() == kind))
        .take(MOST_LISTED)
        .map(Method::to_json)
        .collect();
    Ok(Json(json!({ "authentication_methods": methods })).into_response())
}

pub(super) fn get(call: &Call<'_>, id: &str) -> Result<Response, Problem> {
    Ok(Json(find(call, id)?.to_json()).into_response())
}

pub(super) fn change(call: &mut Call<'_>, id: &str) -> Result<Response, Problem> {
    call.body
        .require_only(&["name", "preferred_authentication_method"])?;
    let kind = find(call, id)?.kind();
    let name = call.body.text("name", LONGEST_NAME)?.map(str::to_owned);
    let preferred = preferred(call)?;
    let can_be_named = match kind {
        Kind::Totp
        | Kind::PushNotification
        | Kind::Phone
        | Kind::Email
        | Kind::WebauthnPlatform
        | Kind::WebauthnRoaming => true,
        Kind::Password | Kind::Passkey | Kind::RecoveryCode => false,
    };
    if name.is_some() && !can_be_named {
        return Err(Problem::invalid("/name", "cannot be set for this type"));
    }
    let wrong = || {
        Problem::invalid(
            "/preferred_authentication_method",
            "cannot be set for this type",
        )
    };
    if preferred.is_some() && kind != Kind::Phone {
        return Err(wrong());
    }
    if let Some(method) = call
        .store
        .auth0
        .methods
        .iter_mut()
        .find(|method| method.id == id)
    {
        method.name = name.or(method.name.take());
        if let (Detail::Phone { preferred: old, .. }, Some(new)) = (&mut method.detail, preferred) {
            *old = new;
        }
    }
    get(call, id)
}

pub(super) fn remove(call: &mut Call<'_>, id: &str) -> Result<Response, Problem> {
    let method = find(call, id)?;
    let kind = method.kind();
    let others = methods_of(call.store, &call.user_id)
        .into_iter()
        .filter(|other| other.id != id && other.confirmed && other.kind() == kind)
        .count();
    let required = &call.store.settings.auth0.my_account_api.required_kinds;
    if method.confirmed && others == 0 && required.iter().any(|name| name == kind.name()) {
        return Err(Problem::conflict(
            "The last authentication method of this type cannot be removed",
        ));
    }
    if kind == Kind::Password
        && let Some(user) = call.store.auth0.user_mut(&call.user_id)
    {
        user.password.clear();
    }
    call.store.auth0.methods.retain(|method| method.id != id);
    call.store
        .auth0
        .enrolments
        .retain(|_, enrolment| enrolment.method_id != id);
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn find(call: &Call<'_>, id: &str) -> Result<Method, Problem> {
    methods_of(call.store, &call.user_id)
        .into_iter()
        .find(|method| method.id == id)
        .ok_or_else(|| Problem::not_found("The authentication method was not found"))
}

/// The way codes are to reach a phone, if the request names one.
fn preferred(call: &Call<'_>) -> Result<Option<Preferred>, Problem> {
    match call
        .body
        .text("preferred_authentication_method", LONGEST_NAME)?
    {
        None => Ok(None),
        Some("sms") => Ok(Some(Preferred::Sms)),
        Some("voice") => Ok(Some(Preferred::Voice)),
        Some(_) => Err(Problem::invalid(
            "/preferred_authentication_method",
            "must be equal to one of the allowed values",
        )),
    }
}

/// Where a method is, with its id encoded once.
fn location(call: &Call<'_>, id: &str) -> String {
    format!(
        "{}/me/v1/authentication-methods/{}",
        call.origin,
        encode_segment(id)
    )
}
