//! The second step of a sign-in: the person chooses one of their second factors and proves it.

mod auth0_side;
mod nhost_side;

use std::sync::Arc;

use protocol::secret::OneTimeCode;

pub(super) use self::{
    auth0_side::{begin as begin_auth0, wanted},
    nhost_side::begin as begin_nhost,
};
use super::step::{Pending, SecondFactorChallenge, Stage, Step};
use crate::{
    connection::{Connection, ConnectionId},
    context::Context,
    error::Error,
    provider::Provider,
    typed_code,
};

/// What a sign-in that waits for its second factor goes on with.
#[derive(Clone)]
pub(super) enum Ticket {
    Auth0(auth0_side::Ticket),
    Nhost(nhost_side::Ticket),
}

/// Asks for one of the second factors; a code is sent where it is one that sends codes.
pub(crate) async fn challenge(
    context: &Arc<Context>,
    connection: &ConnectionId,
    id: &str,
) -> Result<SecondFactorChallenge, Error> {
    let (_, provider, pending, ticket) = pending(context, connection)?;
    match (&provider, ticket) {
        (Provider::Auth0(client), Ticket::Auth0(ticket)) => {
            auth0_side::challenge(context, client, &pending, ticket, id).await
        }
        (Provider::Nhost(_), Ticket::Nhost(_)) => nhost_side::challenge(id),
        (Provider::Auth0(_), Ticket::Nhost(_)) | (Provider::Nhost(_), Ticket::Auth0(_)) => {
            Err(Error::NotFound)
        }
    }
}

/// Takes what the person typed or, without it, asks whether they approved on their other device.
pub(crate) async fn confirm(
    context: &Arc<Context>,
    connection: &ConnectionId,
    code: Option<&OneTimeCode>,
) -> Result<Step, Error> {
    let (connection, provider, pending, ticket) = pending(context, connection)?;
    code.map_or(Ok(()), typed_code::check)?;
    // The proof is good once: it is spent only when what comes for it can be kept.
    context.can_keep(pending.request.keep).await?;
    match ticket {
        Ticket::Auth0(ticket) => {
            auth0_side::confirm(context, &connection, &provider, &pending, ticket, code).await
        }
        Ticket::Nhost(ticket) => {
            nhost_side::confirm(context, &connection, &provider, &pending, ticket, code).await
        }
    }
}

fn pending(
    context: &Context,
    id: &ConnectionId,
) -> Result<(Connection, Provider, Pending, Ticket), Error> {
    let pending = context.steps().find(id, &*context.ports.clock)?;
    let connection = context.connection(id)?;
    let provider = Provider::of(&connection, &context.http, pending.dpop.clone());
    let Stage::SecondFactor(ticket) = pending.stage.clone() else {
        return Err(Error::NotFound);
    };

    Ok((connection, provider, pending, ticket))
}
