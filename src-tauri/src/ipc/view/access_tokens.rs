//! Personal access tokens, as the page sees and asks for them.
//!
//! A token that was just made crosses here: the person has to see it, this once.

use account::{AccessTokenEntry, CreatedAccessToken, Listing, NewAccessToken, Secret};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::connection::TierView;
use crate::ipc::error::CommandError;

/// Asks for a personal access token.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::ipc) struct NewAccessTokenRequest {
    name: String,
    /// Seconds since 1970.
    expires_secs: u32,
}

/// A personal access token that was just made.
#[derive(Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct CreatedAccessTokenView {
    entry: AccessTokenView,
    /// Nobody can read it again.
    token: String,
}

/// The personal access tokens of an account, the newest first.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct AccessTokensView {
    tokens: Vec<AccessTokenView>,
    /// Whether there is such a list at all; where there is none, it says nothing about what exists.
    tier: TierView,
    /// When it was read, in seconds since 1970.
    as_of_secs: u32,
    /// Why it could not be read anew, if it could not.
    error: Option<CommandError>,
}

/// A personal access token, without the token itself.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct AccessTokenView {
    /// To name it by in further calls.
    id: String,
    name: Option<String>,
    /// Seconds since 1970.
    created_secs: Option<u32>,
    /// Seconds since 1970.
    expires_secs: Option<u32>,
}

impl From<Listing<AccessTokenEntry>> for AccessTokensView {
    fn from(listing: Listing<AccessTokenEntry>) -> Self {
        Self {
            tokens: listing
                .items
                .into_iter()
                .map(AccessTokenView::from)
                .collect(),
            tier: listing.tier.into(),
            as_of_secs: listing.as_of_secs,
            error: listing.error.map(CommandError::from),
        }
    }
}

impl From<AccessTokenEntry> for AccessTokenView {
    fn from(it: AccessTokenEntry) -> Self {
        Self {
            id: it.id.as_str().to_owned(),
            name: it.name,
            created_secs: it.created_secs,
            expires_secs: it.expires_secs,
        }
    }
}

impl From<NewAccessTokenRequest> for NewAccessToken {
    fn from(request: NewAccessTokenRequest) -> Self {
        Self {
            name: request.name,
            expires_secs: request.expires_secs,
        }
    }
}

impl From<CreatedAccessToken> for CreatedAccessTokenView {
    fn from(created: CreatedAccessToken) -> Self {
        Self {
            entry: created.entry.into(),
            token: created.token.expose().to_owned(),
        }
    }
}
