//! `POST /oauth/token`

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method as Verb, StatusCode, Uri};
use axum::response::Response;

use super::client::check_client;
use super::dpop;
use super::error::OauthError;
use super::params::Params;
use crate::store::{Store, World};

mod authorization_code;
mod device_code;
mod finish;
mod mfa;
mod password;
mod passwordless;
mod refresh_token;
mod webauthn;

pub(super) use self::finish::grant_for;
pub(super) use self::passwordless::of_realm;

const PASSWORD_REALM: &str = "http://auth0.com/oauth/grant-type/password-realm";
const PASSWORDLESS: &str = "http://auth0.com/oauth/grant-type/passwordless/otp";
const MFA_OTP: &str = "http://auth0.com/oauth/grant-type/mfa-otp";
const MFA_OOB: &str = "http://auth0.com/oauth/grant-type/mfa-oob";
const MFA_RECOVERY_CODE: &str = "http://auth0.com/oauth/grant-type/mfa-recovery-code";
const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";
const WEBAUTHN: &str = "urn:okta:params:oauth:grant-type:webauthn";

/// Grants that no application of this tenant could use.
const UNAVAILABLE: [&str; 6] = [
    "password",
    "client_credentials",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token",
    "urn:openid:params:grant-type:ciba",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
];

pub(crate) async fn exchange(
    State(world): State<Arc<World>>,
    verb: Verb,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, OauthError> {
    let params = Params::from_body(&headers, &body)?;
    let mut store = world.lock();
    let origin = &world.addresses.auth0;
    let grant_type = params.require("grant_type")?;
    check_client(&store.settings.auth0, params.require("client_id")?)?;

    let is_given = store
        .settings
        .auth0
        .grants
        .iter()
        .any(|given| given == grant_type);
    if !is_given && is_known(grant_type) {
        return Err(OauthError::grant_not_allowed(grant_type));
    }
    let presented = dpop::Presented {
        verb: &verb,
        path: uri.path(),
        headers: &headers,
    };
    dpop::prove(&mut store, origin, presented, &params)?;
    let answer = match grant_type {
        "authorization_code" => authorization_code::exchange(&mut store, origin, &params),
        "refresh_token" => refresh_token::exchange(&mut store, origin, &params),
        "password" => password::exchange(&mut store, origin, &params),
        PASSWORD_REALM => password::exchange_at_realm(&mut store, origin, &params),
        MFA_OTP => mfa::otp(&mut store, origin, &params),
        MFA_OOB => mfa::oob(&mut store, origin, &params),
        MFA_RECOVERY_CODE => mfa::recovery_code(&mut store, origin, &params),
        PASSWORDLESS => passwordless::exchange(&mut store, origin, &params),
        DEVICE_CODE => device_code::exchange(&mut store, origin, &params),
        WEBAUTHN => webauthn::exchange(&mut store, origin, &params),
        known if is_known(known) => Err(OauthError::grant_not_allowed(known)),
        unknown => {
            let description = format!("Unsupported grant type: {unknown}");
            Err(OauthError::new(
                StatusCode::BAD_REQUEST,
                "unsupported_grant_type",
                description,
            ))
        }
    };
    dpop::forget(&mut store);
    answer
}

/// Whether a tenant has heard of it, so that the application was merely not given it.
fn is_known(grant_type: &str) -> bool {
    let carried_out = [
        "authorization_code",
        "refresh_token",
        PASSWORD_REALM,
        PASSWORDLESS,
        MFA_OTP,
        MFA_OOB,
        MFA_RECOVERY_CODE,
        DEVICE_CODE,
        WEBAUTHN,
    ];
    carried_out.contains(&grant_type) || UNAVAILABLE.contains(&grant_type)
}

/// Refuses an audience that is not one of the tenant's.
pub(super) fn check_audience(
    store: &Store,
    origin: &str,
    params: &Params,
) -> Result<(), OauthError> {
    grant_for(store, origin, "", params).map(drop)
}
