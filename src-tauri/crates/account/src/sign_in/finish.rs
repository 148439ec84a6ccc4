//! The end of a sign-in: the code that came home is redeemed once, and what it brings is checked.

use std::sync::Arc;

use auth0::AuthenticationClient;
use protocol::{
    id_token::{self, Claims, Expected, IdTokenError},
    oauth::Tokens,
    secret::IdToken,
};

use super::{
    SignInPhase,
    adopt::{Newcomer, adopt},
    pending::{Pending, Returned},
};
use crate::{
    account::Keep,
    connection::{ConnectionId, redirect_uri},
    context::Context,
    errand,
    error::Error,
    provider::{Grant, ID_TOKEN_ALGORITHMS, Provider, auth0_meaning, claims_profile, keys_meaning},
};

/// How an attempt ends when it does not end well.
enum Ending {
    WrongAccount {
        expected: String,
        came_back_as: String,
    },
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Ending {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Ending> for SignInPhase {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::WrongAccount {
                expected,
                came_back_as,
            } => Self::WrongAccount {
                expected,
                came_back_as,
            },
            Ending::Failed(error) => Self::Failed(error),
        }
    }
}

/// Goes on with a sign-in that waits because the vault could not be written.
pub(crate) async fn resume(
    context: &Arc<Context>,
    connection: &ConnectionId,
    keep: Keep,
) -> Result<(), Error> {
    let (number, mut returned) = context
        .errands()
        .unpark(connection)
        .ok_or(Error::NotFound)?;
    returned.pending.request.keep = keep;
    context
        .errands()
        .set_phase(connection, number, SignInPhase::Checking);
    context.publish();
    complete(context, connection, number, returned).await;

    Ok(())
}

/// Makes a session of what came home.
pub(crate) async fn complete(
    context: &Arc<Context>,
    connection: &ConnectionId,
    number: u64,
    returned: Returned,
) {
    // The code is good once: it is redeemed only when what comes for it can be kept.
    if let Err(error) = context.can_keep(returned.pending.request.keep).await {
        context.errands().park(connection, number, returned);
        context
            .errands()
            .set_phase(connection, number, SignInPhase::VaultClosed(error));
        context.publish();
        return;
    }
    if !context.errands().is_current(connection, number) {
        return;
    }

    match redeem(context, number, returned).await {
        Ok(()) => {
            context.errands().remove_number(connection, number);
            context.publish();
        }
        Err(ending) => errand::fail(context, connection, number, ending.into()),
    }
}

async fn redeem(context: &Arc<Context>, number: u64, returned: Returned) -> Result<(), Ending> {
    let Returned { pending, home } = returned;
    let connection = context.connection(&pending.request.connection)?;
    let provider = Provider::of(&connection, &context.http, pending.dpop.clone());
    let Provider::Auth0(client) = &provider else {
        return Err(Error::NotFound.into());
    };

    let redirect_uri = redirect_uri(&home.way.target);
    let tokens = client
        .exchange_code(home.code, &home.way.verifier, &redirect_uri)
        .await
        .map_err(auth0_meaning)?;
    let checked = checked_claims(context, client, &pending, &tokens).await;
    let claims = match checked {
        Ok(claims) => claims,
        Err(error) => return Err(unwanted(&provider, &tokens, error.into()).await),
    };
    let profile = claims_profile(&claims.subject, &claims.all, context.now_secs());
    let newcomer = Newcomer {
        connection: connection.id.clone(),
        issuer: claims.issuer.clone(),
        subject: claims.subject.clone(),
        profile,
    };

    let is_current = context.errands().is_current(&connection.id, number);
    if let Err(ending) = welcome(&pending, &claims, &newcomer, is_current) {
        return Err(unwanted(&provider, &tokens, ending).await);
    }
    let account = adopt(context, newcomer, pending.request.keep, Grant::from(tokens)).await?;
    if let Some(proof) = &pending.proof {
        proof.note(context, &*context.session(&account)?);
    }

    Ok(())
}

/// Whether it is the one who was waited for, with what they were to prove.
fn welcome(
    pending: &Pending,
    claims: &Claims,
    newcomer: &Newcomer,
    is_current: bool,
) -> Result<(), Ending> {
    if let Some(expected) = &pending.expected
        && expected.subject != claims.subject
    {
        return Err(Ending::WrongAccount {
            expected: expected.label.clone(),
            came_back_as: newcomer.label().to_owned(),
        });
    }
    if !is_current {
        return Err(Error::Cancelled.into());
    }
    if let Some(proof) = &pending.proof {
        proof.check(claims)?;
    }

    Ok(())
}

/// Nobody is going to use these tokens: they end where they came from.
async fn unwanted(provider: &Provider, tokens: &Tokens, ending: Ending) -> Ending {
    if let Some(token) = &tokens.refresh_token {
        provider.discard(token).await;
    }

    ending
}

/// Checks the ID token; unknown keys are fetched anew once, for a tenant that has just changed them.
async fn checked_claims(
    context: &Context,
    client: &AuthenticationClient,
    pending: &Pending,
    tokens: &Tokens,
) -> Result<Claims, Error> {
    let token = tokens
        .id_token
        .as_ref()
        .ok_or(Error::IdToken { rule: "missing" })?;
    let mut verdict = Err(IdTokenError::NoKey);
    for _ in 0..2 {
        let keys = client
            .get_jwks(&pending.metadata)
            .await
            .map_err(|error| keys_meaning(error, client.tenant().base().host()))?;
        verdict = verify(context, client, pending, tokens, token, &keys);
        if !matches!(verdict, Err(IdTokenError::NoKey)) {
            break;
        }
    }

    verdict.map_err(|error| clock_or_rule(context, &error, tokens))
}

fn verify(
    context: &Context,
    client: &AuthenticationClient,
    pending: &Pending,
    tokens: &Tokens,
    token: &IdToken,
    keys: &protocol::jwks::KeySet,
) -> Result<Claims, IdTokenError> {
    let now = context.ports.clock.now();
    // The person has to have signed in after they were asked to; how long they then took is their own matter.
    let max_age = pending
        .proof
        .as_ref()
        .map(|_| now.duration_since(pending.asked).unwrap_or_default());
    let expected = Expected {
        issuer: &client.tenant().issuer(),
        client_id: client.client_id(),
        nonce: Some(&pending.nonce),
        algorithms: ID_TOKEN_ALGORITHMS,
        max_age,
        subject: None,
        organization: None,
        access_token: Some(&tokens.access_token),
    };

    id_token::verify(token, keys, &expected, now)
}

/// A token from the future or the past is most often a clock that is off: the answer's own date tells.
fn clock_or_rule(context: &Context, error: &IdTokenError, tokens: &Tokens) -> Error {
    /// Less than this is no reason for a refusal.
    const NOTEWORTHY_SECS: i64 = 60;
    let is_about_time = matches!(error.rule(), "exp" | "iat" | "nbf" | "auth_time");
    let seconds = tokens.date.map_or(0, |date| {
        i64::from(context.now_secs()) - i64::from(crate::context::secs(date))
    });
    if is_about_time && seconds.abs() >= NOTEWORTHY_SECS {
        return Error::ClockOff { seconds };
    }

    Error::IdToken { rule: error.rule() }
}
