//! Adding a passkey to an account.
//!
//! An authenticator may have made a passkey of which the provider never hears: the app is killed, the key pulled out,
//! the answer refused. Such a passkey opens nothing, and looks on the key as if it did; so what was begun is written
//! down first, and stays until it is known how it ended.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use super::{PasskeyRequest, domain};
use crate::{
    account::AccountId,
    capability::Capability,
    context::Context,
    error::Error,
    factors::{self, FactorsReading, NAME_CHARACTERS},
    limits::Bucket,
    provider::PasskeyTie,
    typed_text::short_text,
};

/// What has to be remembered between the two halves. Never leaves memory.
pub(crate) struct PendingPasskey {
    tie: PasskeyTie,
    name: Option<String>,
    /// As the options had it, in base64url.
    challenge: Option<String>,
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
        challenge: started.options["challenge"].as_str().map(str::to_owned),
    });
    factors::patch(context, &session, |known| known.begin_passkey());

    Ok(PasskeyRequest::new(started.options, domain))
}

/// Adds the passkey that the authenticator made; answers the list with it.
pub(crate) async fn finish(
    context: &Arc<Context>,
    account: &AccountId,
    answer: Value,
) -> Result<FactorsReading, Error> {
    let session = context.session(account)?;
    let asked = challenge(&answer);
    // Good once, whatever comes of it; the answer to another question is not sent.
    let pending = session
        .factors
        .end_passkey(|pending| pending.challenge == asked)
        .ok_or(Error::NotFound)?;
    let (tie, name, answer) = (&pending.tie, pending.name.as_deref(), &answer);
    let added = session
        .limited(context, Bucket::Write, |provider, token| async move {
            provider.finish_passkey(&token, tie, answer, name).await
        })
        .await;
    let added = added.inspect_err(|_| {
        factors::patch(context, &session, |known| known.passkey_made());
    })?;

    Ok(factors::after_write(context, &session, |known| {
        known.end_passkey();
        known.put(added);
    })
    .await)
}

/// Notes that nothing is left on an authenticator; answers the list, where one is known.
pub(crate) fn give_up(
    context: &Arc<Context>,
    account: &AccountId,
) -> Result<Option<FactorsReading>, Error> {
    let session = context.session(account)?;
    drop(session.factors.end_passkey(|_| true));

    Ok(factors::patch(context, &session, |known| {
        known.end_passkey();
    }))
}

/// The question that an answer is for (WebAuthn Level 3 §5.8.1 `challenge`).
fn challenge(answer: &Value) -> Option<String> {
    let data = answer["response"]["clientDataJSON"].as_str()?;
    let data = URL_SAFE_NO_PAD.decode(data).ok()?;
    let data: Value = serde_json::from_slice(&data).ok()?;

    data["challenge"].as_str().map(str::to_owned)
}
