//! What a token says, after its signature has been verified.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Expected, IdTokenError};
use crate::json::{self, UniqueMap};
use crate::secret::{AccessToken, Secret as _};

/// Two clocks may differ by this much.
const LEEWAY: u64 = 60;

/// A token is fetched at once after it was issued; an older one was kept by somebody.
const OLDEST: u64 = 600;

/// Caps the identifier of a person (OpenID Connect Core section 2).
const LONGEST_SUBJECT: usize = 255;

/// The last second of the year 9999, after which times overflow somewhere.
const LAST_SECOND: u64 = 253_402_300_799;

/// What a verified token says.
#[derive(Clone)]
pub struct Claims {
    /// Who signed in; unique only together with the issuer.
    pub subject: String,
    /// Who issued the token.
    pub issuer: String,
    /// When the person last proved who they are.
    pub auth_time: Option<SystemTime>,
    /// When the token was issued.
    pub issued_at: SystemTime,
    /// When the token is over; says nothing about the session.
    pub expires_at: SystemTime,
    /// Every claim, still to be cleaned before a person sees it.
    pub all: Map<String, Value>,
}

impl Claims {
    /// Returns a claim that is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.all.get(name)?.as_str()
    }

    /// Tells whether the person proved who they are in the given way (`amr`, RFC 8176).
    pub fn has_method(&self, method: &str) -> bool {
        let methods = self.all.get("amr").and_then(Value::as_array);

        methods.is_some_and(|all| all.iter().any(|one| one.as_str() == Some(method)))
    }

    /// Tells whether the sign-in was of the given class (`acr`).
    pub fn has_class(&self, class: &str) -> bool {
        self.text("acr") == Some(class)
    }
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Claims(..)")
    }
}

/// Whether a token has to carry the nonce that is expected of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NonceRule {
    /// It answers a request that carried one.
    MustBeThere,
    /// It came with a refresh, where most providers leave it out.
    MayBeAbsent,
}

pub(super) fn read(
    payload: &[u8],
    expected: &Expected<'_>,
    nonce: NonceRule,
    now: SystemTime,
) -> Result<Claims, IdTokenError> {
    if json::is_too_deep(payload) {
        return Err(IdTokenError::Malformed);
    }
    let all: UniqueMap = json::read(payload).map_err(|_| IdTokenError::Shape)?;
    let raw = RawClaims::deserialize(&all.0).map_err(|_| IdTokenError::Shape)?;
    raw.check_parties(expected)?;
    raw.check_request(expected, nonce)?;
    // Last: a caller who forgives a clock must not forgive anything else with it.
    raw.check_times(expected, now)?;

    Ok(Claims {
        subject: raw.sub,
        issuer: expected.issuer.to_owned(),
        auth_time: raw.auth_time.map(time).transpose()?,
        issued_at: time(raw.iat)?,
        expires_at: time(raw.exp)?,
        all: all.0,
    })
}

#[derive(Deserialize)]
struct RawClaims {
    iss: Option<String>,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    iat: u64,
    exp: u64,
    nbf: Option<u64>,
    auth_time: Option<u64>,
    nonce: Option<String>,
    at_hash: Option<String>,
    org_id: Option<String>,
    org_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl RawClaims {
    fn check_parties(&self, expected: &Expected<'_>) -> Result<(), IdTokenError> {
        if self.iss.as_deref() != Some(expected.issuer) {
            return Err(IdTokenError::Issuer);
        }
        let is_subject = (1..=LONGEST_SUBJECT).contains(&self.sub.len())
            && self.sub.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
        if !is_subject {
            return Err(IdTokenError::Subject);
        }
        let is_for_us_alone = match &self.aud {
            Audience::One(one) => one == expected.client_id,
            Audience::Many(many) => matches!(many.as_slice(), [one] if one == expected.client_id),
        };
        if !is_for_us_alone {
            return Err(IdTokenError::Audience);
        }
        if self
            .azp
            .as_ref()
            .is_some_and(|azp| azp != expected.client_id)
        {
            return Err(IdTokenError::AuthorizedParty);
        }

        Ok(())
    }

    fn check_times(&self, expected: &Expected<'_>, now: SystemTime) -> Result<(), IdTokenError> {
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let latest = now.saturating_add(LEEWAY);
        if now > self.exp.saturating_add(LEEWAY) {
            return Err(IdTokenError::Expired);
        }
        if self.nbf.is_some_and(|nbf| nbf > latest) {
            return Err(IdTokenError::NotBefore);
        }
        if self.iat > latest || now > self.iat.saturating_add(OLDEST) {
            return Err(IdTokenError::IssuedAt);
        }
        if let Some(max_age) = expected.max_age {
            let auth_time = self.auth_time.ok_or(IdTokenError::AuthTime)?;
            let last = auth_time
                .saturating_add(max_age.as_secs())
                .saturating_add(LEEWAY);
            if now > last || auth_time > latest {
                return Err(IdTokenError::AuthTime);
            }
        }

        Ok(())
    }

    fn check_request(&self, expected: &Expected<'_>, rule: NonceRule) -> Result<(), IdTokenError> {
        let is_answer = match (expected.nonce, &self.nonce) {
            (None, _) => true,
            (Some(nonce), Some(stated)) => nonce.matches(stated),
            (Some(_), None) => rule == NonceRule::MayBeAbsent,
        };
        if !is_answer {
            return Err(IdTokenError::Nonce);
        }
        if let (Some(hash), Some(token)) = (&self.at_hash, expected.access_token)
            && *hash != half_hash(token)
        {
            return Err(IdTokenError::AccessTokenHash);
        }
        if let Some(organization) = expected.organization
            && !self.is_for_organization(organization)
        {
            return Err(IdTokenError::Organization);
        }
        if expected.subject.is_some_and(|subject| subject != self.sub) {
            return Err(IdTokenError::SubjectChanged);
        }

        Ok(())
    }

    /// Names are compared in lower case, which is how they are issued.
    fn is_for_organization(&self, organization: &str) -> bool {
        if organization.starts_with("org_") {
            return self.org_id.as_deref() == Some(organization);
        }

        self.org_name.as_deref() == Some(organization.to_lowercase().as_str())
    }
}

fn time(seconds: u64) -> Result<SystemTime, IdTokenError> {
    if seconds > LAST_SECOND {
        return Err(IdTokenError::Shape);
    }
    let time = UNIX_EPOCH
        .checked_add(Duration::from_secs(seconds))
        .ok_or(IdTokenError::Shape)?;

    Ok(time)
}

/// The left half of the SHA-256 of a token (OpenID Connect Core section 3.1.3.6).
fn half_hash(token: &AccessToken) -> String {
    let hash = digest::digest(&digest::SHA256, token.expose().as_bytes());
    let (left, _) = hash.as_ref().split_at(16);

    URL_SAFE_NO_PAD.encode(left)
}
