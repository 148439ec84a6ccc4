//! What every way of signing in at Nhost begins and ends with.

use std::sync::Arc;

use nhost::{AuthClient, AuthError, ErrorCode, Session};

use super::{
    arrive::{arrive, nhost_newcomer},
    step::{Intent, SignInHere, Step},
};
use crate::{
    connection::{Connection, ConnectionId, SignInWay},
    context::Context,
    error::{Error, Refusal},
    provider::{Provider, auth_code, nhost_grant, nhost_meaning},
};

/// The client of a connection that offers this way.
///
/// # Errors
/// [`Refusal::NotOffered`] where it does not.
pub(super) fn offering(
    context: &Context,
    id: &ConnectionId,
    way: SignInWay,
) -> Result<(Connection, Provider), Error> {
    let connection = context.connection(id)?;
    let provider = Provider::of(&connection, &context.http, None);
    match (&provider, connection.ways().contains(&way)) {
        (Provider::Nhost(_), true) => Ok((connection, provider)),
        (Provider::Nhost(_), false) | (Provider::Auth0(_), _) => {
            Err(Error::Refused(Refusal::NotOffered))
        }
    }
}

/// The client of the Auth service.
///
/// # Errors
/// [`Refusal::NotOffered`] where the provider is another one.
pub(super) fn auth(provider: &Provider) -> Result<&AuthClient, Error> {
    match provider {
        Provider::Nhost(clients) => Ok(&clients.auth),
        Provider::Auth0(_) => Err(Error::Refused(Refusal::NotOffered)),
    }
}

/// Lets somebody in who needed one step only.
pub(super) async fn welcome(
    context: &Arc<Context>,
    connection: &Connection,
    provider: &Provider,
    here: &SignInHere,
    session: Session,
) -> Result<Step, Error> {
    let newcomer = nhost_newcomer(context, connection, auth(provider)?, &session).await;
    let account = arrive(context, here, provider, newcomer, nhost_grant(session)).await?;

    Ok(Step::SignedIn {
        account,
        recovery_code: None,
    })
}

/// Asks on the path for this intent. Servers before the one for new people let them in on the other.
pub(super) async fn newest_first<T, C>(
    intent: Intent,
    ask: impl Fn(Intent) -> C,
) -> Result<T, AuthError>
where
    C: IntoFuture<Output = Result<T, AuthError>>,
{
    let answer = ask(intent).await;
    let is_unknown = answer
        .as_ref()
        .is_err_and(|error| auth_code(error) == Some(&ErrorCode::EndpointNotFound));

    match intent {
        Intent::SignUp if is_unknown => ask(Intent::SignIn).await,
        Intent::SignUp | Intent::SignIn => answer,
    }
}

/// What a refusal means where these codes have a meaning of their own.
pub(super) fn refused(error: AuthError, words: &[(ErrorCode, Refusal)]) -> Error {
    let own = error.problem().and_then(|problem| {
        let mut known = words.iter();
        known.find(|(code, _)| *code == problem.code)
    });
    match own {
        Some((_, refusal)) => Error::Refused(*refusal),
        None => nhost_meaning(error),
    }
}
