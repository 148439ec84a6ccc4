//! The sessions of an account, as the page sees them.

use account::{Listing, SessionEntry};
use serde::Serialize;
use specta::Type;

use super::connection::TierView;
use crate::ipc::error::CommandError;

/// The sessions of an account at its provider, the one of this app first.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct SessionsView {
    sessions: Vec<SessionView>,
    /// Whether there is such a list at all; where there is none, it says nothing about what exists.
    tier: TierView,
    /// When it was read, in seconds since 1970.
    as_of_secs: u32,
    /// Why it could not be read anew, if it could not.
    error: Option<CommandError>,
}

/// A session.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct SessionView {
    /// To name it by in further calls.
    id: String,
    /// Seconds since 1970.
    created_secs: Option<u32>,
    /// Seconds since 1970; later with every use.
    expires_secs: Option<u32>,
    /// It is the one of this app.
    is_this: bool,
}

impl From<Listing<SessionEntry>> for SessionsView {
    fn from(listing: Listing<SessionEntry>) -> Self {
        Self {
            sessions: listing.items.into_iter().map(SessionView::from).collect(),
            tier: listing.tier.into(),
            as_of_secs: listing.as_of_secs,
            error: listing.error.map(CommandError::from),
        }
    }
}

impl From<SessionEntry> for SessionView {
    fn from(it: SessionEntry) -> Self {
        Self {
            id: it.id.as_str().to_owned(),
            created_secs: it.created_secs,
            expires_secs: it.expires_secs,
            is_this: it.is_this,
        }
    }
}
