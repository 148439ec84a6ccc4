//! Every way home ends here: a link from the system, a request on the loopback port, or a pasted address.

use std::sync::Arc;

use nhost::{Pkce, RedirectError, RedirectOutcome, Redirected, ReturnedGrant};
use protocol::callback::{Callback, CallbackError, RedirectTarget, connection_of};
use zeroize::Zeroizing;

use crate::{
    connection::{CALLBACK_SCHEME, Connection, ConnectionId, Settings, redirect_uri},
    context::Context,
    errand::{Answer, Asker, come_by_mail, contradict, finish},
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

    match connection.settings {
        Settings::Auth0 { .. } => receive_oauth(context, &connection, address),
        Settings::Nhost { .. } => receive_nhost(context, &connection, &address),
    }
}

fn receive_oauth(
    context: &Arc<Context>,
    connection: &Connection,
    address: Zeroizing<String>,
) -> Result<(), CallbackProblem> {
    let id = &connection.id;
    let pending = context.errands().target(id);
    // Without a pending sign-in the address is still looked at, so that nonsense is called nonsense.
    let is_pending = pending.is_some();
    let target = pending.unwrap_or_else(|| connection.redirect_target(None));
    let read = Callback::parse(take(address), &target);
    match read {
        Ok(callback) if is_pending => finish(context, id, Answer::OAuth(callback)),
        Err(CallbackError::SeveralAnswers { state }) if is_pending => {
            contradict(context, id, &state)
        }
        Ok(_) => Err(CallbackProblem::NothingPending),
        Err(error) => Err(error.into()),
    }
}

/// A refresh token in an address is a session for whoever saw it. It is taken only from a server that knows nothing
/// better, and only by who asked it: the nonce in the address says so.
fn receive_nhost(
    context: &Arc<Context>,
    connection: &Connection,
    address: &str,
) -> Result<(), CallbackProblem> {
    let id = &connection.id;
    let pending = context.errands().target(id);
    let read =
        |target: &RedirectTarget| Redirected::parse(address, &redirect_uri(target), Pkce::NotUsed);
    // A mail ends on the private scheme, whatever way home the person in the browser has.
    let home = connection.redirect_target(None);
    let answer = match pending.as_ref().map(read) {
        Some(Err(RedirectError::WrongTarget)) | None => read(&home)?,
        Some(read) => read?,
    };
    let has_token = matches!(
        answer.outcome,
        RedirectOutcome::SignedIn(ReturnedGrant::RefreshToken(_))
    );
    let asker = context.errands().asker(id, &answer);
    let is_waiting = context.errands().is_waiting(id);

    match asker {
        None | Some((_, Pkce::Used)) if has_token => Err(CallbackProblem::TokenInAddress),
        None if !is_waiting => Err(CallbackProblem::NothingPending),
        None if !answer.has_state() => Err(CallbackProblem::NoState),
        None => Err(CallbackProblem::UnknownState),
        Some((Asker::Errand, _)) => finish(context, id, Answer::Nhost(answer)),
        Some((Asker::Mail, _)) => come_by_mail(context, id, answer),
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

impl From<RedirectError> for CallbackProblem {
    fn from(error: RedirectError) -> Self {
        match error {
            RedirectError::TooLarge => Self::TooLarge,
            RedirectError::BadEncoding => Self::BadEncoding,
            RedirectError::WrongTarget => Self::NotOurs,
            RedirectError::RepeatedParameter => Self::RepeatedParameter,
            RedirectError::TokenInsteadOfCode => Self::TokenInAddress,
            RedirectError::BadValue => Self::NoCode,
        }
    }
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
