//! `POST /oauth/token`

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Method as Verb, StatusCode, Uri};
use axum::response::Response;

use super::client::{Client, open};
use super::dpop;
use super::error::OauthError;
use super::params::Params;
use crate::store::{Store, World};

mod authorization_code;
mod ciba;
mod client_credentials;
mod device_code;
mod federated;
mod finish;
mod mfa;
mod password;
mod passwordless;
mod refresh_token;
pub(super) mod session_transfer;
mod token_exchange;
mod webauthn;

pub(super) use self::finish::{check_audience, grant_for};
pub(super) use self::passwordless::of_realm;
pub(crate) use self::session_transfer::SessionTransfer;

/// The grants of a tenant, in the words of `grant_type`.
pub(super) mod grant_type {
    pub(crate) const AUTHORIZATION_CODE: &str = "authorization_code";
    pub(crate) const REFRESH_TOKEN: &str = "refresh_token";
    pub(crate) const PASSWORD: &str = "password";
    pub(crate) const CLIENT_CREDENTIALS: &str = "client_credentials";
    pub(crate) const PASSWORD_REALM: &str = "http://auth0.com/oauth/grant-type/password-realm";
    pub(crate) const PASSWORDLESS: &str = "http://auth0.com/oauth/grant-type/passwordless/otp";
    pub(crate) const MFA_OTP: &str = "http://auth0.com/oauth/grant-type/mfa-otp";
    pub(crate) const MFA_OOB: &str = "http://auth0.com/oauth/grant-type/mfa-oob";
    pub(crate) const MFA_RECOVERY_CODE: &str =
        "http://auth0.com/oauth/grant-type/mfa-recovery-code";
    pub(crate) const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";
    pub(crate) const WEBAUTHN: &str = "urn:okta:params:oauth:grant-type:webauthn";
    pub(crate) const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
    pub(crate) const FEDERATED: &str =
        "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";
    pub(crate) const CIBA: &str = "urn:openid:params:grant-type:ciba";
}

/// A request to the token endpoint, its application known.
pub(super) struct Exchange<'a> {
    pub(super) store: &'a mut Store,
    pub(super) origin: &'a str,
    pub(super) client: &'a Client,
    pub(super) params: &'a Params,
}

/// Answers one grant.
type Answer = fn(&mut Exchange<'_>) -> Result<Response, OauthError>;

/// Every grant, and what answers it.
const GRANTS: [(&str, Answer); 14] = [
    (grant_type::AUTHORIZATION_CODE, authorization_code::exchange),
    (grant_type::REFRESH_TOKEN, refresh_token::exchange),
    (grant_type::PASSWORD, password::exchange),
    (grant_type::PASSWORD_REALM, password::exchange_at_realm),
    (grant_type::CLIENT_CREDENTIALS, client_credentials::exchange),
    (grant_type::PASSWORDLESS, passwordless::exchange),
    (grant_type::MFA_OTP, mfa::otp),
    (grant_type::MFA_OOB, mfa::oob),
    (grant_type::MFA_RECOVERY_CODE, mfa::recovery_code),
    (grant_type::DEVICE_CODE, device_code::exchange),
    (grant_type::WEBAUTHN, webauthn::exchange),
    (grant_type::TOKEN_EXCHANGE, token_exchange::exchange),
    (grant_type::FEDERATED, federated::exchange),
    (grant_type::CIBA, ciba::exchange),
];

pub(crate) async fn exchange(
    State(world): State<Arc<World>>,
    verb: Verb,
    uri: Uri,
    headers: HeaderMap,
    params: Params,
) -> Result<Response, OauthError> {
    let asked = params.require("grant_type")?;
    let (mut store, client) = open(&world, &params)?;
    let Some((_, answer)) = GRANTS.iter().find(|(known, _)| *known == asked) else {
        return Err(OauthError::new(
            StatusCode::BAD_REQUEST,
            "unsupported_grant_type",
            format!("Unsupported grant type: {asked}"),
        ));
    };
    client.check_grant(asked)?;
    let origin = &world.addresses.auth0;
    let presented = dpop::Presented {
        verb: &verb,
        path: uri.path(),
        headers: &headers,
    };
    dpop::prove(&mut store, origin, presented, &params)?;
    let answer = answer(&mut Exchange {
        store: &mut store,
        origin,
        client: &client,
        params: &params,
    });
    dpop::forget(&mut store);
    answer
}
