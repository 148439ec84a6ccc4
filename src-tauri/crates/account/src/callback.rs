//! Every way home ends here: a link from the system, a request on the loopback port, or a pasted address.

use std::sync::Arc;

use protocol::callback::{Callback, CallbackError, RedirectTarget, connection_of};
use zeroize::Zeroizing;

use crate::{
    connection::{CALLBACK_SCHEME, ConnectionId},
    context::Context,
    errand::{contradict, finish},
    error::CallbackProblem,
};

/// Takes an address from outside, as hostile input: whatever is not authenticated by the state of a pending
/// sign-in changes nothing.
pub(crate) fn receive(
    context: &Arc<Context>,
    address: Zeroizing<String>,
) -> Result<(), CallbackProblem> {
    match addressee(context, &address)? {
        Some(id) => receive_at(context, &id, address),
        None => Err(why_nobodys(address)),
    }
}

/// The same for an address that somebody brings to the sign-in at this connection.
pub(crate) fn receive_at(
    context: &Arc<Context>,
    id: &ConnectionId,
    address: Zeroizing<String>,
) -> Result<(), CallbackProblem> {
    let connection = context
        .connection(id)
        .map_err(|_| CallbackProblem::UnknownConnection)?;
    let pending = context.errands().target(id);
    // Without a pending sign-in the address is still looked at, so that nonsense is called nonsense.
    let is_pending = pending.is_some();
    let target = pending.unwrap_or_else(|| connection.redirect_target(None));
    let read = Callback::parse(take(address), &target);
    match read {
        Ok(callback) if is_pending => finish(context, id, callback),
        Err(CallbackError::SeveralAnswers { state }) if is_pending => {
            contradict(context, id, &state)
        }
        Ok(_) => Err(CallbackProblem::NothingPending),
        Err(error) => Err(error.into()),
    }
}

/// The text of an address that is given away: the parser wipes it in its turn.
fn take(mut address: Zeroizing<String>) -> String {
    std::mem::take(&mut *address)
}

/// Which connection an address is meant for: its host on the private scheme, its port on the loopback way.
fn addressee(context: &Context, address: &str) -> Result<Option<ConnectionId>, CallbackProblem> {
    if let Some(host) = connection_of(address, CALLBACK_SCHEME) {
        let id = ConnectionId::parse(&host).map_err(|_| CallbackProblem::UnknownConnection)?;
        return Ok(Some(id));
    }
    if let Some(port) = loopback_port_of(address) {
        let id = context.errands().listening_on(port);
        return id.map(Some).ok_or(CallbackProblem::NothingPending);
    }

    Ok(None)
}

/// In which way an address is nobody's: the strict reading says so.
fn why_nobodys(address: Zeroizing<String>) -> CallbackProblem {
    let nobody = RedirectTarget::Scheme {
        scheme: CALLBACK_SCHEME.to_owned(),
        host: String::new(),
        path: String::new(),
    };
    match Callback::parse(take(address), &nobody) {
        Err(error) => error.into(),
        Ok(_) => CallbackProblem::NotOurs,
    }
}

/// The port of an address on the loopback way; what else is in it is checked when it is parsed.
fn loopback_port_of(address: &str) -> Option<u16> {
    let authority = address.strip_prefix("http://127.0.0.1:")?;

    authority.split('/').next()?.parse().ok()
}

impl From<CallbackError> for CallbackProblem {
    fn from(error: CallbackError) -> Self {
        match error {
            CallbackError::NotUrl => Self::NotAnAddress,
            CallbackError::TooLarge => Self::TooLarge,
            CallbackError::BadEncoding => Self::BadEncoding,
            CallbackError::WrongScheme | CallbackError::WrongTarget => Self::NotOurs,
            CallbackError::RepeatedParameter => Self::RepeatedParameter,
            CallbackError::TokenInFrontChannel => Self::TokenInAddress,
            CallbackError::StateMissing => Self::NoState,
            CallbackError::NoCode
            | CallbackError::SeveralAnswers { .. }
            | CallbackError::BadValue => Self::NoCode,
            CallbackError::IssuerMissing | CallbackError::IssuerMismatch => Self::WrongIssuer,
        }
    }
}
