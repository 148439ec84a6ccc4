//! What a person could sign in with again, counted before something of it is taken away.

use nhost::LinkedProvider;
use protocol::secret::AccessToken;

use super::{
    calls::{all, auth_failure, refused},
    factors::keys,
};
use crate::{
    error::{Error, Refusal},
    provider::{Failure, NhostClients},
};

/// Checks that something else is left when the key or link of this id is gone.
///
/// A verified address or number is enough: a link or a code can be sent there. A password alone is not counted, for
/// the service does not tell whether there is one.
///
/// # Errors
/// [`Refusal::LastWayIn`]; or when it could not be looked at.
pub(crate) async fn check_without(
    clients: &NhostClients,
    token: &AccessToken,
    id: &str,
) -> Result<(), Failure> {
    let (user, _) = clients.auth.get_user(token).await.map_err(auth_failure)?;
    let has_address = user.email.is_some() && user.email_verified;
    let has_number = user.phone_number.is_some() && user.phone_number_verified;
    if has_address || has_number {
        return Ok(());
    }
    let keys = seen(keys(clients, token, &user.id).await)?;
    let links = seen(linked(clients, token, &user.id).await)?;
    let mut others = keys
        .iter()
        .map(|key| &key.id)
        .chain(links.iter().map(|link| &link.id))
        .filter(|other| *other != id);
    match others.next() {
        Some(_) => Ok(()),
        None => Err(refused(Refusal::LastWayIn)),
    }
}

pub(crate) async fn linked(
    clients: &NhostClients,
    token: &AccessToken,
    user: &str,
) -> Result<Vec<LinkedProvider>, Failure> {
    let graphql = clients.graphql()?;

    all(|page| async move { graphql.linked_providers(token, user, page).await }).await
}

/// What may not be seen is not counted on.
fn seen<T>(read: Result<Vec<T>, Failure>) -> Result<Vec<T>, Failure> {
    match read {
        Err(Failure::Other(Error::Unavailable(_))) => Ok(Vec::new()),
        read => read,
    }
}
