//! Exchanging a refresh token so that neither a crash nor a second process loses the session.
//!
//! The order: lock, read the vault anew, note in the journal, send, save and read back, clear the journal, and
//! only then hand out the new access token.

use std::{sync::Arc, time::Duration};

use protocol::dpop::Dpop;
use tokio::sync::OwnedMutexGuard;

use super::{Access, ItemError, Saved, Session, SessionItem, Tokens, journal::Journal};
use crate::{
    account::Keep,
    connection::Connection,
    context::Context,
    error::Error,
    ports::VaultError,
    provider::{Failure, Grant, Provider, SignedIn},
    state::{AccountState, EndedReason},
    step_up,
};

/// Pauses before the same token is sent again after no answer. Both lie well inside the overlap that a tenant
/// with rotation should have.
const PAUSES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(1)];

/// How the provider took a refresh token.
enum Exchange {
    Granted(Grant),
    /// The token is dead; whether an earlier answer may have been lost says why.
    Dead {
        answer_lost: bool,
    },
    /// The answer is about somebody else.
    Foreign(Error),
    Failed {
        error: Error,
        sent: bool,
    },
}

impl Session {
    pub(super) async fn refresh(
        self: &Arc<Self>,
        context: &Arc<Context>,
        mut tokens: OwnedMutexGuard<Tokens>,
    ) -> Result<Access, Error> {
        let _others_out = self.keep_others_out(context, &tokens).await?;
        let connection = context.connection_of(self)?;

        let mut item = self.current_item(context, &connection, &mut tokens).await?;
        loop {
            let dpop = tokens.dpop_of(context, &item);
            let provider = Provider::of(&connection, &context.http, dpop);
            let journal = Journal::of(&*context.ports.records, &self.id);
            let fingerprint = item.fingerprint();
            let answer_lost = journal.says_sent(&fingerprint);
            journal.note(&fingerprint);

            match self.exchange(context, &provider, &item, answer_lost).await {
                Exchange::Granted(grant) => {
                    let access = self.take(context, &mut tokens, item, grant).await;
                    // The vault still has the token that is dead now: a crash must be able to say why.
                    if self.facts().state != AccountState::Unsaved {
                        journal.clear();
                    }
                    return Ok(access);
                }
                Exchange::Failed { error, sent } => {
                    if !sent && self.facts().state != AccountState::Unsaved {
                        journal.clear();
                    }
                    return Err(error);
                }
                Exchange::Foreign(error) => {
                    self.stop(context, &mut tokens, EndedReason::WrongIdentity)
                        .await;
                    journal.clear();
                    return Err(error);
                }
                Exchange::Dead { answer_lost } => {
                    // Another process may have been faster and saved what it got.
                    if let Some(newer) = self.newer_item(context, &connection, &item).await {
                        journal.clear();
                        item = newer;
                        continue;
                    }
                    // The journal goes last: without it a token that is still there would be called withdrawn.
                    let error = self.lost(context, &mut tokens, answer_lost).await;
                    journal.clear();
                    return Err(error);
                }
            }
        }
    }

    /// The item to refresh with: of the one in the vault and the one in memory the newer.
    pub(super) async fn current_item(
        &self,
        context: &Arc<Context>,
        connection: &Connection,
        tokens: &mut Tokens,
    ) -> Result<SessionItem, Error> {
        let (keep, record) = {
            let facts = self.facts();
            (facts.keep, facts.record.clone())
        };
        if let (Keep::UntilExit, Some(item)) = (keep, &tokens.unsaved) {
            return Ok(item.clone());
        }

        let read = context.ports.vault.read(&SessionItem::name(&self.id)).await;
        let items = match (read, &tokens.unsaved) {
            (Ok(items), _) => items,
            (Err(_), Some(item)) => return Ok(item.clone()),
            (Err(error), None) => {
                self.set_state(context, AccountState::VaultClosed(error));
                return Err(Error::Vault(error));
            }
        };
        let stored = SessionItem::newest(&items, &record).map(|item| item?.fitting(connection));

        match (stored, tokens.unsaved.clone()) {
            (Some(Ok(stored)), Some(unsaved)) if unsaved.generation > stored.generation => {
                Ok(unsaved)
            }
            (Some(Ok(stored)), _) => Ok(stored),
            (_, Some(unsaved)) => Ok(unsaved),
            (None, None) => {
                self.end(context, tokens, EndedReason::ItemMissing);
                Err(Error::SignedOut)
            }
            (Some(Err(error)), None) => {
                // The item is left as it is: it may be somebody's only copy.
                self.end(context, tokens, error.into());
                Err(Error::SignedOut)
            }
        }
    }

    /// What the vault holds by now, if that is another token than the one that was refused.
    async fn newer_item(
        &self,
        context: &Context,
        connection: &Connection,
        refused: &SessionItem,
    ) -> Option<SessionItem> {
        if self.facts().keep == Keep::UntilExit {
            return None;
        }
        let items = context
            .ports
            .vault
            .read(&SessionItem::name(&self.id))
            .await
            .ok()?;
        let item = SessionItem::newest(&items, &self.record())?.ok()?;
        let item = item.fitting(connection).ok()?;

        (item.generation > refused.generation && item.fingerprint() != refused.fingerprint())
            .then_some(item)
    }

    /// Saves what the provider granted and puts it to use.
    pub(super) async fn take(
        self: &Arc<Self>,
        context: &Arc<Context>,
        tokens: &mut OwnedMutexGuard<Tokens>,
        item: SessionItem,
        grant: Grant,
    ) -> Access {
        let clock = &context.ports.clock;
        let arrived = clock.elapsed();
        let refresh = grant
            .refresh
            .clone()
            .unwrap_or_else(|| item.refresh.clone());
        let next = SessionItem {
            generation: item.generation + 1,
            refresh,
            ..item
        };
        let saved = self.save(context, tokens, next).await;
        // An end of the app between the two costs the session, where the provider knows no overlap.
        let exposed = clock.elapsed().saturating_sub(arrived);
        let took_us = u64::try_from(exposed.as_micros()).unwrap_or(u64::MAX);
        tracing::debug!(
            what = "exposed",
            took_us,
            "a new refresh token is on its way to the vault"
        );
        let state = match saved {
            Saved::Yes => AccountState::SignedIn,
            Saved::NotYet => AccountState::Unsaved,
        };
        self.note_grant(&grant);
        self.set_state(context, state);

        tokens.take_grant(context, &grant)
    }

    /// Ends the session, because the provider no longer accepts the token that is still stored.
    async fn lost(
        &self,
        context: &Arc<Context>,
        tokens: &mut OwnedMutexGuard<Tokens>,
        answer_lost: bool,
    ) -> Error {
        let reason = if answer_lost {
            EndedReason::RotationLost
        } else {
            EndedReason::Rejected
        };
        self.stop(context, tokens, reason).await;

        Error::SignedOut
    }

    /// Ends the session, in the vault too.
    async fn stop(
        &self,
        context: &Arc<Context>,
        tokens: &mut OwnedMutexGuard<Tokens>,
        reason: EndedReason,
    ) {
        self.end(context, tokens, reason);
        if let Err(error) = context
            .ports
            .vault
            .delete(&SessionItem::name(&self.id))
            .await
        {
            tracing::warn!(%error, "a dead refresh token stays in the vault");
        }
    }

    pub(crate) fn set_state(&self, context: &Context, state: AccountState) {
        let before = std::mem::replace(&mut self.facts().state, state);
        if before != state {
            context.publish();
        }
    }

    /// Sends the token, and again after no answer: the provider may not have seen it.
    async fn exchange(
        &self,
        context: &Context,
        provider: &Provider,
        item: &SessionItem,
        mut answer_lost: bool,
    ) -> Exchange {
        let mut pauses = PAUSES.iter();
        loop {
            let now = context.ports.clock.now();
            let signed_in = SignedIn {
                subject: &item.subject,
                nonce: item.nonce.as_ref(),
            };
            let error = match provider.refresh(&item.refresh, signed_in, now).await {
                Ok(grant) => return Exchange::Granted(grant),
                Err(Failure::Rejected) => return Exchange::Dead { answer_lost },
                Err(Failure::WrongIdentity(error)) => return Exchange::Foreign(error),
                Err(Failure::StepUp(reason)) => step_up::required(context, self, reason),
                Err(Failure::Other(error)) => error,
                Err(Failure::NoAnswer { error, sent }) => {
                    answer_lost |= sent;
                    if let Some(pause) = pauses.next() {
                        tokio::time::sleep(*pause).await;
                        continue;
                    }
                    error
                }
            };
            return Exchange::Failed {
                error,
                sent: answer_lost,
            };
        }
    }
}

impl Tokens {
    /// The key of an item at work, with what it has learned already.
    fn dpop_of(&self, context: &Context, item: &SessionItem) -> Option<Dpop> {
        let key = item.dpop_key.as_ref()?;
        let known = self.dpop.as_ref();
        let known = known.filter(|dpop| dpop.key().thumbprint() == key.thumbprint());

        known.cloned().or_else(|| item.dpop(context))
    }
}

/// The states in which a look into the vault can change something.
pub(crate) fn state_of(
    read: Result<Option<Result<SessionItem, ItemError>>, VaultError>,
) -> AccountState {
    match read {
        Err(error) => AccountState::VaultClosed(error),
        Ok(None) => AccountState::NeedsSignIn(EndedReason::ItemMissing),
        Ok(Some(Err(error))) => AccountState::NeedsSignIn(error.into()),
        Ok(Some(Ok(_))) => AccountState::SignedIn,
    }
}
