//! The sessions of an account at its provider: this one and those on other devices.

use std::{sync::Arc, time::Duration};

use crate::{
    account::AccountId,
    context::Context,
    error::Error,
    limits::Bucket,
    listing::{Cache, Listed},
    provider::{all_rows, graphql_failure},
    row_id::{row_id, secs_of},
    session::Session,
    sign_out,
};

row_id! {
    /// The provider's name for a session, to be given back as it came.
    SessionId
}

/// A session of an account. The provider keeps neither a device nor a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionEntry {
    /// To name it by in further calls.
    pub id: SessionId,
    /// When it began, in seconds since 1970.
    pub created_secs: Option<u32>,
    /// When it ends unless it is used, in seconds since 1970.
    pub expires_secs: Option<u32>,
    /// It is the one of this app.
    pub is_this: bool,
}

impl Listed for SessionEntry {
    /// Other devices come and go without this one hearing of it.
    const FRESH: Duration = Duration::from_secs(60);

    fn cache(session: &Session) -> &Cache<Self> {
        &session.sessions
    }

    async fn read(context: &Arc<Context>, session: &Arc<Session>) -> Result<Vec<Self>, Error> {
        let user = &session.record().subject;
        let rows = session
            .limited(context, Bucket::Read, |provider, token| async move {
                let graphql = provider.nhost()?.graphql()?;
                let token = &token;
                all_rows(|page| async move { graphql.sessions(token, user, page).await }).await
            })
            .await?;
        let own = session.facts().own_id.clone();
        let mut entries: Vec<_> = rows
            .into_iter()
            .map(|row| Self {
                created_secs: secs_of(&row.created_at),
                expires_secs: secs_of(&row.expires_at),
                is_this: own.as_ref() == Some(&row.id),
                id: SessionId::new(row.id),
            })
            .collect();
        // The provider's order, the newest first, holds among the others.
        entries.sort_by_key(|entry| !entry.is_this);

        Ok(entries)
    }
}

/// Ends one session; its access token stays good until its time is over. Ending the one of this app is a sign-out.
pub(crate) async fn end(
    context: &Arc<Context>,
    account: &AccountId,
    id: &SessionId,
) -> Result<(), Error> {
    let session = context.session(account)?;
    if own_id(context, &session).await? == id.as_str() {
        return sign_out::sign_out(context, account).await.map(drop);
    }
    let ended = session
        .limited(context, Bucket::Write, |provider, token| async move {
            let graphql = provider.nhost()?.graphql()?;
            let call = graphql.delete_session(&token, id.as_str());
            call.await.map_err(graphql_failure)
        })
        .await;
    // One that was not there has ended, too.
    session.sessions.settle(context, ended.is_ok(), |entries| {
        entries.retain(|entry| entry.id != *id);
    });

    ended.map(drop)
}

/// Ends every session but the one of this app, and no personal access token; answers how many there were.
pub(crate) async fn end_others(context: &Arc<Context>, account: &AccountId) -> Result<u32, Error> {
    let session = context.session(account)?;
    let own = &own_id(context, &session).await?;
    let user = &session.record().subject;
    let ended = session
        .limited(context, Bucket::Write, |provider, token| async move {
            let graphql = provider.nhost()?.graphql()?;
            let call = graphql.delete_other_sessions(&token, user, own);
            call.await.map_err(graphql_failure)
        })
        .await;
    session.sessions.settle(context, ended.is_ok(), |entries| {
        entries.retain(|entry| entry.is_this);
    });

    ended.map(|count| u32::try_from(count).unwrap_or(u32::MAX))
}

/// What the provider calls the session of this app. It says so with every refresh, so that one may be needed.
async fn own_id(context: &Arc<Context>, session: &Arc<Session>) -> Result<String, Error> {
    session
        .with_access(
            context,
            |provider, _| async move { provider.nhost().map(drop) },
        )
        .await?;

    session.facts().own_id.clone().ok_or(Error::NotFound)
}
