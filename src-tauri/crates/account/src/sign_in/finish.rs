//! The way home: a callback is matched with its request, and its code redeemed once.

use std::sync::Arc;

use auth0::AuthenticationClient;
use protocol::{
    callback::{AuthorizationError, Callback, IssuerParameter, Returned as Outcome},
    id_token::{self, Algorithm, Claims, Expected, IdTokenError},
    oauth::Tokens,
    secret::IdToken,
};

use super::{
    SignInPhase, StartSignIn,
    adopt::{Newcomer, adopt},
    attempt::{Returned, Waiting},
};
use crate::{
    account::Keep,
    connection::{ConnectionId, redirect_uri},
    context::Context,
    error::{CallbackProblem, Error, Refusal},
    provider::{Grant, Provider, auth0_meaning, claims_profile, keys_meaning},
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

/// Takes a parsed callback of this connection.
///
/// What belongs to a pending request goes on in a task of its own and is told through the state.
pub(crate) fn finish(
    context: &Arc<Context>,
    connection: &ConnectionId,
    callback: Callback,
) -> Result<(), CallbackProblem> {
    let taken = context
        .sign_ins()
        .take(connection, &callback, &*context.ports.clock);
    // One whose time is over has just been ended.
    let (number, waiting) = taken.inspect_err(|_| context.publish())?;
    let outcome = checked_issuer(&waiting, callback);
    context
        .sign_ins()
        .set_phase(connection, number, SignInPhase::Checking);
    context.publish();

    let context = Arc::clone(context);
    let connection = connection.clone();
    match outcome {
        Ok(Outcome::Code { code }) => {
            let returned = Returned { waiting, code };
            tokio::spawn(
                async move { complete(&context, &connection, number, returned, None).await },
            );
        }
        Ok(Outcome::Refused { error, description }) => {
            let description = description.as_ref().map_or("", |text| text.as_str());
            fail(
                &context,
                &connection,
                number,
                Ending::Failed(refusal(&error, description)),
            );
        }
        Err(problem) => fail(
            &context,
            &connection,
            number,
            Ending::Failed(Error::Callback(problem)),
        ),
    }

    Ok(())
}

/// Goes on with a sign-in that waits because the vault could not be written.
pub(crate) async fn resume(
    context: &Arc<Context>,
    connection: &ConnectionId,
    keep: Keep,
) -> Result<(), Error> {
    let (number, returned) = context
        .sign_ins()
        .unpark(connection)
        .ok_or(Error::NotFound)?;
    context
        .sign_ins()
        .set_phase(connection, number, SignInPhase::Checking);
    context.publish();
    complete(context, connection, number, returned, Some(keep)).await;

    Ok(())
}

async fn complete(
    context: &Arc<Context>,
    connection: &ConnectionId,
    number: u64,
    returned: Returned,
    keep: Option<Keep>,
) {
    let request = context
        .sign_ins()
        .find(connection)
        .map(|attempt| attempt.request.clone());
    let Some(request) = request else { return };
    let keep = keep.unwrap_or(request.keep);
    // The code is good once: it is redeemed only when what comes for it can be kept.
    if let Err(error) = context.can_keep(keep).await {
        context.sign_ins().park(connection, number, returned);
        context
            .sign_ins()
            .set_phase(connection, number, SignInPhase::VaultClosed(error));
        context.publish();
        return;
    }

    match redeem(context, &request, returned, keep, number).await {
        Ok(()) => {
            context.sign_ins().remove_number(connection, number);
            context.publish();
        }
        Err(ending) => fail(context, connection, number, ending),
    }
}

async fn redeem(
    context: &Arc<Context>,
    request: &StartSignIn,
    returned: Returned,
    keep: Keep,
    number: u64,
) -> Result<(), Ending> {
    let connection = context.connection(&request.connection)?;
    let Returned { waiting, code } = returned;
    let provider = Provider::of(&connection, &context.http, waiting.dpop.clone());
    let Provider::Auth0(client) = &provider else {
        return Err(Error::NotFound.into());
    };

    let redirect_uri = redirect_uri(&waiting.target);
    let tokens = client
        .exchange_code(code, &waiting.verifier, &redirect_uri)
        .await
        .map_err(auth0_meaning)?;
    let claims = checked_claims(context, client, &waiting, &tokens).await?;
    let profile = claims_profile(&claims.subject, &claims.all, context.now_secs());
    let newcomer = Newcomer {
        connection: connection.id.clone(),
        issuer: claims.issuer.clone(),
        subject: claims.subject.clone(),
        profile,
    };

    let is_current = context.sign_ins().is_current(&connection.id, number);
    let wrong = waiting
        .expected
        .filter(|expected| expected.subject != claims.subject);
    if !is_current || wrong.is_some() {
        // Nobody is going to use these tokens: they end where they came from.
        if let Some(token) = &tokens.refresh_token {
            provider.discard(token).await;
        }
        return Err(match wrong {
            Some(expected) => Ending::WrongAccount {
                expected: expected.label,
                came_back_as: newcomer.label().to_owned(),
            },
            None => Ending::Failed(Error::Cancelled),
        });
    }
    adopt(context, newcomer, keep, Grant::from(tokens)).await?;

    Ok(())
}

/// Checks the ID token; unknown keys are fetched anew once, for a tenant that has just changed them.
async fn checked_claims(
    context: &Context,
    client: &AuthenticationClient,
    waiting: &Waiting,
    tokens: &Tokens,
) -> Result<Claims, Error> {
    let token = tokens
        .id_token
        .as_ref()
        .ok_or(Error::IdToken { rule: "missing" })?;
    let mut verdict = Err(IdTokenError::NoKey);
    for _ in 0..2 {
        let keys = client
            .get_jwks(&waiting.metadata)
            .await
            .map_err(|error| keys_meaning(error, client.tenant().base().host()))?;
        verdict = verify(context, client, waiting, tokens, token, &keys);
        if !matches!(verdict, Err(IdTokenError::NoKey)) {
            break;
        }
    }

    verdict.map_err(|error| clock_or_rule(context, &error, tokens))
}

fn verify(
    context: &Context,
    client: &AuthenticationClient,
    waiting: &Waiting,
    tokens: &Tokens,
    token: &IdToken,
    keys: &protocol::jwks::KeySet,
) -> Result<Claims, IdTokenError> {
    let expected = Expected {
        issuer: &client.tenant().issuer(),
        client_id: client.client_id(),
        nonce: Some(&waiting.nonce),
        // What the vendor documents for native applications; HS256 would need a secret that we must not have.
        algorithms: &[Algorithm::Rs256, Algorithm::Ps256],
        max_age: None,
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
        i64::from(context.now_secs()) - i64::from(crate::context::secs(date))
    });
    if is_about_time && seconds.abs() >= NOTEWORTHY_SECS {
        return Error::ClockOff { seconds };
    }

    Error::IdToken { rule: error.rule() }
}

/// RFC 9207: where the provider says who it is, it has to be the one that was asked.
fn checked_issuer(waiting: &Waiting, callback: Callback) -> Result<Outcome, CallbackProblem> {
    let announced = match waiting.metadata.iss_parameter_supported {
        true => IssuerParameter::Announced,
        false => IssuerParameter::NotAnnounced,
    };
    callback.check_issuer(&waiting.metadata.issuer, announced)?;

    Ok(callback.outcome)
}

/// What the provider's error in a callback means (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6).
fn refusal(error: &AuthorizationError, description: &str) -> Error {
    let misconfigured = |hint: &str| Error::Misconfigured {
        hint: hint.to_owned(),
        request_id: None,
    };

    match error {
        // The tenant's words for an audience that it does not know.
        AuthorizationError::AccessDenied if description.starts_with("Service not found") => {
            misconfigured("service_not_found")
        }
        AuthorizationError::AccessDenied => Error::Refused(Refusal::AccessDenied),
        AuthorizationError::Unauthorized => Error::Refused(Refusal::Blocked),
        AuthorizationError::LoginRequired
        | AuthorizationError::ConsentRequired
        | AuthorizationError::InteractionRequired
        | AuthorizationError::MfaRequired => Error::Refused(Refusal::LoginRequired),
        AuthorizationError::ServerError | AuthorizationError::TemporarilyUnavailable => {
            Error::ProviderFailed {
                status: None,
                what: error.as_str().to_owned(),
                request_id: None,
            }
        }
        AuthorizationError::InvalidRequest
        | AuthorizationError::InvalidScope
        | AuthorizationError::UnauthorizedClient
        | AuthorizationError::UnsupportedResponseType
        | AuthorizationError::Other(_) => misconfigured(error.as_str()),
    }
}

fn fail(context: &Context, connection: &ConnectionId, number: u64, ending: Ending) {
    let phase = match ending {
        Ending::WrongAccount {
            expected,
            came_back_as,
        } => SignInPhase::WrongAccount {
            expected,
            came_back_as,
        },
        Ending::Failed(error) => {
            tracing::info!(%error, "a sign-in ended without a session");
            SignInPhase::Failed(error)
        }
    };
    context.sign_ins().set_phase(connection, number, phase);
    context.publish();
}
