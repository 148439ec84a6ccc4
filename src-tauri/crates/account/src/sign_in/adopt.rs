//! The last step of every sign-in: the session is saved, then the account appears.

use std::sync::Arc;

use protocol::secret::Nonce;

use crate::{
    account::{self, AccountId, AccountRecord, Keep},
    connection::ConnectionId,
    context::Context,
    error::Error,
    profile::Profile,
    provider::{Grant, Provider},
    session::{Session, SessionItem, Tokens},
    state::NoticeContent,
};

/// Somebody who just proved who they are.
pub(super) struct Newcomer {
    pub(super) connection: ConnectionId,
    pub(super) issuer: String,
    pub(super) subject: String,
    /// What their ID token was asked to carry.
    pub(super) nonce: Option<Nonce>,
    pub(super) profile: Profile,
}

impl Newcomer {
    /// How to call them.
    pub(super) fn label(&self) -> &str {
        self.profile
            .email
            .as_deref()
            .or(self.profile.name.as_deref())
            .unwrap_or(&self.subject)
    }
}

/// Saves the session and makes the account appear; one that was known gets the new session.
pub(super) async fn adopt(
    context: &Arc<Context>,
    newcomer: Newcomer,
    keep: Keep,
    grant: Grant,
) -> Result<AccountId, Error> {
    let id = AccountId::of(&newcomer.connection, &newcomer.issuer, &newcomer.subject);
    let item = grant.refresh.clone().map(|refresh| SessionItem {
        issuer: newcomer.issuer.clone(),
        subject: newcomer.subject.clone(),
        generation: 1,
        refresh,
        nonce: newcomer.nonce.clone(),
        dpop_key: grant.dpop.as_ref().map(|dpop| dpop.key().clone()),
    });
    // Without a refresh token there is nothing to keep: the session lasts as long as its access token.
    let keep = if item.is_some() {
        keep
    } else {
        Keep::UntilExit
    };
    let record = AccountRecord {
        id: id.clone(),
        connection: newcomer.connection,
        issuer: newcomer.issuer,
        subject: newcomer.subject,
        profile: Some(newcomer.profile),
    };
    let session = match context.session(&id) {
        Ok(known) => known,
        Err(_) => Arc::new(Session::new(record.clone(), keep, Tokens::default())),
    };

    let (before, _others_out) = session.signed_in(context, item, keep, &grant).await?;
    session.facts().record = record;
    context.add_session(Arc::clone(&session));
    remember(context);
    context.publish();
    if let Some(before) = before {
        tokio::spawn(revoke(Arc::clone(context), session, before));
    }

    Ok(id)
}

/// Writes the list of accounts that outlive the app. A list that cannot be written is told and costs nobody their
/// session: those are safe in the vault.
pub(crate) fn remember(context: &Context) {
    let records = context
        .sessions()
        .iter()
        .filter(|session| session.facts().keep == Keep::Vault)
        .map(|session| session.record())
        .chain(context.dormant().iter().cloned())
        .collect();
    if let Err(error) = account::save_all(&*context.ports.records, records) {
        tracing::warn!(%error, "the list of accounts was not saved");
        let place = context.ports.records.place("accounts");
        context.notify(NoticeContent::of_files(error, place));
    }
}

/// Ends a session that a newer one replaced.
async fn revoke(context: Arc<Context>, session: Arc<Session>, before: SessionItem) {
    let Ok(connection) = context.connection_of(&session) else {
        return;
    };
    Provider::of(&connection, &context.http, before.dpop(&context))
        .discard(&before.refresh)
        .await;
}
