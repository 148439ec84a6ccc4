//! What is connected, what can be, and taking a connection back.

use std::{sync::Arc, time::Duration};

use auth0::{MyAccountError, my_account as wire};
use protocol::secret::AccessToken;

use super::{Connectable, ConnectedAccount, ConnectedAccountId};
use crate::{
    account::AccountId,
    context::Context,
    error::Error,
    limits::Bucket,
    listing::{Cache, Listed},
    provider::my_account_failure,
    session::Session,
};

/// Items a page: the most that the vendor gives, for the fewest reads.
const PER_PAGE: u8 = 20;

impl Listed for ConnectedAccount {
    /// Auth0 allows as few as two reads a minute.
    const FRESH: Duration = Duration::from_secs(60);

    fn cache(session: &Session) -> &Cache<Self> {
        &session.connected
    }

    async fn read(context: &Arc<Context>, session: &Arc<Session>) -> Result<Vec<Self>, Error> {
        let accounts = session
            .limited(context, Bucket::Read, |provider, token| async move {
                let client = provider.my_account()?;
                let pages = client
                    .connected_accounts()
                    .pages(&token, &[], Some(PER_PAGE));
                all(pages).await.map_err(my_account_failure)
            })
            .await?;

        Ok(accounts.into_iter().map(Self::from).collect())
    }
}

impl Listed for Connectable {
    /// What can be connected changes when a team changes its tenant, and hardly while somebody looks at it.
    const FRESH: Duration = Duration::from_secs(600);

    fn cache(session: &Session) -> &Cache<Self> {
        &session.connectable
    }

    async fn read(context: &Arc<Context>, session: &Arc<Session>) -> Result<Vec<Self>, Error> {
        let connections = session
            .limited(context, Bucket::Read, |provider, token| async move {
                let client = provider.my_account()?;
                let connections = client.connected_accounts().connections();
                let pages = connections.pages(&token, Some(PER_PAGE));
                all(pages).await.map_err(my_account_failure)
            })
            .await?;

        Ok(connections.into_iter().filter_map(Self::of).collect())
    }
}

/// Takes a connection back: the provider forgets what it had; at the other side nothing changes.
pub(crate) async fn disconnect(
    context: &Arc<Context>,
    account: &AccountId,
    id: &ConnectedAccountId,
) -> Result<(), Error> {
    let session = context.session(account)?;
    let wire_id = wire::ConnectedAccountId::parse(id.as_str()).map_err(|_| Error::NotFound)?;
    let wire_id = &wire_id;
    let deleted = session
        .limited(context, Bucket::Write, |provider, token| async move {
            let client = provider.my_account()?;
            let call = client.connected_accounts().delete(&token, wire_id);
            call.await.map_err(my_account_failure)
        })
        .await;

    // One that is gone already leaves the list all the same.
    let is_gone = matches!(deleted, Ok(()) | Err(Error::NotFound));
    session.connected.settle(context, is_gone, |accounts| {
        accounts.retain(|account| account.id != *id);
    });

    deleted
}

/// Follows a list to its end, which the vendor's client bounds.
async fn all<'a, T: Send + 'a>(
    mut pages: wire::Pages<'a, AccessToken, T>,
) -> Result<Vec<T>, MyAccountError> {
    let mut items = Vec::new();
    while let Some(page) = pages.next_page().await? {
        items.extend(page.items);
    }

    Ok(items)
}
