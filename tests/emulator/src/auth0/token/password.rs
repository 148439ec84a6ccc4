//! The grants that take a password.

use axum::response::Response;

use super::Exchange;
use super::finish::{finish, grant_for};
use crate::auth0::error::OauthError;
use crate::auth0::sign_in;
use crate::settings::PASSWORD_CONNECTION;

pub(super) fn exchange_at_realm(exchange: &mut Exchange<'_>) -> Result<Response, OauthError> {
    let realm = exchange.params.require("realm")?;
    if realm != PASSWORD_CONNECTION {
        let description = format!("The connection {realm} was not found or is not a database");
        return Err(OauthError::invalid_request(description));
    }
    self::exchange(exchange)
}

pub(super) fn exchange(exchange: &mut Exchange<'_>) -> Result<Response, OauthError> {
    let Exchange {
        store,
        origin,
        client,
        params,
    } = exchange;
    let username = params.require("username")?;
    let password = params.require("password")?;
    let user_id = sign_in::check(store, origin, username, password)?;
    let grant = grant_for(store, origin, client, &user_id, params)?;
    finish(exchange, grant)
}
