//! The way home: a callback is matched with its errand and handed to whoever goes on with it.

use std::sync::Arc;

use protocol::{
    callback::{AuthorizationError, Callback, IssuerParameter, Returned as Outcome, ReturnedState},
    display_text::DisplayText,
    secret::{AuthorizationCode, ConnectCode},
};

use super::{Answer, Quest, Redeemable, Waiting, WayHome};
use crate::{
    connected,
    connection::ConnectionId,
    context::Context,
    error::{CallbackProblem, Error, Refusal},
    linked,
    sign_in::{self, Returned, SignInPhase},
};

/// Takes a parsed answer to an errand of this connection.
///
/// What belongs to a pending errand goes on in a task of its own and is told through the state.
pub(crate) fn finish(
    context: &Arc<Context>,
    connection: &ConnectionId,
    answer: Answer,
) -> Result<(), CallbackProblem> {
    let taken =
        context
            .errands()
            .take(connection, |own| answer.answers(own), &*context.ports.clock);
    // One whose time is over has just been ended.
    let (number, waiting) = taken.inspect_err(|_| context.publish())?;
    context
        .errands()
        .set_phase(connection, number, SignInPhase::Checking);
    context.publish();

    if let Err(error) = go_on(context, connection, number, waiting, answer) {
        fail(context, connection, number, SignInPhase::Failed(error));
    }

    Ok(())
}

/// Ends the errand of this connection whose state stands in an answer that contradicts itself.
pub(crate) fn contradict(
    context: &Context,
    connection: &ConnectionId,
    state: &ReturnedState,
) -> Result<(), CallbackProblem> {
    let taken = context
        .errands()
        .take(connection, |own| state.is(own), &*context.ports.clock);
    let (number, _) = taken.inspect_err(|_| context.publish())?;
    let error = Error::Callback(CallbackProblem::NoCode);
    fail(context, connection, number, SignInPhase::Failed(error));

    Ok(())
}

fn go_on(
    context: &Arc<Context>,
    connection: &ConnectionId,
    number: u64,
    waiting: Waiting,
    answer: Answer,
) -> Result<(), Error> {
    let Waiting { way, quest } = waiting;
    match (answer, quest) {
        (Answer::OAuth(callback), Quest::SignIn(pending)) => {
            let (issuer, parameter) = pending.issuer();
            from(&callback, issuer, parameter)?;
            let (context, connection) = (Arc::clone(context), connection.clone());
            let home = code(callback, way)?;
            let returned = Returned::Auth0 { pending, home };
            tokio::spawn(async move {
                sign_in::complete(&context, &connection, number, returned).await;
            });
        }
        (Answer::OAuth(callback), Quest::Connect(connecting)) => {
            from(&callback, &connecting.issuer, IssuerParameter::NotAnnounced)?;
            let context = Arc::clone(context);
            let home = connect_code(callback, way)?;
            tokio::spawn(async move {
                connected::complete(&context, number, connecting, home).await;
            });
        }
        (Answer::Nhost(redirected), Quest::Provider(at)) => {
            let (context, connection) = (Arc::clone(context), connection.clone());
            let returned = sign_in::come_from_provider(at, way, redirected.outcome)?;
            tokio::spawn(async move {
                sign_in::complete(&context, &connection, number, returned).await;
            });
        }
        (Answer::Nhost(redirected), Quest::Link(linking)) => {
            let context = Arc::clone(context);
            tokio::spawn(async move {
                linked::complete(&context, number, &linking, redirected.outcome).await;
            });
        }
        // A connection has one provider, which was asked in its own words.
        (Answer::OAuth(_), Quest::Provider(_) | Quest::Link(_))
        | (Answer::Nhost(_), Quest::SignIn(_) | Quest::Connect(_)) => {
            return Err(Error::Callback(CallbackProblem::NotOurs));
        }
    }

    Ok(())
}

fn from(callback: &Callback, issuer: &str, parameter: IssuerParameter) -> Result<(), Error> {
    callback
        .check_issuer(issuer, parameter)
        .map_err(|error| Error::Callback(error.into()))
}

fn code(callback: Callback, way: WayHome) -> Result<Redeemable<AuthorizationCode>, Error> {
    match callback.outcome {
        Outcome::Code { code } => Ok(Redeemable { code, way }),
        Outcome::Refused { error, description } => Err(refusal(&error, description.as_ref())),
        // The right state with the wrong kind of code: a provider that mixes up its own answers.
        Outcome::ConnectCode { .. } => Err(Error::Callback(CallbackProblem::NoCode)),
    }
}

fn connect_code(callback: Callback, way: WayHome) -> Result<Redeemable<ConnectCode>, Error> {
    match callback.outcome {
        Outcome::ConnectCode { code } => Ok(Redeemable { code, way }),
        Outcome::Refused { error, description } => Err(refusal(&error, description.as_ref())),
        Outcome::Code { .. } => Err(Error::Callback(CallbackProblem::NoCode)),
    }
}

/// Tells how an errand ended that did not end well.
pub(crate) fn fail(context: &Context, connection: &ConnectionId, number: u64, phase: SignInPhase) {
    if let SignInPhase::Failed(error) = &phase {
        tracing::info!(%error, "an errand in the browser was in vain");
    }
    context.errands().set_phase(connection, number, phase);
    context.publish();
}

/// What the provider's error in a callback means (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6).
fn refusal(error: &AuthorizationError, description: Option<&DisplayText>) -> Error {
    let description = description.map_or("", |text| text.as_str());
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
