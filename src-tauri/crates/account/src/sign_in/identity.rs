//! Who signed in: the ID token is checked with the keys of the tenant.

use std::time::Duration;

use auth0::AuthenticationClient;
use protocol::{
    discovery::Metadata,
    id_token::{self, Claims, Expected, IdTokenError},
    jwks::KeySet,
    oauth::Tokens,
    secret::{IdToken, Nonce},
};

use super::adopt::Newcomer;
use crate::{
    connection::ConnectionId,
    context::{Context, secs},
    error::Error,
    provider::{ID_TOKEN_ALGORITHMS, claims_profile, keys_meaning},
};

/// What was asked for, and what the answer has to say therefore.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The tenant's own description, which names the address of its keys.
    pub(super) metadata: &'a Metadata,
    /// What went out with a request through the browser; no other way has one.
    pub(super) nonce: Option<&'a Nonce>,
    /// How long ago the person may have proven who they are, where a fresh proof was asked for.
    pub(super) max_age: Option<Duration>,
}

/// Checks the ID token; unknown keys are fetched anew once, for a tenant that has just changed them.
pub(super) async fn identify(
    context: &Context,
    client: &AuthenticationClient,
    tokens: &Tokens,
    asked: Asked<'_>,
) -> Result<Claims, Error> {
    let token = tokens
        .id_token
        .as_ref()
        .ok_or(Error::IdToken { rule: "missing" })?;
    let mut verdict = Err(IdTokenError::NoKey);
    for _ in 0..2 {
        let keys = client
            .get_jwks(asked.metadata)
            .await
            .map_err(|error| keys_meaning(error, client.tenant().base().host()))?;
        verdict = verify(context, client, tokens, token, asked, &keys);
        if !matches!(verdict, Err(IdTokenError::NoKey)) {
            break;
        }
    }

    verdict.map_err(|error| clock_or_rule(context, &error, tokens))
}

/// Who the claims are about.
pub(super) fn newcomer(
    context: &Context,
    connection: &ConnectionId,
    claims: &Claims,
    nonce: Option<&Nonce>,
) -> Newcomer {
    Newcomer {
        connection: connection.clone(),
        issuer: claims.issuer.clone(),
        subject: claims.subject.clone(),
        nonce: nonce.cloned(),
        profile: claims_profile(&claims.subject, &claims.all, context.now_secs()),
    }
}

fn verify(
    context: &Context,
    client: &AuthenticationClient,
    tokens: &Tokens,
    token: &IdToken,
    asked: Asked<'_>,
    keys: &KeySet,
) -> Result<Claims, IdTokenError> {
    let expected = Expected {
        issuer: &client.tenant().issuer(),
        client_id: client.client_id(),
        nonce: asked.nonce,
        algorithms: ID_TOKEN_ALGORITHMS,
        max_age: asked.max_age,
        subject: None,
        organization: None,
        access_token: Some(&tokens.access_token),
    };

    id_token::verify(token, keys, &expected, context.ports.clock.now())
}

/// A token from the future or the past is most often a clock that is off: the answer's own date tells.
fn clock_or_rule(context: &Context, error: &IdTokenError, tokens: &Tokens) -> Error {
    /// Less than this is no reason for a refusal.
    const NOTEWORTHY_SECS: i64 = 60;
    let is_about_time = matches!(error.rule(), "exp" | "iat" | "nbf" | "auth_time");
    let seconds = tokens.date.map_or(0, |date| {
        i64::from(context.now_secs()) - i64::from(secs(date))
    });
    if is_about_time && seconds.abs() >= NOTEWORTHY_SECS {
        return Error::ClockOff { seconds };
    }

    Error::IdToken { rule: error.rule() }
}
