//! Linked accounts: accounts elsewhere by which the person can sign in as this one.

mod link;

use std::{sync::Arc, time::Duration};

pub use self::link::StartLinking;
pub(crate) use self::link::{Linking, complete, start};

use crate::{
    account::AccountId,
    context::Context,
    error::Error,
    limits::Bucket,
    listing::{Cache, Listed},
    profile::text,
    provider::{check_without, graphql_failure, linked},
    row_id::{row_id, secs_of},
    session::Session,
};

row_id! {
    /// The provider's name for a link, to be given back as it came.
    LinkedAccountId
}

/// An account elsewhere by which the person can sign in as this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedAccount {
    /// To name it by in further calls.
    pub id: LinkedAccountId,
    /// Where it is, in the vendor's word, such as `github`.
    pub provider: String,
    /// What it is called there.
    pub name_there: Option<String>,
    /// When it was linked, in seconds since 1970.
    pub created_secs: Option<u32>,
}

impl Listed for LinkedAccount {
    const FRESH: Duration = Duration::from_secs(60);

    fn cache(session: &Session) -> &Cache<Self> {
        &session.linked
    }

    async fn read(context: &Arc<Context>, session: &Arc<Session>) -> Result<Vec<Self>, Error> {
        let user = &session.record().subject;
        let rows = session
            .limited(context, Bucket::Read, |provider, token| async move {
                linked(provider.nhost()?, &token, user).await
            })
            .await?;

        Ok(rows
            .into_iter()
            .map(|row| Self {
                provider: row.provider.as_str().to_owned(),
                name_there: text(Some(&row.provider_user_id)),
                created_secs: secs_of(&row.created_at),
                id: LinkedAccountId::new(row.id),
            })
            .collect())
    }
}

/// Unlinks an account, unless nothing else is known by which the person could sign in again.
pub(crate) async fn unlink(
    context: &Arc<Context>,
    account: &AccountId,
    id: &LinkedAccountId,
) -> Result<(), Error> {
    let session = context.session(account)?;
    let unlinked = session
        .limited(context, Bucket::Write, |provider, token| async move {
            let clients = provider.nhost()?;
            check_without(clients, &token, id.as_str()).await?;
            let call = clients
                .graphql()?
                .delete_linked_provider(&token, id.as_str());
            call.await.map_err(graphql_failure)
        })
        .await;
    session
        .linked
        .settle(context, unlinked.is_ok(), |accounts| {
            accounts.retain(|account| account.id != *id);
        });

    unlinked.map(drop)
}
