//! One person at one connection.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

use crate::{
    connection::ConnectionId,
    error::Error,
    ports::{RecordError, Records},
    profile::Profile,
};

/// The name of an account in files, in the vault and towards the page.
///
/// A digest of connection, issuer and subject: the same person coming back is the same account, and neither an
/// odd subject nor an e-mail address ever reaches a file name or a keychain attribute.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AccountId(String);

impl AccountId {
    /// Half of SHA-256 keeps accounts apart and names short.
    const DIGEST_BYTES: usize = 16;

    pub(crate) fn of(connection: &ConnectionId, issuer: &str, subject: &str) -> Self {
        let parts = [connection.as_str(), issuer, subject];
        // Length before text: no two triples give the same bytes.
        let text: String = parts
            .iter()
            .map(|part| format!("{}:{part}", part.len()))
            .collect();
        let digest = digest(&SHA256, text.as_bytes());

        Self(BASE64_URL_SAFE_NO_PAD.encode(&digest.as_ref()[..Self::DIGEST_BYTES]))
    }

    /// Takes a name back from the page; whether there is such an account shows when it is used.
    pub fn from_page(text: String) -> Self {
        Self(text)
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a session is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// In the vault, until the person signs out.
    Vault,
    /// In memory, until the app ends.
    UntilExit,
}

/// What is remembered about an account besides its secrets.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AccountRecord {
    pub(crate) id: AccountId,
    pub(crate) connection: ConnectionId,
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) profile: Option<Profile>,
}

impl AccountRecord {
    /// How to call the person: name, e-mail or, failing both, the provider's subject.
    pub(crate) fn label(&self) -> &str {
        self.profile
            .as_ref()
            .and_then(|profile| profile.email.as_deref().or(profile.name.as_deref()))
            .unwrap_or(&self.subject)
    }
}

const DOCUMENT: &str = "accounts";
const VERSION: u32 = 1;

/// All that a newer version is sure to have kept.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

fn version_of(bytes: &[u8]) -> Option<u32> {
    let read: Version = serde_json::from_slice(bytes).ok()?;

    Some(read.version)
}

#[derive(Serialize, Deserialize)]
struct Document {
    version: u32,
    accounts: Vec<AccountRecord>,
}

/// What the file of accounts gave.
pub(crate) enum Reading {
    /// The accounts, in the order in which they were added.
    Fine(Vec<AccountRecord>),
    /// Damaged, and put aside.
    Corrupt,
}

/// Reads the accounts that outlive the app.
pub(crate) fn read_all(records: &dyn Records) -> Result<Reading, RecordError> {
    let Some(bytes) = records.read(DOCUMENT)? else {
        return Ok(Reading::Fine(Vec::new()));
    };
    if version_of(&bytes).is_some_and(|version| version > VERSION) {
        return Err(RecordError::Newer);
    }
    match serde_json::from_slice::<Document>(&bytes) {
        Ok(document) => Ok(Reading::Fine(document.accounts)),
        Err(_) => {
            records.set_aside(DOCUMENT)?;
            Ok(Reading::Corrupt)
        }
    }
}

/// Writes the accounts that outlive the app, unless the list says so already or is of a newer version of the app.
pub(crate) fn save_all(
    records: &dyn Records,
    accounts: Vec<AccountRecord>,
) -> Result<(), RecordError> {
    let before = records.read(DOCUMENT)?;
    let version = before.as_deref().and_then(version_of);
    if version.is_some_and(|version| version > VERSION) {
        return Err(RecordError::Newer);
    }

    let document = Document {
        version: VERSION,
        accounts,
    };
    // Texts and numbers: writing them into memory has no way to fail.
    let bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
    if before.is_some_and(|before| before == bytes) {
        return Ok(());
    }

    records.write(DOCUMENT, &bytes)
}

/// Deletes the file of accounts.
pub(crate) fn forget_all(records: &dyn Records) -> Result<(), Error> {
    Ok(records.delete(DOCUMENT)?)
}
