//! What is known of an account's factors, in memory and over a restart.
//!
//! The file holds what the screen shows, no secret. It spares the two questions a minute that some tenants allow.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Factors, replacement::Replacement};
use crate::{
    account::AccountId,
    capability::Capability,
    context::Context,
    error::Error,
    factor::{Factor, FactorId, FactorKind},
    ports::Records,
    probe::{NoneReason, Tier},
    provider::FactorList,
    session::Session,
};

/// The factors of an account and how fresh they are.
#[derive(Clone, Debug)]
pub struct FactorsReading {
    /// The last ones known, the oldest first.
    pub factors: Vec<Factor>,
    /// What can be added, and how; empty when nobody could tell yet.
    pub offers: Vec<Offer>,
    /// Kinds of which there may be more than the list shows.
    pub unseen: Vec<Unseen>,
    /// Factors that are about to be replaced.
    pub replacements: Vec<Replacement>,
    /// An authenticator was asked for a passkey, and nobody knows whether it made one that was never added.
    pub loose_passkey: bool,
    /// When the provider told them, in seconds since 1970.
    pub as_of_secs: u32,
    /// Why they could not be read anew, if they could not.
    pub error: Option<Error>,
}

/// A kind of factor and how it can be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What.
    pub kind: FactorKind,
    /// In the app, on the provider's page, or not at all.
    pub tier: Tier,
}

/// A kind of factor that the provider does not show to this account: there may be some, or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unseen {
    /// Which.
    pub kind: FactorKind,
    /// Why.
    pub reason: NoneReason,
}

/// A list younger than this is not read again by itself.
const FRESH_SECS: u32 = 60;
/// What a tenant offers changes when its administrator changes it.
const OFFERS_FRESH_SECS: u32 = 24 * 60 * 60;
/// Raised when the file cannot be read by older versions.
const VERSION: u32 = 1;

/// What is known of an account's factors.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Known {
    version: u32,
    pub(super) factors: Vec<Factor>,
    #[serde(default)]
    unseen: Vec<Unseen>,
    #[serde(default)]
    pub(super) replacements: Vec<Replacement>,
    /// An authenticator was asked for a passkey that has not been added since.
    #[serde(default)]
    passkey_begun: bool,
    /// It is being asked at this moment, so that there is nothing to say of it yet.
    #[serde(skip)]
    passkey_under_way: bool,
    pub(super) offered: Option<Offered>,
    pub(super) as_of_secs: u32,
    /// When the list was read in this run of the app.
    #[serde(skip)]
    pub(super) read: Option<Duration>,
}

/// The kinds that the provider lets the person add.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Offered {
    pub(crate) kinds: Vec<FactorKind>,
    /// Those of which there can be one only.
    #[serde(default)]
    pub(crate) single: Vec<FactorKind>,
    pub(crate) as_of_secs: u32,
}

impl Known {
    pub(super) fn new(
        list: FactorList,
        offered: Option<Offered>,
        as_of_secs: u32,
        read: Duration,
    ) -> Self {
        Self {
            version: VERSION,
            factors: list.factors,
            unseen: list.unseen,
            replacements: Vec::new(),
            passkey_begun: false,
            passkey_under_way: false,
            offered,
            as_of_secs,
            read: Some(read),
        }
    }

    pub(super) fn is_old(&self, now_secs: u32) -> bool {
        now_secs.abs_diff(self.as_of_secs) >= FRESH_SECS
    }

    /// What can be added, unless that has to be asked anew.
    pub(super) fn fresh_offers(&self, now_secs: u32) -> Option<Offered> {
        let is_fresh =
            |offered: &&Offered| now_secs.abs_diff(offered.as_of_secs) < OFFERS_FRESH_SECS;

        self.offered.as_ref().filter(is_fresh).cloned()
    }

    /// What the page draws; `passkeys` is how the connection carries adding them.
    pub(super) fn reading(&self, passkeys: Tier, error: Option<Error>) -> FactorsReading {
        FactorsReading {
            factors: self.factors.clone(),
            offers: self.offers(passkeys),
            unseen: self.unseen.clone(),
            replacements: self.replacements.clone(),
            loose_passkey: self.passkey_begun && !self.passkey_under_way,
            as_of_secs: self.as_of_secs,
            error,
        }
    }

    /// Every kind that this version knows, with the way in which it can be added: an empty list would look as if there
    /// were none. Nothing as long as nobody could tell.
    fn offers(&self, passkeys: Tier) -> Vec<Offer> {
        const KINDS: [FactorKind; 7] = [
            FactorKind::Passkey,
            FactorKind::Totp,
            FactorKind::Push,
            FactorKind::Phone,
            FactorKind::Email,
            FactorKind::RecoveryCode,
            FactorKind::Password,
        ];
        let Some(offered) = &self.offered else {
            return Vec::new();
        };
        let is_there = |kind: &FactorKind| {
            self.factors
                .iter()
                .any(|factor| factor.kind == *kind && factor.is_confirmed)
        };
        let tier = |kind: &FactorKind| match (offered.kinds.contains(kind), kind) {
            (false, _) => Tier::None(NoneReason::NotOffered),
            (true, kind) if offered.single.contains(kind) && is_there(kind) => {
                Tier::None(NoneReason::OneOnly)
            }
            (true, FactorKind::Passkey) => passkeys,
            (true, _) => Tier::Native,
        };

        KINDS
            .into_iter()
            .map(|kind| Offer {
                tier: tier(&kind),
                kind,
            })
            .collect()
    }

    /// Writes down that an authenticator is asked for a passkey: should the app end before that does, the next run
    /// knows that there may be one which opens nothing.
    pub(crate) fn begin_passkey(&mut self) {
        (self.passkey_begun, self.passkey_under_way) = (true, true);
    }

    /// The authenticator has answered; whether the provider takes it is another matter.
    pub(crate) fn passkey_made(&mut self) {
        self.passkey_under_way = false;
    }

    /// No passkey is left that nobody knows.
    pub(crate) fn end_passkey(&mut self) {
        (self.passkey_begun, self.passkey_under_way) = (false, false);
    }

    /// Takes over what an earlier list knew of passkeys that were begun.
    pub(super) fn go_on_making(&mut self, before: &Self) {
        self.passkey_begun = before.passkey_begun;
        self.passkey_under_way = before.passkey_under_way;
    }

    /// Puts a factor in the place of the one with its id, or at the end.
    pub(crate) fn put(&mut self, factor: Factor) {
        match self.factors.iter_mut().find(|it| it.id == factor.id) {
            Some(known) => *known = factor,
            None => self.factors.push(factor),
        }
    }

    pub(super) fn drop_factor(&mut self, id: &FactorId) {
        self.factors.retain(|factor| factor.id != *id);
        self.forget_replaced();
    }
}

impl Factors {
    /// What is known; a restart knows what the last run wrote down.
    pub(super) fn known(&self, context: &Context, account: &AccountId) -> Option<Known> {
        let mut memory = self.memory();
        if !memory.is_recalled {
            memory.is_recalled = true;
            memory.known = memory
                .known
                .take()
                .or_else(|| recalled(&*context.ports.records, account));
        }

        memory.known.clone()
    }
}

/// Remembers, tells the page that something changed, and writes it down for accounts that outlive the app.
pub(super) fn remember(context: &Context, session: &Session, known: Known) {
    let bytes = serde_json::to_vec(&known);
    {
        let mut memory = session.factors.memory();
        memory.known = Some(known);
        memory.is_recalled = true;
        memory.revision = memory.revision.wrapping_add(1);
    }
    if session.facts().keep == crate::account::Keep::Vault
        && let Ok(bytes) = bytes
        && let Err(error) = context.ports.records.write(&name(&session.id), &bytes)
    {
        // It only spares a question after the next start.
        tracing::debug!(%error, "the factors were not written down");
    }
    context.publish();
}

/// Changes what is known. A list that nobody has read yet is left alone: a part of it would look like the whole.
pub(crate) fn patch(
    context: &Context,
    session: &Session,
    change: impl FnOnce(&mut Known),
) -> Option<FactorsReading> {
    let mut known = session.factors.known(context, &session.id)?;
    change(&mut known);
    let reading = known.reading(passkeys(context, session), None);
    remember(context, session, known);

    Some(reading)
}

/// How the account's connection carries adding passkeys.
pub(super) fn passkeys(context: &Context, session: &Session) -> Tier {
    match context.connection_of(session) {
        Ok(connection) => session.tier(&connection, Capability::Passkeys),
        Err(_) => Tier::None(NoneReason::NotConfigured),
    }
}

/// A factor that the provider does not know any more leaves the list.
pub(super) fn gone(context: &Context, session: &Session, id: &FactorId, error: Error) -> Error {
    if matches!(error, Error::NotFound) {
        patch(context, session, |known| known.drop_factor(id));
    }

    error
}

/// Deletes what was written down of an account's factors.
pub(crate) fn forget(records: &dyn Records, account: &AccountId) {
    if let Err(error) = records.delete(&name(account)) {
        tracing::warn!(%error, "the list of factors was not deleted");
    }
}

fn recalled(records: &dyn Records, account: &AccountId) -> Option<Known> {
    let bytes = records.read(&name(account)).ok()??;
    let known: Known = serde_json::from_slice(&bytes).ok()?;

    (known.version == VERSION).then_some(known)
}

fn name(account: &AccountId) -> String {
    format!("factors-{}", account.as_str())
}
