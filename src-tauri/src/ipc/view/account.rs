//! Accounts, as the page sees them.

use account::{AccountState, AccountStatus, Capability, Connection, SignedOut};
use serde::Serialize;
use specta::Type;

use super::{
    connection::{ProviderView, TierView},
    sign_in::KeepView,
};
use crate::ipc::refusal::{EndedReason, VaultProblem, twin};

/// An account and how it stands.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct AccountView {
    id: String,
    connection: String,
    provider: ProviderView,
    name: Option<String>,
    email: Option<String>,
    /// One or two letters for where there is no picture.
    initials: String,
    has_picture: bool,
    keep: KeepView,
    state: AccountStateView,
    /// When the session ends by itself, because the provider gave nothing to renew it with; seconds since 1970.
    ends_secs: Option<u32>,
    /// When the profile was read last, in seconds since 1970.
    profile_as_of_secs: Option<u32>,
    /// Goes up whenever what is known of the factors changes.
    factors_changes: u32,
    /// When the person last gave more proof because the provider wanted it, in seconds since 1970.
    stepped_up_secs: Option<u32>,
    /// How often the list of connected accounts was read or changed: a new number means that asking for it brings
    /// something new.
    connected_changes: u32,
    /// The same of the list of sessions.
    sessions_changes: u32,
    /// The same of the list of personal access tokens.
    access_tokens_changes: u32,
    /// The same of the list of linked accounts.
    linked_changes: u32,
    /// What can be done for the account, as far as anybody knows.
    capabilities: Vec<CapabilityView>,
}

/// A part of looking after an account and how it is carried.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct CapabilityView {
    capability: CapabilityNameView,
    tier: TierView,
}

twin! {
    /// A part of looking after an account.
    CapabilityNameView of Capability {
        EditProfile, ChangeEmail, Sessions, SignOutEverywhere, AccessTokens, LinkedAccounts, ConnectedAccounts,
        DeleteAccount, Passkeys,
    }
}

/// How an account stands.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
enum AccountStateView {
    /// All is well, as far as anybody knows.
    SignedIn,
    /// Signed in, but a restart ends the session.
    Unsaved,
    /// The session has ended.
    NeedsSignIn { reason: EndedReason },
    /// The vault cannot be read. Nobody was signed out.
    VaultClosed { reason: VaultProblem },
}

/// What a sign-out reached.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct SignOutView {
    /// The provider ended the session too.
    revoked: bool,
}

impl AccountView {
    pub(super) fn of(account: &AccountStatus, connections: &[Connection]) -> Self {
        let connection = connections
            .iter()
            .find(|connection| connection.id == account.connection);
        let capabilities = account.capabilities.iter();
        let capabilities = capabilities.map(|(capability, tier)| CapabilityView {
            capability: (*capability).into(),
            tier: (*tier).into(),
        });

        Self {
            id: account.id.as_str().to_owned(),
            connection: account.connection.as_str().to_owned(),
            provider: connection.map_or(ProviderView::Auth0, |connection| {
                (&connection.settings).into()
            }),
            name: account.name.clone(),
            email: account.email.clone(),
            initials: account.initials.clone(),
            has_picture: account.has_picture,
            keep: account.keep.into(),
            state: account.state.into(),
            ends_secs: account.ends_secs,
            profile_as_of_secs: account.profile_as_of_secs,
            factors_changes: account.factors_changes,
            stepped_up_secs: account.stepped_up_secs,
            connected_changes: account.connected_changes,
            sessions_changes: account.sessions_changes,
            access_tokens_changes: account.access_tokens_changes,
            linked_changes: account.linked_changes,
            capabilities: capabilities.collect(),
        }
    }
}

impl From<AccountState> for AccountStateView {
    fn from(state: AccountState) -> Self {
        match state {
            AccountState::SignedIn => Self::SignedIn,
            AccountState::Unsaved => Self::Unsaved,
            AccountState::NeedsSignIn(reason) => Self::NeedsSignIn {
                reason: reason.into(),
            },
            AccountState::VaultClosed(problem) => Self::VaultClosed {
                reason: problem.into(),
            },
        }
    }
}

impl From<SignedOut> for SignOutView {
    fn from(signed_out: SignedOut) -> Self {
        Self {
            revoked: signed_out.revoked,
        }
    }
}
