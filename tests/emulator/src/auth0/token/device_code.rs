//! The grant a device asks for again and again.

use axum::http::StatusCode;
use axum::response::Response;

use super::finish::{complete, grant_for};
use crate::auth0::device::Answer;
use crate::auth0::error::OauthError;
use crate::auth0::params::Params;
use crate::store::Store;

/// How much slower a hasty device has to become.
const STEP_SECS: u64 = 5;

pub(super) fn exchange(
    store: &mut Store,
    origin: &str,
    params: &Params,
) -> Result<Response, OauthError> {
    let device_code = params.require("device_code")?;
    let now = store.now().seconds();
    let refuse =
        |status, error, description: &str| Err(OauthError::new(status, error, description));
    let Some(device) = store.auth0.devices.get_mut(device_code) else {
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
            if store.auth0.user(&user_id).is_none_or(|user| user.blocked) {
                return refuse(StatusCode::FORBIDDEN, "unauthorized", "user is blocked");
            }
            let grant = grant_for(store, origin, &user_id, &asked)?;
            Ok(complete(store, origin, &grant, None))
        }
    }
}
