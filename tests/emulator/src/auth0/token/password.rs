//! The grants that take a password.

use axum::http::StatusCode;
use axum::response::Response;

use super::finish::{finish, grant_for};
use crate::auth0::error::OauthError;
use crate::auth0::params::Params;
use crate::auth0::u::login;
use crate::settings::PASSWORD_CONNECTION;
use crate::store::Store;

pub(super) fn exchange_at_realm(
    store: &mut Store,
    origin: &str,
    params: &Params,
) -> Result<Response, OauthError> {
    let realm = params.require("realm")?;
    if realm != PASSWORD_CONNECTION {
        let description = format!("The connection {realm} was not found or is not a database");
        return Err(OauthError::invalid_request(description));
    }
    exchange(store, origin, params)
}

pub(super) fn exchange(
    store: &mut Store,
    origin: &str,
    params: &Params,
) -> Result<Response, OauthError> {
    let username = params.require("username")?;
    let password = params.require("password")?;
    let user_id = login::check(store, username, password).map_err(|text| {
        if text == login::TOO_MANY {
            OauthError::new(StatusCode::TOO_MANY_REQUESTS, "too_many_attempts", text)
        } else {
            OauthError::invalid_grant(text)
        }
    })?;
    let grant = grant_for(store, origin, &user_id, params)?;
    finish(store, origin, grant)
}
