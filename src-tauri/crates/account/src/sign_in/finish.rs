//! The end of a sign-in: the code that came home is redeemed once, and what it brings is checked.

use std::sync::Arc;

use protocol::{http::CallError, id_token::Claims, oauth::Tokens, secret::AuthorizationCode};

use super::{
    Purpose, SignInPhase,
    adopt::{Newcomer, adopt},
    identity::{Asked, identify, newcomer},
    pending::{Pending, Returned},
};
use crate::{
    account::Keep,
    connection::{ConnectionId, redirect_uri},
    context::Context,
    errand::{self, Quest, Redeemable, Waiting},
    error::Error,
    factors,
    provider::{Grant, Provider, auth0_meaning},
};

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
    returned.set_keep(keep);
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
    if let Err(error) = context.can_keep(returned.keep()).await {
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

    let ended = match returned {
        Returned::Auth0 { pending, home } => {
            redeem(context, number, pending, home).await.map(|()| None)
        }
        Returned::Nhost(home) => home.redeem(context, number).await,
    };
    match ended {
        Ok(None) => {
            context.errands().remove_number(connection, number);
            context.publish();
        }
        Ok(Some(phase)) => {
            context.errands().set_phase(connection, number, phase);
            context.publish();
        }
        Err(error) => errand::fail(context, connection, number, error.into()),
    }
}

async fn redeem(
    context: &Arc<Context>,
    number: u64,
    pending: Box<Pending>,
    home: Redeemable<AuthorizationCode>,
) -> Result<(), Error> {
    let connection = context.connection(&pending.request.connection)?;
    let provider = Provider::of(&connection, &context.http, pending.dpop.clone());
    let Provider::Auth0(client) = &provider else {
        return Err(Error::NotFound);
    };

    let redirect_uri = redirect_uri(&home.way.target);
    let exchanged = client
        .exchange_code(home.code, &home.way.verifier, &redirect_uri)
        .await;
    let tokens = match exchanged {
        Ok(tokens) => tokens,
        Err(error) => {
            // The code never left: whoever comes home once more, with the same address, is let in.
            if matches!(&error, CallError::Unreachable(it) if !it.sent) {
                let (way, quest) = (home.way, Quest::SignIn(pending));
                let waiting = Waiting { way, quest };
                context.errands().put_back(&connection.id, number, waiting);
            }
            return Err(auth0_meaning(error));
        }
    };
    // The person has to have signed in after they were asked to; how long they then took is their own matter.
    let since_asked = context.ports.clock.now().duration_since(pending.asked);
    let asked = Asked {
        metadata: &pending.metadata,
        nonce: Some(&pending.nonce),
        max_age: pending
            .proof
            .as_ref()
            .map(|_| since_asked.unwrap_or_default()),
    };
    let checked = identify(context, client, &tokens, asked).await;
    let claims = match checked {
        Ok(claims) => claims,
        Err(error) => return Err(unwanted(&provider, &tokens, error).await),
    };
    let newcomer = newcomer(context, &connection.id, &claims, Some(&pending.nonce));

    let is_current = context.errands().is_current(&connection.id, number);
    if let Err(error) = welcome(&pending, &claims, &newcomer, is_current) {
        return Err(unwanted(&provider, &tokens, error).await);
    }
    let account = adopt(context, newcomer, pending.request.keep, Grant::from(tokens)).await?;
    if let Some(proof) = &pending.proof {
        proof.note(context, &*context.session(&account)?);
    }
    if pending.request.purpose == Purpose::AddPasskey {
        let context = Arc::clone(context);
        tokio::spawn(async move {
            // Whether one was added is seen in the list; the page hears of it through the state.
            if let Err(error) = factors::anew(&context, &account).await {
                tracing::info!(%error, "factors were not read after the provider's page");
            }
        });
    }

    Ok(())
}

/// Whether it is the one who was waited for, with what they were to prove.
fn welcome(
    pending: &Pending,
    claims: &Claims,
    newcomer: &Newcomer,
    is_current: bool,
) -> Result<(), Error> {
    if let Some(expected) = &pending.expected
        && expected.subject != claims.subject
    {
        return Err(Error::WrongAccount {
            expected: expected.label.clone(),
            came_back_as: newcomer.label().to_owned(),
        });
    }
    if !is_current {
        return Err(Error::Cancelled);
    }
    if let Some(proof) = &pending.proof {
        proof.check(claims)?;
    }

    Ok(())
}

/// Nobody is going to use these tokens: they end where they came from.
async fn unwanted(provider: &Provider, tokens: &Tokens, error: Error) -> Error {
    if let Some(token) = &tokens.refresh_token {
        provider.discard(token).await;
    }

    error
}
