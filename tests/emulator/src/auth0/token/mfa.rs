//! The grants that end a sign-in with a second factor.

use axum::http::StatusCode;
use axum::response::Response;

use super::Exchange;
use super::finish::{check_user, complete};
use crate::auth0::allowance::{self, Counted};
use crate::auth0::error::OauthError;
use crate::auth0::grant::Grant;
use crate::auth0::mfa;
use crate::auth0::push::Decision;
use crate::auth0::second_factor::{self, Asked, Challenge};
use crate::store::Store;

/// Asking more often than this is answered with `slow_down`.
const POLL_SECS: u64 = 5;

pub(super) fn otp(exchange: &mut Exchange<'_>) -> Result<Response, OauthError> {
    let grant = waiting(exchange)?;
    let code = exchange.params.require("otp")?;
    if !second_factor::accept_totp(exchange.store, &grant.user_id, code) {
        return Err(wrong(exchange.store, &grant, "Invalid otp_code."));
    }
    done(exchange, grant, None)
}

pub(super) fn oob(exchange: &mut Exchange<'_>) -> Result<Response, OauthError> {
    let grant = waiting(exchange)?;
    let handle = exchange.params.require("oob_code")?;
    let store = &mut *exchange.store;
    let challenge = store.auth0.challenges.get(handle).cloned();
    let challenge = challenge
        .filter(|challenge| challenge.user_id == grant.user_id)
        .ok_or_else(|| OauthError::invalid_grant("Invalid oob_code."))?;
    let code = match challenge.asked {
        Asked::Code(_) => exchange.params.require("binding_code")?,
        Asked::Push(_) => "",
    };
    match second_factor::look(store, &challenge, code) {
        Decision::Approved => {}
        Decision::Pending => return Err(pending(store, handle, &challenge)),
        Decision::Denied => {
            return Err(match challenge.asked {
                Asked::Code(_) => wrong(store, &grant, "Invalid binding_code."),
                Asked::Push(_) => {
                    store.auth0.challenges.remove(handle);
                    OauthError::invalid_grant("MFA Authorization rejected.")
                }
            });
        }
    }
    store.auth0.challenges.remove(handle);
    second_factor::note_use(store, &challenge.method_id);
    done(exchange, grant, None)
}

pub(super) fn recovery_code(exchange: &mut Exchange<'_>) -> Result<Response, OauthError> {
    let grant = waiting(exchange)?;
    let code = exchange.params.require("recovery_code")?;
    match second_factor::spend_recovery_code(exchange.store, &grant.user_id, code) {
        None => Err(wrong(exchange.store, &grant, "Invalid recovery_code.")),
        Some(fresh) => done(exchange, grant, Some(fresh)),
    }
}

/// The sign-in that waits for a second factor of somebody who may still try.
fn waiting(exchange: &mut Exchange<'_>) -> Result<Grant, OauthError> {
    let token = exchange.params.require("mfa_token")?;
    let grant = mfa::grant_of_client(exchange.store, exchange.client, token)?;
    let counted = Counted::WrongCodes(grant.user_id.clone());
    if !allowance::is_left(exchange.store, &counted) {
        return Err(too_many());
    }
    Ok(grant)
}

fn wrong(store: &mut Store, grant: &Grant, description: &str) -> OauthError {
    allowance::take(store, &Counted::WrongCodes(grant.user_id.clone()));
    OauthError::invalid_grant(description)
}

fn too_many() -> OauthError {
    OauthError::too_many_attempts("Too many failed codes. Wait for some minutes before retrying.")
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
    exchange: &mut Exchange<'_>,
    grant: Grant,
    recovery_code: Option<String>,
) -> Result<Response, OauthError> {
    check_user(exchange.store, &grant.user_id)?;
    let token = exchange.params.require("mfa_token")?;
    exchange.store.auth0.mfa_tokens.remove(token);
    let grant = Grant {
        mfa_time: Some(exchange.store.now().seconds()),
        ..grant
    };
    Ok(complete(exchange, &grant, recovery_code))
}
