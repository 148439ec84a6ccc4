//! The MFA API: between `mfa_required` and the grant that answers it.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::{delete, get, post};
use serde_json::{Value, json};

use super::client::Client;
use super::error::OauthError;
use super::grant::{Grant, mfa_audience};
use super::method::Kind;
use super::second_factor;
use crate::random;
use crate::store::{Store, World};

mod associate;
mod authenticators;
mod challenge;

/// How long a person may look for their second factor.
const LIFE_SECS: u64 = 600;

/// A sign-in that waits for a second factor.
#[derive(Clone, Debug)]
pub(crate) struct MfaToken {
    grant: Grant,
    expires_at: u64,
}

pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/mfa/challenge", post(challenge::challenge))
        .route("/mfa/associate", post(associate::associate))
        .route("/mfa/authenticators", get(authenticators::list))
        .route("/mfa/authenticators/{id}", delete(authenticators::remove))
}

/// Keeps a sign-in and returns the refusal that leads to its second factor.
pub(super) fn required(store: &mut Store, grant: Grant) -> OauthError {
    let methods = second_factor::usable(store, &grant.user_id);
    let requirements = if methods.is_empty() {
        let offered = store.settings.auth0.my_account_api.factors.iter();
        let kinds = offered
            .filter_map(|factor| Kind::parse(&factor.kind))
            .filter(|kind| kind.is_second_factor() && *kind != Kind::RecoveryCode);
        json!({ "enroll": types(kinds) })
    } else {
        json!({ "challenge": types(methods.iter().map(super::Method::kind)) })
    };
    let token = format!("Fe26.2*{}", random::handle(48));
    let record = MfaToken {
        grant,
        expires_at: store.now().plus_seconds(LIFE_SECS).seconds(),
    };
    store.auth0.mfa_tokens.insert(token.clone(), record);
    OauthError::new(
        StatusCode::FORBIDDEN,
        "mfa_required",
        "Multifactor authentication required",
    )
    .with("mfa_token", token.into())
    .with("mfa_requirements", requirements)
}

/// What an MFA token stands for.
fn grant_of(store: &mut Store, token: &str) -> Result<Grant, OauthError> {
    let now = store.now().seconds();
    let record = store.auth0.mfa_tokens.get(token).cloned();
    let record = record.ok_or_else(|| OauthError::invalid_grant("Malformed mfa_token"))?;
    if now >= record.expires_at {
        store.auth0.mfa_tokens.remove(token);
        return Err(OauthError::new(
            StatusCode::UNAUTHORIZED,
            "expired_token",
            "mfa_token is expired",
        ));
    }
    Ok(record.grant)
}

/// What an MFA token stands for that this application was given.
pub(super) fn grant_of_client(
    store: &mut Store,
    client: &Client,
    token: &str,
) -> Result<Grant, OauthError> {
    let grant = grant_of(store, token)?;
    if grant.client_id != client.id {
        return Err(OauthError::invalid_grant("Malformed mfa_token"));
    }
    Ok(grant)
}

/// Whose authenticators a caller may touch: the bearer of an MFA token, or of an access token for
/// this API with the scope.
fn caller(
    store: &mut Store,
    origin: &str,
    headers: &HeaderMap,
    scope: &str,
) -> Result<String, OauthError> {
    let refuse =
        |description: &str| OauthError::new(StatusCode::UNAUTHORIZED, "access_denied", description);
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.to_owned())
        .ok_or_else(|| refuse("Missing authorization header"))?;
    let record = store.auth0.access_tokens.get(&token);
    let Some(record) =
        record.filter(|record| record.audience.as_deref() == Some(&mfa_audience(origin)))
    else {
        return Ok(grant_of(store, &token)?.user_id);
    };
    if store.now().seconds() >= record.expires_at {
        return Err(refuse("The access token has expired"));
    }
    if !record.scope.iter().any(|given| given == scope) {
        let description = format!("Insufficient scope, expected: {scope}");
        return Err(OauthError::new(
            StatusCode::FORBIDDEN,
            "insufficient_scope",
            description,
        ));
    }
    Ok(record.user_id.clone())
}

/// Each kind once, in the words of this API.
fn types(kinds: impl Iterator<Item = Kind>) -> Value {
    let mut names: Vec<&str> = Vec::new();
    for kind in kinds {
        let name = if kind == Kind::Totp {
            "otp"
        } else {
            kind.name()
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
        .into_iter()
        .map(|name| json!({ "type": name }))
        .collect()
}
