//! Keeping the newest refresh token, in the vault or for the time being in memory.

use std::{sync::Arc, time::Duration};

use tokio::sync::OwnedMutexGuard;

use super::{OthersOut, Session, SessionItem, Tokens, journal::Journal, refresh::state_of};
use crate::{
    account::{AccountRecord, Keep},
    context::{Context, secs},
    error::Error,
    ports::{VaultError, VaultItem},
    provider::Grant,
    state::AccountState,
};

/// Whether an item is where it belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Saved {
    /// In the vault; or in memory, where the person chose that.
    Yes,
    /// In memory only; saving goes on behind.
    NotYet,
}

/// Pauses between tries to save, and the one that then repeats.
const PAUSES_SECS: [u64; 6] = [1, 2, 4, 8, 16, 32];
const LAST_PAUSE_SECS: u64 = 60;

impl Session {
    /// The session of somebody who just signed in, saved; answers the one before. Other processes stay out until
    /// the account is in the list, too.
    ///
    /// # Errors
    /// When the vault did not take it: then nobody is signed in and nothing is kept.
    pub(crate) async fn signed_in(
        self: &Arc<Self>,
        context: &Arc<Context>,
        item: Option<SessionItem>,
        keep: Keep,
        grant: &Grant,
    ) -> Result<(Option<SessionItem>, OthersOut), Error> {
        let mut tokens = self.lock().await;
        let others_out = self.keep_others_out(context, &tokens).await?;
        let name = SessionItem::name(&self.id);
        let record = self.record();
        let before = match (&tokens.unsaved, context.ports.vault.read(&name).await) {
            (Some(item), _) => Some(item.clone()),
            (None, Ok(items)) => SessionItem::newest(&items, &record).and_then(Result::ok),
            (None, Err(_)) => None,
        };
        let item = item.map(|item| SessionItem {
            generation: before
                .as_ref()
                .map_or(item.generation, |before| before.generation + 1),
            ..item
        });

        let mut fresh = Tokens::default();
        let is_brief = item.is_none();
        match (keep, item) {
            (Keep::Vault, Some(item)) => context.ports.vault.write(&name, item.encode()).await?,
            (Keep::UntilExit | Keep::Vault, item) => {
                fresh.unsaved = item;
                // An older session of this account is about to end: nobody should find it after a restart.
                if before.is_some()
                    && let Err(error) = context.ports.vault.delete(&name).await
                {
                    tracing::warn!(%error, "an older session stays in the vault");
                }
            }
        }
        // What was sent before belongs to the session that is replaced here.
        Journal::of(&*context.ports.records, &self.id).clear();
        self.let_go_of_superseded(context, &mut tokens);
        fresh.take_grant(context, grant);
        *tokens = fresh;
        self.note_grant(grant);
        let mut facts = self.facts();
        facts.ends_secs = is_brief.then(|| secs(context.ports.clock.now() + grant.expires_in));
        facts.keep = keep;
        facts.state = AccountState::SignedIn;
        // What was proven belongs to the session that is replaced here.
        facts.stepped_up.clear();

        Ok((before, others_out))
    }

    /// Saves the newest item. When the vault does not take it, it stays in memory and saving goes on behind.
    pub(super) async fn save(
        self: &Arc<Self>,
        context: &Arc<Context>,
        tokens: &mut OwnedMutexGuard<Tokens>,
        item: SessionItem,
    ) -> Saved {
        if self.facts().keep == Keep::UntilExit {
            tokens.unsaved = Some(item);
            return Saved::Yes;
        }
        let written = context
            .ports
            .vault
            .write(&SessionItem::name(&self.id), item.encode())
            .await;
        let Err(error) = written else {
            tokens.unsaved = None;
            self.let_go_of_superseded(context, tokens);
            return Saved::Yes;
        };

        tracing::warn!(%error, "a new refresh token was not saved yet");
        let is_first = tokens.unsaved.replace(item).is_none();
        if is_first {
            tokio::spawn(Arc::clone(self).save_later(Arc::clone(context)));
        }

        Saved::NotYet
    }

    async fn save_later(self: Arc<Self>, context: Arc<Context>) {
        let pauses = PAUSES_SECS
            .into_iter()
            .chain(std::iter::repeat(LAST_PAUSE_SECS));
        for pause in pauses {
            tokio::time::sleep(Duration::from_secs(pause)).await;
            if self.save_again(&context).await == Saved::Yes {
                return;
            }
        }
    }

    /// Tries once more to save what could not be saved, if there is anything.
    pub(crate) async fn save_again(&self, context: &Context) -> Saved {
        // Known without waiting for a refresh under way.
        if self.facts().state != AccountState::Unsaved {
            return Saved::Yes;
        }
        let mut tokens = self.lock().await;
        // Signed out, or saved by another refresh.
        let Some(item) = tokens.unsaved.clone() else {
            return Saved::Yes;
        };
        let Ok(_others_out) = self.keep_others_out(context, &tokens).await else {
            return Saved::NotYet;
        };
        if self.save_unless_older(context, &item).await.is_err() {
            return Saved::NotYet;
        }
        tokens.unsaved = None;
        self.let_go_of_superseded(context, &mut tokens);
        Journal::of(&*context.ports.records, &self.id).clear();
        self.set_state(context, AccountState::SignedIn);

        Saved::Yes
    }

    /// Another process may have saved a newer one meanwhile.
    async fn save_unless_older(
        &self,
        context: &Context,
        item: &SessionItem,
    ) -> Result<(), VaultError> {
        let name = SessionItem::name(&self.id);
        let stored = context.ports.vault.read(&name).await?;
        let stored = SessionItem::newest(&stored, &self.record()).and_then(Result::ok);
        if stored.is_some_and(|stored| stored.generation > item.generation) {
            return Ok(());
        }

        context.ports.vault.write(&name, item.encode()).await
    }

    /// Looks whether the vault still has the session, without using it.
    pub(crate) async fn look(&self, context: &Context) {
        let (keep, record, state) = {
            let facts = self.facts();
            (facts.keep, facts.record.clone(), facts.state)
        };
        let is_settled = match state {
            AccountState::SignedIn | AccountState::VaultClosed(_) => false,
            AccountState::Unsaved | AccountState::NeedsSignIn(_) => true,
        };
        if keep == Keep::UntilExit || is_settled {
            return;
        }
        let Ok(connection) = context.connection_of(self) else {
            return;
        };
        let read: Result<_, VaultError> =
            context.ports.vault.read(&SessionItem::name(&self.id)).await;
        let newest = |items: Vec<VaultItem>| {
            let newest = SessionItem::newest(&items, &record);
            newest.map(|item| item?.fitting(&connection))
        };

        self.set_state(context, state_of(read.map(newest)));
    }

    /// Forgets the session: takes the refresh token out of vault and memory.
    ///
    /// # Errors
    /// When the vault cannot be read or written, or another process is busy with the session; it is as before.
    pub(crate) async fn forget(&self, context: &Context) -> Result<Option<SessionItem>, Error> {
        let mut tokens = self.lock().await;
        let (keep, record): (Keep, AccountRecord) = {
            let facts = self.facts();
            (facts.keep, facts.record.clone())
        };
        let name = SessionItem::name(&self.id);
        let mut item = tokens.unsaved.clone();
        if keep == Keep::Vault {
            // Whoever is exchanging the token elsewhere would save the next one after it was deleted here.
            let _others_out = self.keep_others_out(context, &tokens).await?;
            let stored = context.ports.vault.read(&name).await?;
            let stored = SessionItem::newest(&stored, &record).and_then(Result::ok);
            context.ports.vault.delete(&name).await?;
            item = item.or(stored);
        }
        self.let_go_of_superseded(context, &mut tokens);
        *tokens = Tokens::default();

        Ok(item)
    }
}
