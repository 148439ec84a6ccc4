//! The way home: a callback is matched with its errand and handed to whoever goes on with it.

use std::sync::Arc;

use protocol::callback::{AuthorizationError, Callback, Returned as Outcome, ReturnedState};

use super::{Quest, Redeemable, Waiting};
use crate::{
    connected,
    connection::ConnectionId,
    context::Context,
    error::{CallbackProblem, Error, Refusal},
    sign_in::{self, Returned, SignInPhase},
};

/// Takes a parsed callback of this connection.
///
/// What belongs to a pending errand goes on in a task of its own and is told through the state.
pub(crate) fn finish(
    context: &Arc<Context>,
    connection: &ConnectionId,
    callback: Callback,
) -> Result<(), CallbackProblem> {
    let taken = context
        .errands()
        .take(connection, callback.state(), &*context.ports.clock);
    // One whose time is over has just been ended.
    let (number, waiting) = taken.inspect_err(|_| context.publish())?;
    context
        .errands()
        .set_phase(connection, number, SignInPhase::Checking);
    context.publish();

    if let Err(error) = go_on(context, connection, number, waiting, callback) {
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
        .take(connection, state, &*context.ports.clock);
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
    callback: Callback,
) -> Result<(), Error> {
    let (issuer, parameter) = waiting.quest.issuer();
    callback
        .check_issuer(issuer, parameter)
        .map_err(|error| Error::Callback(error.into()))?;
    let (context, connection) = (Arc::clone(context), connection.clone());
    let Waiting { way, quest } = waiting;

    match (callback.outcome, quest) {
        (Outcome::Code { code }, Quest::SignIn(pending)) => {
            let home = Redeemable { code, way };
            let returned = Returned { pending, home };
            tokio::spawn(async move {
                sign_in::complete(&context, &connection, number, returned).await;
            });
        }
        (Outcome::ConnectCode { code }, Quest::Connect(connecting)) => {
            let home = Redeemable { code, way };
            tokio::spawn(async move {
                connected::complete(&context, number, connecting, home).await;
            });
        }
        (Outcome::Refused { error, description }, _) => {
            let description = description.as_ref().map_or("", |text| text.as_str());
            return Err(refusal(&error, description));
        }
        // The right state with the wrong kind of code: a provider that mixes up its own answers.
        (Outcome::Code { .. }, Quest::Connect(_))
        | (Outcome::ConnectCode { .. }, Quest::SignIn(_)) => {
            return Err(Error::Callback(CallbackProblem::NoCode));
        }
    }

    Ok(())
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
