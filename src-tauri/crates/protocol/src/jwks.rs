//! The keys with which a provider signs (RFC 7517), of which only sound ones are kept.

mod key;

use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::http::{CallError, Http, NoProblem, Request};
use crate::id_token::Algorithm;
use crate::json;

pub(crate) use key::Key;

/// Caps the document; a key with its certificates has about 3 KiB.
pub const KEYS_CAP: usize = 256 * 1024;

/// Caps the number of keys; a provider has two during a rotation.
const MOST_KEYS: usize = 64;

/// A provider's keys, as far as they are sound.
#[derive(Clone, Debug)]
pub struct KeySet {
    keys: Vec<Key>,
    refused: Vec<RefusedKey>,
}

/// Why a key of a set is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusedKey {
    /// It is not a key, or one of its numbers is not readable.
    Unreadable,
    /// It is of a kind, or for an algorithm, that signs none of our tokens.
    Unsupported,
    /// It is for encryption.
    NotForSigning,
    /// It could be broken.
    Weak,
    /// Its private half is published.
    PrivateParts,
}

/// Why there is no key set.
#[derive(Debug, thiserror::Error)]
pub enum JwksError {
    /// It could not be fetched.
    #[error("the keys could not be fetched")]
    Call(#[source] CallError<NoProblem>),
    /// It is larger than any key set.
    #[error("the key set is too large")]
    TooLarge,
    /// It is not a key set.
    #[error("the key set has another shape at {path}")]
    Shape {
        /// Names and indexes, never values.
        path: String,
    },
    /// It has no key that could sign our tokens.
    #[error("the key set has no usable key")]
    NoKey,
    /// Its only keys could be broken.
    #[error("the key set has only weak keys")]
    Weak,
    /// Its only keys are published with their private halves.
    #[error("the key set has only keys whose private half is published")]
    PrivateParts,
}

/// Why no key of a set fits a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyMiss {
    Absent,
    Ambiguous,
}

impl KeySet {
    /// Fetches and checks a key set.
    pub async fn fetch(http: &Http, url: Url) -> Result<Self, JwksError> {
        let answer = http
            .call(Request::get(url).cap(KEYS_CAP))
            .await
            .map_err(refused)?;
        // Some providers serve `application/jwk-set+json`, others plain JSON; never a page.
        answer.require_json().map_err(JwksError::Call)?;
        let keys = Self::parse(answer.bytes())?;

        Ok(keys)
    }

    /// Checks a key set; a bad key beside a good one is left out.
    pub fn parse(bytes: &[u8]) -> Result<Self, JwksError> {
        if bytes.len() > KEYS_CAP {
            return Err(JwksError::TooLarge);
        }
        let raw: RawKeySet = json::read(bytes)
            .map_err(|error: json::ShapeError| JwksError::Shape { path: error.path })?;
        if raw.keys.len() > MOST_KEYS {
            return Err(JwksError::TooLarge);
        }
        let mut set = Self {
            keys: Vec::new(),
            refused: Vec::new(),
        };
        for value in &raw.keys {
            match Key::read(value) {
                Ok(key) => set.keys.push(key),
                Err(reason) => set.refused.push(reason),
            }
        }
        if !set.keys.is_empty() {
            return Ok(set);
        }

        Err(set.why_empty())
    }

    /// Returns why keys were left out; a published private half is worth a warning.
    pub fn refused(&self) -> &[RefusedKey] {
        &self.refused
    }

    /// Returns the one key that fits: by its name, or alone of its kind.
    pub(crate) fn find(&self, kid: Option<&str>, algorithm: Algorithm) -> Result<&Key, KeyMiss> {
        let mut fitting = self.keys.iter().filter(|key| {
            key.fits(algorithm) && kid.is_none_or(|kid| key.kid.as_deref() == Some(kid))
        });
        let first = fitting.next().ok_or(KeyMiss::Absent)?;
        if fitting.next().is_some() {
            return Err(KeyMiss::Ambiguous);
        }

        Ok(first)
    }

    fn why_empty(&self) -> JwksError {
        if self.refused.contains(&RefusedKey::Weak) {
            return JwksError::Weak;
        }
        if self.refused.contains(&RefusedKey::PrivateParts) {
            return JwksError::PrivateParts;
        }

        JwksError::NoKey
    }
}

#[derive(Deserialize)]
struct RawKeySet {
    keys: Vec<Value>,
}

fn refused(error: CallError<NoProblem>) -> JwksError {
    if error.is_too_large() {
        return JwksError::TooLarge;
    }

    JwksError::Call(error)
}

#[cfg(test)]
mod tests;
