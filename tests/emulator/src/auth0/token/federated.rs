//! The grant that gives a confidential application the provider's token of a connected account.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::Exchange;
use super::finish::check_user;
use crate::auth0::error::OauthError;
use crate::random;

const REFRESH_TOKEN: &str = "urn:ietf:params:oauth:token-type:refresh_token";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
const REQUESTED: &str = "http://auth0.com/oauth/token-type/federated-connection-access-token";

/// How long the provider's token lives.
const LIFE_SECS: u64 = 3600;

pub(super) fn exchange(exchange: &mut Exchange<'_>) -> Result<Response, OauthError> {
    let Exchange {
        store,
        client,
        params,
        ..
    } = exchange;
    client.check_confidential()?;
    let token = params.require("subject_token")?;
    if params.require("requested_token_type")? != REQUESTED {
        let description = "Unsupported requested_token_type";
        return Err(OauthError::invalid_request(description));
    }
    let connection = params.require("connection")?;
    let now = store.now().seconds();
    let user_id = match params.require("subject_token_type")? {
        REFRESH_TOKEN => store
            .auth0
            .families
            .grant_of_living(token, now, &store.settings.auth0)
            .filter(|grant| grant.client_id == client.id)
            .map(|grant| grant.user_id.clone()),
        ACCESS_TOKEN => store
            .auth0
            .access_tokens
            .get(token)
            .filter(|record| now < record.expires_at)
            .map(|record| record.user_id.clone()),
        _ => {
            let description = "Unsupported subject_token_type";
            return Err(OauthError::invalid_request(description));
        }
    };
    let user_id = user_id.ok_or_else(|| OauthError::invalid_grant("Invalid subject_token"))?;
    check_user(store, &user_id)?;
    let mut accounts = store.auth0.connected_accounts.iter();
    let account = accounts
        .find(|account| account.user_id == user_id && account.connection == connection)
        .ok_or_else(|| {
            OauthError::new(
                StatusCode::UNAUTHORIZED,
                "federated_connection_refresh_token_not_found",
                "The connected account or its refresh token was not found",
            )
        })?;
    let body = json!({
        "access_token": format!("{connection}-{}", random::handle(24)),
        "issued_token_type": REQUESTED,
        "token_type": "Bearer",
        "scope": account.scopes.join(" "),
        "expires_in": LIFE_SECS,
    });
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response())
}
