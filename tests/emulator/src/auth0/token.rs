//! `POST /oauth/token`

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::client::check_client;
use super::error::OauthError;
use super::params::Params;
use crate::store::World;

mod authorization_code;
mod refresh_token;

/// Grants a tenant knows and this application was not given.
const NOT_ALLOWED: [&str; 13] = [
    "password",
    "client_credentials",
    "http://auth0.com/oauth/grant-type/password-realm",
    "http://auth0.com/oauth/grant-type/passwordless/otp",
    "http://auth0.com/oauth/grant-type/mfa-otp",
    "http://auth0.com/oauth/grant-type/mfa-oob",
    "http://auth0.com/oauth/grant-type/mfa-recovery-code",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "urn:okta:params:oauth:grant-type:webauthn",
    "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token",
    "urn:openid:params:grant-type:ciba",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
];

pub(crate) async fn exchange(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, OauthError> {
    let params = Params::from_body(&headers, &body)?;
    let mut store = world.lock();
    let origin = &world.addresses.auth0;
    let grant_type = params.require("grant_type")?;
    check_client(&store.settings.auth0, params.require("client_id")?)?;

    match grant_type {
        "authorization_code" => authorization_code::exchange(&mut store, origin, &params),
        "refresh_token" => refresh_token::exchange(&mut store, origin, &params),
        known if NOT_ALLOWED.contains(&known) => Err(OauthError::grant_not_allowed(known)),
        unknown => {
            let description = format!("Unsupported grant type: {unknown}");
            Err(OauthError::new(
                StatusCode::BAD_REQUEST,
                "unsupported_grant_type",
                description,
            ))
        }
    }
}
