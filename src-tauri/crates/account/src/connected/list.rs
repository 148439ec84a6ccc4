//! What is connected, what can be, and taking a connection back.

use std::{sync::Arc, time::Duration};

use auth0::{MyAccountError, my_account as wire};
use protocol::secret::AccessToken;

use super::{Connectable, ConnectedAccount, ConnectedAccountId};
use crate::{
    account::AccountId, context::Context, error::Error, limits::Bucket, listing::Listing,
    provider::my_account_failure, session::Session,
};

/// Younger than this the list of accounts is not read again by itself: Auth0 allows as few as two reads a minute.
const FRESH: Duration = Duration::from_secs(60);

/// What can be connected changes when a team changes its tenant, and hardly while somebody looks at it.
const FRESH_CONNECTABLES: Duration = Duration::from_secs(600);

/// Items a page: the most that the vendor gives, for the fewest reads.
const PER_PAGE: u8 = 20;

/// The last known accounts at once; a list that is old is read anew behind it.
pub(crate) async fn accounts(
    context: &Arc<Context>,
    account: &AccountId,
) -> Result<Listing<ConnectedAccount>, Error> {
    let session = context.session(account)?;
    let Some((listing, is_old)) = session.connected.known(context, FRESH) else {
        return accounts_anew(context, account).await;
    };
    if is_old {
        let (context, account) = (Arc::clone(context), account.clone());
        tokio::spawn(async move { note_failure(accounts_anew(&context, &account).await) });
    }

    Ok(listing)
}

/// The accounts, read anew; an older list with the reason when that fails.
pub(crate) async fn accounts_anew(
    context: &Arc<Context>,
    account: &AccountId,
) -> Result<Listing<ConnectedAccount>, Error> {
    let session = context.session(account)?;
    let read = read_accounts(context, &session);
    let listing = session.connected.anew(context, read).await;
    context.publish();

    listing
}

/// What can be connected: at once where it is known; a list that is old is read anew behind it.
pub(crate) async fn connectables(
    context: &Arc<Context>,
    account: &AccountId,
) -> Result<Listing<Connectable>, Error> {
    let session = context.session(account)?;
    let Some((listing, is_old)) = session.connectable.known(context, FRESH_CONNECTABLES) else {
        return connectables_anew(context, &session).await;
    };
    if is_old {
        let context = Arc::clone(context);
        tokio::spawn(async move { note_failure(connectables_anew(&context, &session).await) });
    }

    Ok(listing)
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

    match &deleted {
        // One that is gone already leaves the list all the same.
        Ok(()) | Err(Error::NotFound) => session
            .connected
            .patch(|accounts| accounts.retain(|account| account.id != *id)),
        Err(_) => session.connected.doubt(),
    }
    context.publish();

    deleted
}

async fn connectables_anew(
    context: &Arc<Context>,
    session: &Arc<Session>,
) -> Result<Listing<Connectable>, Error> {
    let read = read_connectables(context, session);

    session.connectable.anew(context, read).await
}

async fn read_accounts(
    context: &Arc<Context>,
    session: &Arc<Session>,
) -> Result<Vec<ConnectedAccount>, Error> {
    let accounts = session
        .limited(context, Bucket::Read, |provider, token| async move {
            let client = provider.my_account()?;
            let pages = client
                .connected_accounts()
                .pages(&token, &[], Some(PER_PAGE));
            all(pages).await.map_err(my_account_failure)
        })
        .await?;

    Ok(accounts.into_iter().map(ConnectedAccount::from).collect())
}

async fn read_connectables(
    context: &Arc<Context>,
    session: &Arc<Session>,
) -> Result<Vec<Connectable>, Error> {
    let connections = session
        .limited(context, Bucket::Read, |provider, token| async move {
            let client = provider.my_account()?;
            let connections = client.connected_accounts().connections();
            let pages = connections.pages(&token, Some(PER_PAGE));
            all(pages).await.map_err(my_account_failure)
        })
        .await?;

    Ok(connections
        .into_iter()
        .filter_map(Connectable::of)
        .collect())
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

/// The page hears of a new list through the state; a failure shows when the list is asked for.
fn note_failure<T>(read: Result<Listing<T>, Error>) {
    let error = match read {
        Ok(listing) => listing.error,
        Err(error) => Some(error),
    };
    if let Some(error) = error {
        tracing::debug!(%error, "a list was not read behind the page");
    }
}
