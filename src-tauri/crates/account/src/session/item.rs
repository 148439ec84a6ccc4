//! What the vault keeps of a session.

use protocol::{
    dpop::{Dpop, DpopKey, DpopPrivateKey},
    secret::{Nonce, RefreshToken, Secret},
};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    account::{AccountId, AccountRecord},
    connection::Connection,
    context::Context,
    ports::VaultItem,
    state::EndedReason,
};

/// A session as the vault keeps it: nothing but the refresh token with the key it is bound to, and what proves
/// whose it is.
#[derive(Clone)]
pub(crate) struct SessionItem {
    pub(crate) issuer: String,
    pub(crate) subject: String,
    /// Counts the exchanges: of two items the one with the higher number is the newer.
    pub(crate) generation: u64,
    pub(crate) refresh: RefreshToken,
    /// What ties the ID tokens of later refreshes to the sign-in (OpenID Connect Core §12.2); nothing where the sign-in
    /// asked for none.
    pub(crate) nonce: Option<Nonce>,
    /// The key that the refresh token is bound to, if it is.
    pub(crate) dpop_key: Option<DpopKey>,
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
    /// With a key that is none.
    KeyUnusable,
    /// Without a key, where the connection binds sessions to one.
    KeyMissing,
    /// With a key, where the connection does not bind sessions.
    KeyUnwanted,
}

impl From<ItemError> for EndedReason {
    fn from(error: ItemError) -> Self {
        match error {
            ItemError::Corrupt | ItemError::Newer | ItemError::Foreign => Self::ItemCorrupt,
            ItemError::KeyUnusable => Self::DpopKeyMismatch,
            ItemError::KeyMissing => Self::DpopKeyMissing,
            ItemError::KeyUnwanted => Self::DpopNotConfigured,
        }
    }
}

/// The newest format that is understood, and that of items with a key: a version of the app that knows no keys
/// leaves them alone, instead of spending a refresh token without its key.
const VERSION: u32 = 2;

/// The format of items without a key.
const VERSION_WITHOUT_KEY: u32 = 1;

/// What the names of all sessions in the vault begin with.
const PREFIX: &str = "session:";

#[derive(Serialize)]
struct Written<'a> {
    v: u32,
    iss: &'a str,
    sub: &'a str,
    generation: u64,
    refresh_token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dpop_key: Option<&'a str>,
}

#[derive(Deserialize)]
struct Read {
    iss: String,
    sub: String,
    generation: u64,
    refresh_token: RefreshToken,
    nonce: Option<Nonce>,
    dpop_key: Option<DpopPrivateKey>,
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

impl SessionItem {
    pub(crate) fn name(account: &AccountId) -> String {
        format!("{PREFIX}{}", account.as_str())
    }

    /// Whose item it is by its name, if it is a session.
    pub(crate) fn account_in(name: &str) -> Option<AccountId> {
        let id = name.strip_prefix(PREFIX)?;

        Some(AccountId::from_page(id.to_owned()))
    }

    /// Issuer and subject that an item claims, if it is one that can be read. The name of the item has to agree.
    pub(crate) fn owner(bytes: &VaultItem) -> Option<(String, String)> {
        let read: Read = serde_json::from_slice(bytes).ok()?;

        Some((read.iss, read.sub))
    }

    pub(crate) fn encode(&self) -> VaultItem {
        let dpop_key = self.dpop_key.as_ref().map(|key| key.to_pkcs8().expose());
        let written = Written {
            v: match dpop_key {
                Some(_) => VERSION,
                None => VERSION_WITHOUT_KEY,
            },
            iss: &self.issuer,
            sub: &self.subject,
            generation: self.generation,
            refresh_token: self.refresh.expose(),
            nonce: self.nonce.as_ref().map(|nonce| nonce.expose()),
            dpop_key,
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

        let dpop_key = read.dpop_key.map(DpopKey::from_pkcs8).transpose();

        Ok(Self {
            issuer: read.iss,
            subject: read.sub,
            generation: read.generation,
            refresh: read.refresh_token,
            nonce: read.nonce,
            dpop_key: dpop_key.map_err(|_| ItemError::KeyUnusable)?,
        })
    }

    /// Of several items of one account the newest that can be read. One that a newer version of the app wrote
    /// counts before all others: whatever is older than it has been spent.
    pub(crate) fn newest(
        items: &[VaultItem],
        record: &AccountRecord,
    ) -> Option<Result<Self, ItemError>> {
        let mut newest: Option<Result<Self, ItemError>> = None;
        for bytes in items {
            let read = Self::decode(bytes, record);
            let is_better = match (&newest, &read) {
                (None, _) | (Some(_), Err(ItemError::Newer)) => true,
                (Some(Err(ItemError::Newer)) | Some(Ok(_)), Err(_)) => false,
                (Some(Err(error)), _) => *error != ItemError::Newer,
                (Some(Ok(known)), Ok(read)) => read.generation > known.generation,
            };
            if is_better {
                newest = Some(read);
            }
        }

        newest
    }

    /// Checks that the session is bound to a key if, and only if, the connection binds sessions.
    pub(crate) fn fitting(self, connection: &Connection) -> Result<Self, ItemError> {
        match (connection.dpop, &self.dpop_key) {
            (true, None) => Err(ItemError::KeyMissing),
            (false, Some(_)) => Err(ItemError::KeyUnwanted),
            (true, Some(_)) | (false, None) => Ok(self),
        }
    }

    /// The key of the session at work.
    pub(crate) fn dpop(&self, context: &Context) -> Option<Dpop> {
        self.dpop_key.clone().map(|key| context.dpop(key))
    }

    /// A name for the token that tells nothing about it: for the journal and for comparing.
    pub(crate) fn fingerprint(&self) -> [u8; 32] {
        let digest = digest(&SHA256, self.refresh.expose().as_bytes());
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest.as_ref());

        bytes
    }
}

#[cfg(test)]
mod tests;
