//! Who calls: the access token of a request, and what is said when it is not good.

use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::refusal::Refusal;
use super::{User, access_list, session};
use crate::jwt::Unverified;
use crate::settings::Dialect;
use crate::store::Store;

/// The claims of a token that is whole, signed by the project and not expired.
pub(super) fn claims(store: &Store, token: &str) -> Result<Value, Fault> {
    let parsed = Unverified::parse(token).ok_or(Fault::Malformed)?;
    if !session::is_signed(store, &parsed) {
        return Err(Fault::BadSignature);
    }
    if parsed.claims["exp"]
        .as_u64()
        .is_none_or(|exp| store.now().seconds() >= exp)
    {
        return Err(Fault::Expired);
    }
    Ok(parsed.claims)
}

/// What is wrong with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    NoHeader,
    Malformed,
    BadSignature,
    Expired,
    NotElevated,
}

/// The claims of the token a request carries.
pub(super) fn claims_of(store: &Store, headers: &HeaderMap) -> Result<Value, Fault> {
    token(headers)
        .ok_or(Fault::NoHeader)
        .and_then(|token| claims(store, token))
}

/// The person who calls. Their row is checked too: deleted, disabled, not verified, anonymous.
pub(super) fn caller(store: &Store, headers: &HeaderMap) -> Result<User, Box<Response>> {
    let settings = &store.settings.nhost;
    let claims =
        claims_of(store, headers).map_err(|fault| Box::new(fault.answer(settings.dialect)))?;
    let user = store.nhost.user(claims["sub"].as_str().unwrap_or_default());
    check_row(store, user)
        .cloned()
        .map_err(|refusal| Box::new(refusal.answer(settings)))
}

pub(super) fn check_row<'a>(store: &Store, user: Option<&'a User>) -> Result<&'a User, Refusal> {
    let settings = &store.settings.nhost;
    match user {
        None => Err(Refusal::InvalidEmailPassword),
        Some(user) if !access_list::allows(settings, user.email.as_deref()) => {
            Err(Refusal::InvalidEmailPassword)
        }
        Some(user) if user.disabled => Err(Refusal::DisabledUser),
        Some(user) if settings.verification_required && !user.email_verified => {
            Err(Refusal::UnverifiedUser)
        }
        Some(user) if user.is_anonymous => Err(Refusal::ForbiddenAnonymous),
        Some(user) => Ok(user),
    }
}

/// The token of an `Authorization` header: the scheme is case-sensitive and followed by one space.
pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    let token = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")?;
    (!token.is_empty() && !token.contains(' ')).then_some(token)
}

impl Fault {
    pub(super) fn answer(self, dialect: Dialect) -> Response {
        match dialect {
            Dialect::L0 => {
                let why = match self {
                    Self::NoHeader => "invalid authorization header",
                    Self::Malformed => {
                        "error validating token: error parsing token: token is malformed"
                    }
                    Self::BadSignature => {
                        "error validating token: error parsing token: token signature is invalid: crypto/rsa: verification error"
                    }
                    Self::Expired => {
                        "error validating token: error parsing token: token has invalid claims: token is expired"
                    }
                    Self::NotElevated => "elevated-claim-required",
                };
                let error = format!(
                    "error in openapi3filter.SecurityRequirementsError: security requirements failed: {why}"
                );
                (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response()
            }
            Dialect::L1 | Dialect::L2 => {
                let (reason, scheme) = match self {
                    Self::NoHeader => ("missing or malformed authorization header", "BearerAuth"),
                    Self::Malformed | Self::BadSignature | Self::Expired => {
                        ("invalid or expired token", "BearerAuth")
                    }
                    Self::NotElevated => ("elevated claim required", "BearerAuthElevated"),
                };
                let body =
                    json!({ "error": "unauthorized", "reason": reason, "securityScheme": scheme });
                (StatusCode::UNAUTHORIZED, Json(body)).into_response()
            }
        }
    }
}
