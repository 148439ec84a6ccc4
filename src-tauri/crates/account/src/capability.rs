//! What can be done for an account, and what its project has turned out not to permit.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use crate::{
    connection::{Connection, Settings},
    context::Context,
    error::Error,
    passkeys,
    probe::{NoneReason, Tier},
    session::Session,
};

/// A part of looking after an account that a provider may or may not carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capability {
    /// Changing name, picture and language.
    EditProfile,
    /// Changing the e-mail address.
    ChangeEmail,
    /// The list of sessions, and ending them.
    Sessions,
    /// Ending every session, personal access tokens included.
    SignOutEverywhere,
    /// Personal access tokens.
    AccessTokens,
    /// Accounts elsewhere by which the person can sign in.
    LinkedAccounts,
    /// Accounts elsewhere that the provider may use.
    ConnectedAccounts,
    /// Deleting the account.
    DeleteAccount,
    /// Adding passkeys.
    Passkeys,
}

/// What has turned out not to be there, in this run of the app.
#[derive(Default)]
pub(crate) struct Learnt(Mutex<BTreeMap<Capability, NoneReason>>);

const ALL: [Capability; 9] = [
    Capability::EditProfile,
    Capability::ChangeEmail,
    Capability::Sessions,
    Capability::SignOutEverywhere,
    Capability::AccessTokens,
    Capability::LinkedAccounts,
    Capability::ConnectedAccounts,
    Capability::DeleteAccount,
    Capability::Passkeys,
];

impl Session {
    /// Remembers what an attempt says about a capability.
    pub(crate) fn learn<T>(
        &self,
        context: &Context,
        capability: Capability,
        attempt: &Result<T, Error>,
    ) {
        {
            // One word each: whoever panicked while holding them left them whole.
            let mut learnt = self.learnt.0.lock().unwrap_or_else(PoisonError::into_inner);
            match attempt {
                Err(Error::Unavailable(reason)) => learnt.insert(capability, *reason),
                Ok(_) => learnt.remove(&capability),
                Err(_) => return,
            };
        }
        context.publish();
    }

    /// Every capability with how it is carried, as far as anybody knows: what a project permits shows only when it is
    /// tried.
    pub(crate) fn capabilities(&self, connection: &Connection) -> Vec<(Capability, Tier)> {
        let tier = |capability| (capability, self.tier(connection, capability));

        ALL.into_iter().map(tier).collect()
    }

    /// How one capability is carried.
    pub(crate) fn tier(&self, connection: &Connection, capability: Capability) -> Tier {
        let learnt = {
            let learnt = self.learnt.0.lock().unwrap_or_else(PoisonError::into_inner);
            learnt.get(&capability).copied()
        };
        match (capability, learnt) {
            (Capability::Passkeys, learnt) => passkeys::tier(connection, learnt),
            (_, Some(reason)) => Tier::None(reason),
            (_, None) => self
                .tier_of_list(capability)
                .unwrap_or_else(|| capability.tier(&connection.settings)),
        }
    }

    fn tier_of_list(&self, capability: Capability) -> Option<Tier> {
        match capability {
            Capability::Sessions => self.sessions.tier(),
            Capability::AccessTokens => self.access_tokens.tier(),
            Capability::LinkedAccounts => self.linked.tier(),
            Capability::ConnectedAccounts => self.connected.tier(),
            Capability::EditProfile
            | Capability::ChangeEmail
            | Capability::SignOutEverywhere
            | Capability::DeleteAccount
            | Capability::Passkeys => None,
        }
    }
}

impl Capability {
    fn tier(self, settings: &Settings) -> Tier {
        let is_by_graphql = !matches!(self, Self::ChangeEmail | Self::SignOutEverywhere);
        match (self, settings) {
            (Self::ConnectedAccounts, Settings::Auth0 { .. }) => Tier::Native,
            (Self::ConnectedAccounts, Settings::Nhost { .. }) | (_, Settings::Auth0 { .. }) => {
                Tier::None(NoneReason::NotOffered)
            }
            (_, Settings::Nhost { graphql: None, .. }) if is_by_graphql => {
                Tier::None(NoneReason::NotConfigured)
            }
            (_, Settings::Nhost { .. }) => Tier::Native,
        }
    }
}
