//! The end of a sign-in inside the app: whoever came is the one who was waited for, then the account appears.

use std::sync::Arc;

use auth0::AuthenticationClient;
use nhost::{AuthClient, Session};
use protocol::oauth::Tokens;

use super::{
    adopt::{Newcomer, adopt},
    identity::{Asked, identify, newcomer},
    step::{Pending, SignInHere, Step},
};
use crate::{
    account::AccountId,
    connection::Connection,
    context::Context,
    error::Error,
    factors::RecoveryCode,
    provider::{Grant, Provider, discovery_meaning, nhost_meaning, user_profile},
};

/// Who Auth0's tokens are about.
pub(super) async fn auth0_newcomer(
    context: &Context,
    connection: &Connection,
    client: &AuthenticationClient,
    tokens: &Tokens,
) -> Result<Newcomer, Error> {
    let metadata = client
        .discover()
        .await
        .map_err(|error| discovery_meaning(error, &connection.host()))?;
    let asked = Asked {
        metadata: &metadata,
        nonce: None,
        max_age: None,
    };
    let claims = identify(context, client, tokens, asked).await?;

    Ok(newcomer(context, &connection.id, &claims, asked.nonce))
}

/// Who Nhost's session is about. The user inside a session has gaps: the account is asked for once, with the token
/// just received.
pub(super) async fn nhost_newcomer(
    context: &Context,
    connection: &Connection,
    client: &AuthClient,
    session: &Session,
) -> Result<Newcomer, Error> {
    let (user, members) = client
        .get_user(&session.access_token)
        .await
        .map_err(nhost_meaning)?;
    // A session that says it is somebody else's is nobody's.
    let inside = session.user.as_ref();
    if inside.is_some_and(|inside| inside.id != user.id) {
        return Err(Error::ProviderFailed {
            status: Some(200),
            what: "sub".to_owned(),
            request_id: None,
        });
    }

    Ok(Newcomer {
        connection: connection.id.clone(),
        issuer: connection.base().to_string(),
        nonce: None,
        profile: user_profile(&user, &members, context.now_secs()),
        subject: user.id,
    })
}

/// Ends the steps of a sign-in with what the provider handed out for them.
pub(super) async fn finish(
    context: &Arc<Context>,
    pending: &Pending,
    provider: &Provider,
    newcomer: Result<Newcomer, Error>,
    grant: Grant,
    recovery_code: Option<RecoveryCode>,
) -> Result<Step, Error> {
    // Whatever comes of it, the proof is spent.
    let is_current = context.steps().end(pending);
    let newcomer = newcomer.and_then(|newcomer| match is_current {
        true => Ok(newcomer),
        false => Err(Error::Cancelled),
    });
    let account = arrive(context, &pending.request, provider, newcomer, grant).await?;

    Ok(Step::SignedIn {
        account,
        recovery_code,
    })
}

/// Lets somebody in, if it is the one who was waited for. What is not let in ends where it came from.
pub(super) async fn arrive(
    context: &Arc<Context>,
    request: &SignInHere,
    provider: &Provider,
    newcomer: Result<Newcomer, Error>,
    grant: Grant,
) -> Result<AccountId, Error> {
    let refresh = grant.refresh.clone();
    let checked = newcomer.and_then(|newcomer| {
        expected(context, request, &newcomer)?;
        Ok(newcomer)
    });
    let arrived = match checked {
        Ok(newcomer) => adopt(context, newcomer, request.keep, grant).await,
        Err(error) => Err(error),
    };
    if arrived.is_err()
        && let Some(token) = &refresh
    {
        provider.discard(token).await;
    }

    arrived
}

fn expected(context: &Context, request: &SignInHere, newcomer: &Newcomer) -> Result<(), Error> {
    let Some(account) = &request.account else {
        return Ok(());
    };
    let record = context.session(account)?.record();
    if record.subject == newcomer.subject {
        return Ok(());
    }

    Err(Error::WrongAccount {
        expected: record.label().to_owned(),
        came_back_as: newcomer.label().to_owned(),
    })
}
