//! Tokens that are of no use to a thief: DPoP (RFC 9449) with ES256.
//!
//! A [`DpopKey`] is what a session is bound to; it is kept beside the refresh token. A [`Dpop`] is the key at
//! work: with it a [`Request`](crate::Request) carries a proof, and what the servers say about proofs is
//! remembered for the next one.
//!
//! **Invariant:** every attempt carries a proof of its own. A proof says for which method and address it is made
//! and, beside an access token, for which token.

mod challenge;
mod key;
mod nonce;
mod proof;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use ring::error::Unspecified;
use url::Url;

pub(crate) use self::challenge::{Complaint, complaint};
pub use self::key::{DpopKey, DpopKeyError, DpopPrivateKey};
pub(crate) use self::nonce::nonce;
use self::proof::Claims;
use crate::secret::AccessToken;

/// A difference between two clocks up to this many seconds is the age of an answer and what its date leaves off.
const SKEW_IGNORED_SECS: i64 = 2;

/// A key at work. A clone shares what has been learned.
#[derive(Clone)]
pub struct Dpop(Arc<Shared>);

struct Shared {
    key: DpopKey,
    now: Box<dyn Fn() -> SystemTime + Send + Sync>,
    /// Only of addresses that the program itself asks, so there are few.
    heard: Mutex<HashMap<String, Heard>>,
}

/// What a server said last, by its origin (RFC 9449 section 8.2).
#[derive(Clone, Debug, Default)]
struct Heard {
    nonce: Option<String>,
    /// How many seconds the server's clock is ahead of ours; negative when behind. Servers take proofs of a
    /// few seconds or minutes only, while a person's clock may be off by hours.
    ahead_secs: i64,
}

impl Dpop {
    /// Puts a key to work. The clock is asked once for each proof and each answer.
    pub fn new(key: DpopKey, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(Shared {
            key,
            now: Box::new(now),
            heard: Mutex::default(),
        }))
    }

    /// Returns the key.
    pub fn key(&self) -> &DpopKey {
        &self.0.key
    }

    /// Makes the proof of one attempt (RFC 9449 section 4.2).
    pub(crate) fn proof(
        &self,
        method: &str,
        url: &Url,
        token: Option<&AccessToken>,
    ) -> Result<String, Unspecified> {
        let heard = self.heard().get(&origin(url)).cloned().unwrap_or_default();
        let claims = Claims {
            method,
            url,
            issued_at: seconds((self.0.now)()).saturating_add(heard.ahead_secs),
            token,
            nonce: heard.nonce.as_deref(),
        };

        proof::make(&self.0.key, &claims)
    }

    /// Remembers what an answer says: a nonce for the next proof, and what time the server thinks it is. Tells
    /// whether the time was news.
    pub(crate) fn learn(&self, url: &Url, nonce: Option<&str>, date: Option<SystemTime>) -> bool {
        let now = seconds((self.0.now)());
        let mut all = self.heard();
        let heard = all.entry(origin(url)).or_default();
        if let Some(nonce) = nonce {
            heard.nonce = Some(nonce.to_owned());
        }
        let Some(date) = date else { return false };
        let before = heard.ahead_secs;
        let ahead = seconds(date).saturating_sub(now);
        heard.ahead_secs = if ahead.abs() <= SKEW_IGNORED_SECS {
            0
        } else {
            ahead
        };

        heard.ahead_secs.abs_diff(before) > SKEW_IGNORED_SECS.unsigned_abs()
    }

    fn heard(&self) -> MutexGuard<'_, HashMap<String, Heard>> {
        // Entries are replaced as a whole: a panic elsewhere leaves them usable.
        self.0.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Dpop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dpop(..)")
    }
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn seconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();

    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
pub(crate) mod tests;
