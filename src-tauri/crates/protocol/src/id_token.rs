//! The rules for ID tokens (OpenID Connect Core section 3.1.3.7), all of them and strictly.
//!
//! Size, then header, then signature, then claims: nothing of a token is believed, or even read,
//! before the step in front of it.

mod claims;
mod error;
mod header;

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use self::claims::NonceRule;
use self::header::Header;
use crate::jwks::{KeyMiss, KeySet};
use crate::secret::{AccessToken, IdToken, Nonce, Secret as _};

pub use claims::Claims;
pub use error::IdTokenError;

/// Caps a token before it is decoded; real ones have up to 4 KiB.
const LONGEST: usize = 16 * 1024;

/// How a token may be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA with PKCS #1 v1.5 padding and SHA-256.
    Rs256,
    /// RSA with PSS padding and SHA-256.
    Ps256,
    /// ECDSA with P-256 and SHA-256.
    Es256,
}

/// What a token must say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Who must have issued it, character by character.
    pub issuer: &'a str,
    /// For whom it must be, and for nobody else.
    pub client_id: &'a str,
    /// Which request it must answer; `None` where none was asked for.
    pub nonce: Option<&'a Nonce>,
    /// How it may be signed.
    pub algorithms: &'a [Algorithm],
    /// How long ago the person may have signed in, when the request asked for that.
    pub max_age: Option<Duration>,
    /// Who must have signed in, when it is known before.
    pub subject: Option<&'a str>,
    /// For which organization, by id (`org_…`) or by name, when the request asked for that.
    pub organization: Option<&'a str>,
    /// The access token that came with it, to which it may be bound.
    pub access_token: Option<&'a AccessToken>,
}

impl<'a> Expected<'a> {
    /// Expects what every token must say; the rest is set field by field.
    pub fn new(issuer: &'a str, client_id: &'a str, algorithms: &'a [Algorithm]) -> Self {
        Self {
            issuer,
            client_id,
            nonce: None,
            algorithms,
            max_age: None,
            subject: None,
            organization: None,
            access_token: None,
        }
    }
}

impl Algorithm {
    /// Returns the algorithm of a registered name (RFC 7518), when it is one of ours.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "PS256" => Some(Self::Ps256),
            "ES256" => Some(Self::Es256),
            _ => None,
        }
    }
}

/// Verifies a token and returns what it says.
///
/// After [`IdTokenError::NoKey`] the caller fetches the key set anew and tries once more.
pub fn verify(
    token: &IdToken,
    keys: &KeySet,
    expected: &Expected<'_>,
    now: SystemTime,
) -> Result<Claims, IdTokenError> {
    let parts = Parts::of(token)?;
    let algorithm = parts.header.check(expected.algorithms)?;
    let key = keys
        .find(parts.header.kid.as_deref(), algorithm)
        .map_err(|miss| match miss {
            KeyMiss::Absent => IdTokenError::NoKey,
            KeyMiss::Ambiguous => IdTokenError::AmbiguousKey,
        })?;
    key.verify(algorithm, parts.message.as_bytes(), &parts.signature)
        .map_err(|_| IdTokenError::Signature)?;

    claims::read(&parts.payload, expected, NonceRule::MustBeThere, now)
}

/// Checks a token that came with a refresh (OpenID Connect Core section 12.2): everything but its signature.
///
/// It came straight from the token endpoint, so that the connection vouches for who issued it (section 3.1.3.7,
/// number 6); and nobody signs in by it. `expected.subject` should be the person whose session is refreshed, and
/// `expected.nonce` that of the sign-in: the token may leave it out, but not name another one.
pub fn check_refreshed(
    token: &IdToken,
    expected: &Expected<'_>,
    now: SystemTime,
) -> Result<Claims, IdTokenError> {
    let parts = Parts::of(token)?;
    parts.header.check(expected.algorithms)?;

    claims::read(&parts.payload, expected, NonceRule::MayBeAbsent, now)
}

/// A token taken apart; nothing of it is believed yet.
struct Parts<'a> {
    /// What was signed.
    message: &'a str,
    header: Header,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> Parts<'a> {
    fn of(token: &'a IdToken) -> Result<Self, IdTokenError> {
        let token = token.expose();
        if token.len() > LONGEST {
            return Err(IdTokenError::TooLarge);
        }
        let (message, signature) = token.rsplit_once('.').ok_or(IdTokenError::Malformed)?;
        let (header, payload) = message.split_once('.').ok_or(IdTokenError::Malformed)?;

        Ok(Self {
            message,
            header: Header::read(&decoded(header)?)?,
            payload: decoded(payload)?,
            signature: decoded(signature)?,
        })
    }
}

/// Decodes one part; a dot inside it, padding, blanks and stray bits are all refused.
fn decoded(part: &str) -> Result<Vec<u8>, IdTokenError> {
    let bytes = URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| IdTokenError::Malformed)?;

    Ok(bytes)
}

#[cfg(test)]
mod tests;
