//! The grant a device asks for again and again.

use axum::http::StatusCode;
use axum::response::Response;

use super::Exchange;
use super::finish::{check_user, complete, grant_for};
use crate::auth0::device::Answer;
use crate::auth0::error::OauthError;

/// How much slower a hasty device has to become.
const STEP_SECS: u64 = 5;

pub(super) fn exchange(exchange: &mut Exchange<'_>) -> Result<Response, OauthError> {
    let device_code = exchange.params.require("device_code")?;
    let store = &mut *exchange.store;
    let now = store.now().seconds();
    let refuse =
        |status, error, description: &str| Err(OauthError::new(status, error, description));
    let device = store.auth0.devices.get_mut(device_code);
    let Some(device) = device.filter(|device| device.client_id == exchange.client.id) else {
        return Err(OauthError::invalid_grant("Invalid or expired device code."));
    };
    if now >= device.expires_at {
        store.auth0.devices.remove(device_code);
        return refuse(
            StatusCode::FORBIDDEN,
            "expired_token",
            "The device code is expired.",
        );
    }
    let hasty = device
        .polled_at
        .is_some_and(|at| now < at.saturating_add(device.interval_secs));
    device.polled_at = Some(now);
    let asked = device.params.clone();
    match device.answer.clone() {
        Answer::None if hasty => {
            device.interval_secs += STEP_SECS;
            let description = "You are polling faster than the specified interval.";
            refuse(StatusCode::TOO_MANY_REQUESTS, "slow_down", description)
        }
        Answer::None => {
            let description = "User has yet to authorize device code.";
            refuse(StatusCode::FORBIDDEN, "authorization_pending", description)
        }
        Answer::No => {
            store.auth0.devices.remove(device_code);
            refuse(
                StatusCode::FORBIDDEN,
                "access_denied",
                "User cancelled the confirmation prompt.",
            )
        }
        Answer::Yes(user_id) => {
            store.auth0.devices.remove(device_code);
            check_user(store, &user_id)?;
            let grant = grant_for(store, exchange.origin, exchange.client, &user_id, &asked)?;
            Ok(complete(exchange, &grant, None))
        }
    }
}
