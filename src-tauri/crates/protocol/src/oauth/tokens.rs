//! What a token endpoint gives.

use std::time::{Duration, SystemTime};

use super::reply;
use crate::dpop::Dpop;
use crate::http::{Answer, CallError, Problem};
use crate::secret::{AccessToken, IdToken, RefreshToken};

/// Caps the reply of a token endpoint: three tokens of 16 KiB and room for the rest.
pub const TOKEN_REPLY_CAP: usize = 64 * 1024;

/// The tokens of one reply.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// For calls to an API.
    pub access_token: AccessToken,
    /// For new tokens; absent when the provider gave none or keeps the old one valid.
    pub refresh_token: Option<RefreshToken>,
    /// Who signed in; still to be verified.
    pub id_token: Option<IdToken>,
    /// How long the access token is good: at most a day, five minutes when nothing is said.
    pub expires_in: Duration,
    /// What the access token is good for; `None` means exactly what was asked for.
    pub scopes: Option<Vec<String>>,
    /// The key that both tokens are bound to, where they are; it has to be kept as long as they are.
    pub dpop: Option<Dpop>,
    /// What time the provider thinks it is.
    pub date: Option<SystemTime>,
}

impl Tokens {
    /// Reads the reply of a token endpoint to a grant that this crate does not build.
    pub fn read<P: Problem>(answer: &Answer) -> Result<Self, CallError<P>> {
        let reply = reply::read(answer)?;

        Ok(reply.into_tokens(answer.date, answer.dpop.clone()))
    }
}
