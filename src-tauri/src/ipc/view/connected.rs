//! Connected accounts, as the page sees and asks for them.

use account::{AccountId, Connectable, ConnectedAccount, Listing, StartConnecting};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::connection::{RedirectWayView, TierView};
use crate::ipc::error::CommandError;

/// The accounts elsewhere that the provider may use for the person.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct ConnectedAccountsView {
    accounts: Vec<ConnectedAccountView>,
    /// Whether there is such a list at all.
    tier: TierView,
    /// When they were read, in seconds since 1970.
    as_of_secs: u32,
    /// Why they could not be read anew, if they could not.
    error: Option<CommandError>,
}

/// An account elsewhere.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct ConnectedAccountView {
    /// To name it by in further calls.
    id: String,
    /// The name of what it was connected through.
    connection: String,
    /// What the provider may do there, in the words of the other side.
    scopes: Vec<String>,
    /// Seconds since 1970.
    created_secs: Option<u32>,
    /// Seconds since 1970; null when it does not end by itself.
    expires_secs: Option<u32>,
}

/// Where further accounts can be connected.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct ConnectableAccountsView {
    connectable: Vec<ConnectableView>,
    /// Whether there is such a list at all.
    tier: TierView,
    /// Why the list could not be read anew, if it could not.
    error: Option<CommandError>,
}

/// Somewhere an account can be connected.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct ConnectableView {
    /// To name it by in further calls.
    name: String,
    /// What kind of provider is behind it, such as `google-oauth2`.
    strategy: String,
    /// What is asked for there, in the words of the other side.
    scopes: Vec<String>,
}

/// Asks to connect an account elsewhere.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::ipc) struct StartConnectingRequest {
    account: String,
    /// The name of what it is to be connected through.
    name: String,
    /// The way home, if not the connection's own.
    redirect: Option<RedirectWayView>,
}

impl From<Listing<ConnectedAccount>> for ConnectedAccountsView {
    fn from(listing: Listing<ConnectedAccount>) -> Self {
        let accounts = listing
            .items
            .into_iter()
            .map(|account| ConnectedAccountView {
                id: account.id.as_str().to_owned(),
                connection: account.connection,
                scopes: account.scopes,
                created_secs: account.created_secs,
                expires_secs: account.expires_secs,
            });

        Self {
            accounts: accounts.collect(),
            tier: listing.tier.into(),
            as_of_secs: listing.as_of_secs,
            error: listing.error.map(CommandError::from),
        }
    }
}

impl From<Listing<Connectable>> for ConnectableAccountsView {
    fn from(listing: Listing<Connectable>) -> Self {
        let connectable = listing.items.into_iter().map(|it| ConnectableView {
            name: it.name,
            strategy: it.strategy,
            scopes: it.scopes,
        });

        Self {
            connectable: connectable.collect(),
            tier: listing.tier.into(),
            error: listing.error.map(CommandError::from),
        }
    }
}

impl From<StartConnectingRequest> for StartConnecting {
    fn from(request: StartConnectingRequest) -> Self {
        Self {
            account: AccountId::from_page(request.account),
            name: request.name,
            redirect: request.redirect.map(Into::into),
        }
    }
}
