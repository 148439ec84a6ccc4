//! The grants that end a sign-in with a second factor.

use axum::http::StatusCode;
use axum::response::Response;

use super::finish::complete;
use crate::auth0::error::OauthError;
use crate::auth0::grant::Grant;
use crate::auth0::params::Params;
use crate::auth0::push::Decision;
use crate::auth0::second_factor::{self, Asked};
use crate::auth0::{mfa, second_factor::Challenge};
use crate::store::Store;

/// Asking more often than this is answered with `slow_down`.
const POLL_SECS: u64 = 5;

pub(super) fn otp(
    store: &mut Store,
    origin: &str,
    params: &Params,
) -> Result<Response, OauthError> {
    let (token, grant) = grant_of(store, params)?;
    let code = params.require("otp")?;
    if !second_factor::accept_totp(store, &grant.user_id, code) {
        return Err(wrong(store, &token, "Invalid otp_code."));
    }
    Ok(done(store, origin, &token, grant, None))
}

pub(super) fn oob(
    store: &mut Store,
    origin: &str,
    params: &Params,
) -> Result<Response, OauthError> {
    let (token, grant) = grant_of(store, params)?;
    let handle = params.require("oob_code")?;
    let challenge = store.auth0.challenges.get(handle).cloned();
    let challenge = challenge
        .filter(|challenge| challenge.user_id == grant.user_id)
        .ok_or_else(|| OauthError::invalid_grant("Invalid oob_code."))?;
    let code = match challenge.asked {
        Asked::Code(_) => params.require("binding_code")?,
        Asked::Push(_) => "",
    };
    match second_factor::look(store, &challenge, code) {
        Decision::Approved => {}
        Decision::Pending => return Err(pending(store, handle, &challenge)),
        Decision::Denied => {
            return Err(match challenge.asked {
                Asked::Code(_) => wrong(store, &token, "Invalid binding_code."),
                Asked::Push(_) => {
                    store.auth0.challenges.remove(handle);
                    OauthError::invalid_grant("MFA Authorization rejected.")
                }
            });
        }
    }
    store.auth0.challenges.remove(handle);
    second_factor::note_use(store, &challenge.method_id);
    Ok(done(store, origin, &token, grant, None))
}

pub(super) fn recovery_code(
    store: &mut Store,
    origin: &str,
    params: &Params,
) -> Result<Response, OauthError> {
    let (token, grant) = grant_of(store, params)?;
    let code = params.require("recovery_code")?;
    match second_factor::spend_recovery_code(store, &grant.user_id, code) {
        None => Err(wrong(store, &token, "Invalid recovery_code.")),
        Some(fresh) => Ok(done(store, origin, &token, grant, Some(fresh))),
    }
}

fn grant_of(store: &mut Store, params: &Params) -> Result<(String, Grant), OauthError> {
    let token = params.require("mfa_token")?;
    Ok((token.to_owned(), mfa::grant_of(store, token)?))
}

fn wrong(store: &mut Store, token: &str, description: &str) -> OauthError {
    if mfa::count_attempt(store, token) {
        OauthError::invalid_grant(description)
    } else {
        let description = "Too many failed codes. Wait for some minutes before retrying.";
        OauthError::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_attempts",
            description,
        )
    }
}

fn pending(store: &mut Store, handle: &str, challenge: &Challenge) -> OauthError {
    let now = store.now().seconds();
    let hasty = challenge
        .polled_at
        .is_some_and(|at| now < at.saturating_add(POLL_SECS));
    if let Some(challenge) = store.auth0.challenges.get_mut(handle) {
        challenge.polled_at = Some(now);
    }
    if hasty {
        let description = "You are polling faster than allowed.";
        return OauthError::new(StatusCode::TOO_MANY_REQUESTS, "slow_down", description);
    }
    let description = "Authorization pending: please repeat the request in a few seconds.";
    OauthError::new(StatusCode::FORBIDDEN, "authorization_pending", description)
}

fn done(
    store: &mut Store,
    origin: &str,
    token: &str,
    grant: Grant,
    recovery_code: Option<String>,
) -> Response {
    store.auth0.mfa_tokens.remove(token);
    let grant = Grant {
        mfa_time: Some(store.now().seconds()),
        ..grant
    };
    complete(store, origin, &grant, recovery_code)
}
