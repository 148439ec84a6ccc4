//! What the vault keeps of a session.

use protocol::secret::{RefreshToken, Secret};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    account::{AccountId, AccountRecord},
    ports::VaultItem,
};

/// A session as the vault keeps it: nothing but the refresh token and what proves whose it is.
#[derive(Clone)]
pub(crate) struct SessionItem {
    pub(crate) issuer: String,
    pub(crate) subject: String,
    /// Counts the exchanges: of two items the one with the higher number is the newer.
    pub(crate) generation: u64,
    pub(crate) refresh: RefreshToken,
}

/// Why the bytes in the vault are no session of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemError {
    /// Not our format.
    Corrupt,
    /// Written by a newer version of the app.
    Newer,
    /// Of another account.
    Foreign,
}

const VERSION: u32 = 1;

#[derive(Serialize)]
struct Written<'a> {
    v: u32,
    iss: &'a str,
    sub: &'a str,
    generation: u64,
    refresh_token: &'a str,
}

#[derive(Deserialize)]
struct Read {
    iss: String,
    sub: String,
    generation: u64,
    refresh_token: RefreshToken,
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

impl SessionItem {
    pub(crate) fn name(account: &AccountId) -> String {
        format!("session:{}", account.as_str())
    }

    pub(crate) fn encode(&self) -> VaultItem {
        let written = Written {
            v: VERSION,
            iss: &self.issuer,
            sub: &self.subject,
            generation: self.generation,
            refresh_token: self.refresh.expose(),
        };
        let mut bytes = Zeroizing::new(Vec::with_capacity(crate::ports::VAULT_ITEM_BYTES));
        // Writing a struct of texts and numbers into memory has no way to fail.
        let _ = serde_json::to_writer(&mut *bytes, &written);

        bytes
    }

    pub(crate) fn decode(bytes: &VaultItem, record: &AccountRecord) -> Result<Self, ItemError> {
        let version: Version = serde_json::from_slice(bytes).map_err(|_| ItemError::Corrupt)?;
        if version.v > VERSION {
            return Err(ItemError::Newer);
        }
        let read: Read = serde_json::from_slice(bytes).map_err(|_| ItemError::Corrupt)?;
        if read.iss != record.issuer || read.sub != record.subject {
            return Err(ItemError::Foreign);
        }

        Ok(Self {
            issuer: read.iss,
            subject: read.sub,
            generation: read.generation,
            refresh: read.refresh_token,
        })
    }

    /// A name for the token that tells nothing about it: for the journal and for comparing.
    pub(crate) fn fingerprint(&self) -> [u8; 32] {
        let digest = digest(&SHA256, self.refresh.expose().as_bytes());
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest.as_ref());

        bytes
    }
}
