//! `GET /mfa/authenticators` and `DELETE /mfa/authenticators/{id}`

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::caller;
use crate::auth0::error::OauthError;
use crate::auth0::method::{Detail, Method, Preferred, methods_of};
use crate::store::World;

pub(super) async fn list(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
) -> Result<Json<Value>, OauthError> {
    let mut store = world.lock();
    let user_id = caller(
        &mut store,
        &world.addresses.auth0,
        &headers,
        "read:authenticators",
    )?;
    let methods = methods_of(&store, &user_id);
    Ok(Json(methods.iter().filter_map(describe).collect()))
}

pub(super) async fn remove(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<StatusCode, OauthError> {
    let mut store = world.lock();
    let user_id = caller(
        &mut store,
        &world.addresses.auth0,
        &headers,
        "remove:authenticators",
    )?;
    let before = store.auth0.methods.len();
    store
        .auth0
        .methods
        .retain(|method| method.user_id != user_id || id_of(method).as_deref() != Some(&id));
    if store.auth0.methods.len() == before {
        return Err(OauthError::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "The authenticator was not found",
        ));
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The id of a method in this API, which names kinds in its own way.
pub(super) fn id_of(method: &Method) -> Option<String> {
    let (_, device) = method.id.split_once('|')?;
    let kind = match &method.detail {
        Detail::Totp { .. } => "totp",
        Detail::Phone {
            preferred: Preferred::Sms,
            ..
        } => "sms",
        Detail::Phone {
            preferred: Preferred::Voice,
            ..
        } => "voice",
        Detail::Email { .. } => "email",
        Detail::PushNotification => "push",
        Detail::RecoveryCode { .. } => "recovery-code",
        Detail::Password { .. } | Detail::Passkey(_) | Detail::Webauthn { .. } => return None,
    };
    Some(format!("{kind}|{device}"))
}

/// The channel of a method that is reached out of band.
pub(super) fn channel_of(method: &Method) -> Option<&'static str> {
    match &method.detail {
        Detail::Phone { preferred, .. } => Some(preferred.name()),
        Detail::Email { .. } => Some("email"),
        Detail::PushNotification => Some("auth0"),
        Detail::Totp { .. }
        | Detail::RecoveryCode { .. }
        | Detail::Password { .. }
        | Detail::Passkey(_)
        | Detail::Webauthn { .. } => None,
    }
}

fn describe(method: &Method) -> Option<Value> {
    let channel = channel_of(method);
    let kind = match &method.detail {
        Detail::RecoveryCode { .. } => "recovery-code",
        Detail::Totp { .. } => "otp",
        Detail::Phone { .. } | Detail::Email { .. } | Detail::PushNotification => "oob",
        Detail::Password { .. } | Detail::Passkey(_) | Detail::Webauthn { .. } => return None,
    };
    let mut object = json!({
        "id": id_of(method)?,
        "authenticator_type": kind,
        "active": method.confirmed,
        "type": if kind == "otp" { "otp" } else { method.kind().name() },
    });
    if let Some(channel) = channel {
        object["oob_channel"] = channel.into();
        object["oob_channels"] = json!([channel]);
    }
    let shown = match &method.detail {
        Detail::Phone { number, .. } => Some(masked(number)),
        Detail::Email { address } => Some(masked(address)),
        Detail::Totp { .. }
        | Detail::PushNotification
        | Detail::RecoveryCode { .. }
        | Detail::Password { .. }
        | Detail::Passkey(_)
        | Detail::Webauthn { .. } => method.name.clone(),
    };
    if let Some(shown) = shown {
        object["name"] = shown.into();
    }
    Some(object)
}

/// All but the last four characters as X, as this API shows them.
fn masked(text: &str) -> String {
    let hidden = text.chars().count().saturating_sub(4);
    text.chars()
        .enumerate()
        .map(|(index, c)| if index < hidden { 'X' } else { c })
        .collect()
}
