//! Adding a passkey to an account.

use std::sync::Arc;

use serde_json::Value;

use super::{PasskeyRequest, domain};
use crate::{
    account::AccountId,
    capability::Capability,
    context::Context,
    draft::short_text,
    error::Error,
    factors::{self, FactorsReading, NAME_CHARACTERS},
    limits::Bucket,
    provider::PasskeyTie,
};

/// What has to be remembered between the two halves. Never leaves memory.
pub(crate) struct PendingPasskey {
    tie: PasskeyTie,
    name: Option<String>,
}

/// Begins to add a passkey; what was begun before is given up. It gets the name where the provider gives passkeys names.
pub(crate) async fn start(
    context: &Arc<Context>,
    account: &AccountId,
    name: Option<&str>,
) -> Result<PasskeyRequest, Error> {
    // Before anything is made that would have to be taken back.
    let name = match name.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => Some(short_text(name, "name", NAME_CHARACTERS)?.to_owned()),
        None => None,
    };
    let session = context.session(account)?;
    let connection = context.connection_of(&session)?;
    let domain = domain(&connection)?;
    let started = session
        .limited(context, Bucket::Write, |provider, token| async move {
            provider.start_passkey(&token).await
        })
        .await;
    session.learn(context, Capability::Passkeys, &started);
    let started = started?;
    session.factors.begin_passkey(PendingPasskey {
        tie: started.tie,
        name,
    });

    Ok(PasskeyRequest::new(started.options, domain))
}

/// Adds the passkey that the authenticator made; answers the list with it.
pub(crate) async fn finish(
    context: &Arc<Context>,
    account: &AccountId,
    answer: Value,
) -> Result<FactorsReading, Error> {
    let session = context.session(account)?;
    // Good once, whatever comes of it.
    let pending = session.factors.end_passkey().ok_or(Error::NotFound)?;
    let (tie, name, answer) = (&pending.tie, pending.name.as_deref(), &answer);
    let added = session
        .limited(context, Bucket::Write, |provider, token| async move {
            provider.finish_passkey(&token, tie, answer, name).await
        })
        .await?;

    Ok(factors::after_write(context, &session, |known| known.put(added)).await)
}
