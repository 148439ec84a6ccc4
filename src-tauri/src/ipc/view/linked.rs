//! Linked accounts, as the page sees them.

use account::{AccountId, LinkedAccount, Listing, StartLinking};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::connection::{RedirectWayView, TierView};
use crate::ipc::error::CommandError;

/// The accounts elsewhere by which the person can sign in, the oldest first.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct LinkedAccountsView {
    accounts: Vec<LinkedAccountView>,
    /// Whether there is such a list at all; where there is none, it says nothing about what exists.
    tier: TierView,
    /// When it was read, in seconds since 1970.
    as_of_secs: u32,
    /// Why it could not be read anew, if it could not.
    error: Option<CommandError>,
}

/// An account elsewhere.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct LinkedAccountView {
    /// To name it by in further calls.
    id: String,
    /// In the vendor's word, such as `github`.
    provider: String,
    /// What the account is called there.
    name_there: Option<String>,
    /// Seconds since 1970.
    created_secs: Option<u32>,
}

/// Asks to link an account elsewhere.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::ipc) struct StartLinkingRequest {
    account: String,
    /// One of the connection's `providers`.
    provider: String,
    /// The way home, if not the connection's own.
    redirect: Option<RedirectWayView>,
}

impl From<StartLinkingRequest> for StartLinking {
    fn from(request: StartLinkingRequest) -> Self {
        Self {
            account: AccountId::from_page(request.account),
            provider: request.provider,
            redirect: request.redirect.map(Into::into),
        }
    }
}

impl From<Listing<LinkedAccount>> for LinkedAccountsView {
    fn from(listing: Listing<LinkedAccount>) -> Self {
        Self {
            accounts: listing
                .items
                .into_iter()
                .map(LinkedAccountView::from)
                .collect(),
            tier: listing.tier.into(),
            as_of_secs: listing.as_of_secs,
            error: listing.error.map(CommandError::from),
        }
    }
}

impl From<LinkedAccount> for LinkedAccountView {
    fn from(it: LinkedAccount) -> Self {
        Self {
            id: it.id.as_str().to_owned(),
            provider: it.provider,
            name_there: it.name_there,
            created_secs: it.created_secs,
        }
    }
}
