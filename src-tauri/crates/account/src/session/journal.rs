//! A note that a refresh token has been sent, so that a lost answer can be told from a withdrawn session.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use crate::{account::AccountId, ports::Records};

/// The journal of one account. Holds a digest of the token and no secret.
pub(super) struct Journal<'a> {
    records: &'a dyn Records,
    name: String,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    tokens: Vec<String>,
}

/// More tokens than can be sent while the vault takes none, as a person would sooner see to it.
const MOST: usize = 32;

impl<'a> Journal<'a> {
    pub(super) fn of(records: &'a dyn Records, account: &AccountId) -> Self {
        Self {
            records,
            name: format!("refresh-{}", account.as_str()),
        }
    }

    /// Whether this token was sent before and no answer was noted.
    pub(super) fn says_sent(&self, fingerprint: &[u8; 32]) -> bool {
        let token = BASE64_URL_SAFE_NO_PAD.encode(fingerprint);

        self.sent().contains(&token)
    }

    /// Notes that this token is about to be sent, beside those before it. A full disk only costs the reason, not the
    /// session.
    pub(super) fn note(&self, fingerprint: &[u8; 32]) {
        let token = BASE64_URL_SAFE_NO_PAD.encode(fingerprint);
        let mut tokens = self.sent();
        tokens.retain(|known| *known != token);
        tokens.push(token);
        let older = tokens.len().saturating_sub(MOST);
        tokens.drain(..older);
        let written = serde_json::to_vec(&Entry { tokens })
            .map(|bytes| self.records.write(&self.name, &bytes));
        if let Ok(Err(error)) = written {
            tracing::warn!(%error, "the refresh journal was not written");
        }
    }

    fn sent(&self) -> Vec<String> {
        let entry = self.records.read(&self.name).ok().flatten();
        let entry = entry.and_then(|bytes| serde_json::from_slice::<Entry>(&bytes).ok());

        entry.map(|entry| entry.tokens).unwrap_or_default()
    }

    /// Notes that what the answers brought is safe, or that nothing was sent.
    pub(super) fn clear(&self) {
        if let Err(error) = self.records.delete(&self.name) {
            tracing::warn!(%error, "the refresh journal was not cleared");
        }
    }
}
