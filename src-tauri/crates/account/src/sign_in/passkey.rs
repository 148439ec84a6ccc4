//! Signing in and up with a passkey: what an authenticator is asked, then what it answered.

mod auth0_side;
mod nhost_side;

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::watch;

use super::step::{self, SignInHere, Stage, Step};
use crate::{
    connection::{Connection, ConnectionId, SignInWay},
    context::Context,
    error::{Error, Refusal},
    invalid::{Invalid, InvalidReason},
    passkeys::{self, PasskeyRequest},
    provider::Provider,
    typed_text::email_address,
};

/// Longer than any name; vendors take a few hundred characters.
const NAME_CHARACTERS: usize = 128;

/// A sign-in that waits for an authenticator.
#[derive(Clone)]
pub(super) struct Ticket {
    tie: Tie,
    /// Its end is the sign-in's: nobody has to go on asking the authenticator then.
    _end: Arc<watch::Sender<()>>,
}

/// What ties the answer to what was asked.
#[derive(Clone)]
enum Tie {
    Auth0(auth0::my_account::AuthSession),
    NhostSignIn,
    NhostSignUp,
}

/// What a provider asks an authenticator.
struct Started {
    tie: Tie,
    options: Value,
}

/// Begins a sign-in; any passkey may answer unless the address of its owner is told.
pub(crate) async fn start_sign_in(
    context: &Arc<Context>,
    request: SignInHere,
    email: Option<&str>,
) -> Result<PasskeyRequest, Error> {
    let connection = offering(context, &request, SignInWay::Passkey)?;
    let email = match email.map(str::trim).filter(|email| !email.is_empty()) {
        Some(email) => Some(email_address(email, "email")?),
        None => None,
    };
    let ask = async |provider: &Provider| match provider {
        Provider::Auth0(client) => auth0_side::start_sign_in(client, &connection).await,
        Provider::Nhost(clients) => nhost_side::start_sign_in(&clients.auth, email).await,
    };

    start(context, &connection, request, ask).await
}

/// Begins a new account.
pub(crate) async fn start_sign_up(
    context: &Arc<Context>,
    request: SignInHere,
    email: &str,
    display_name: Option<&str>,
) -> Result<PasskeyRequest, Error> {
    let connection = offering(context, &request, SignInWay::SignUpPasskey)?;
    let email = email_address(email, "email")?;
    let name = display_name.map(str::trim).filter(|name| !name.is_empty());
    if name.is_some_and(|name| name.chars().count() > NAME_CHARACTERS) {
        return Err(Error::InvalidInput(Invalid {
            field: "display_name",
            reason: InvalidReason::TooLong,
        }));
    }
    let ask = async |provider: &Provider| match provider {
        Provider::Auth0(client) => {
            auth0_side::start_sign_up(client, &connection, email, name).await
        }
        Provider::Nhost(clients) => nhost_side::start_sign_up(&clients.auth, email, name).await,
    };

    start(context, &connection, request, ask).await
}

/// Takes the answer of the authenticator. It is good once, whatever comes of it.
pub(crate) async fn finish(
    context: &Arc<Context>,
    id: &ConnectionId,
    answer: Value,
) -> Result<Step, Error> {
    let pending = context.steps().find(id, &*context.ports.clock)?;
    let Stage::Passkey(ticket) = pending.stage.clone() else {
        return Err(Error::NotFound);
    };
    let connection = context.connection(id)?;
    // The answer is good once: it is spent only when what comes for it can be kept.
    context.can_keep(pending.request.keep).await?;
    let provider = Provider::of(&connection, &context.http, pending.dpop.clone());
    let finished = match ticket.tie {
        Tie::Auth0(session) => {
            auth0_side::finish(context, &connection, &provider, &pending, &session, answer).await
        }
        Tie::NhostSignIn => {
            nhost_side::finish_sign_in(context, &connection, &provider, &pending, answer).await
        }
        Tie::NhostSignUp => {
            nhost_side::finish_sign_up(context, &connection, &provider, &pending, answer).await
        }
    };
    if finished.is_err() {
        context.steps().end(&pending);
    }

    finished
}

fn offering(context: &Context, request: &SignInHere, way: SignInWay) -> Result<Connection, Error> {
    let connection = context.connection(&request.connection)?;
    if !connection.ways().contains(&way) {
        return Err(Error::Refused(Refusal::NotOffered));
    }
    request.check(context)?;

    Ok(connection)
}

async fn start(
    context: &Arc<Context>,
    connection: &Connection,
    request: SignInHere,
    ask: impl AsyncFnOnce(&Provider) -> Result<Started, Error>,
) -> Result<PasskeyRequest, Error> {
    let domain = passkeys::domain(connection)?;
    context.can_keep(request.keep).await?;
    let Started { tie, options } = ask(&Provider::of(connection, &context.http, None)).await?;
    let (end, superseded) = watch::channel(());
    let ticket = Ticket {
        tie,
        _end: Arc::new(end),
    };
    let dpop = context.new_dpop(connection)?;
    step::put(context, request, dpop, Stage::Passkey(ticket));

    Ok(PasskeyRequest::new(options, domain).until(superseded))
}
