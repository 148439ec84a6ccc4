//! What a server asks for, read as hostile input.

mod read;
mod wire;

pub(crate) use read::CREDENTIAL_ID_BYTES;

use std::time::Duration;

use serde_json::Value;

use crate::RelyingParty;

/// The least time a person gets: a first PIN or a phone takes longer than the minute that servers like to send.
const MIN_TIMEOUT: Duration = Duration::from_secs(120);
/// The upper end of what WebAuthn Level 3 §15.1 recommends.
const MAX_TIMEOUT: Duration = Duration::from_secs(600);
/// What WebAuthn Level 3 §15.1 recommends when the server does not say.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(300);

/// Why a server's options were refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OptionsError {
    /// Not the JSON form of WebAuthn Level 3 §5.1.8 and §5.1.9, or beyond a cap.
    #[error("malformed at {0}")]
    Shape(&'static str),
    /// They name another domain than the connection's. Never asked of an authenticator: it would be phishing.
    #[error("they name another domain")]
    RelyingParty,
    /// None of the algorithms is one we know (WebAuthn Level 3 §5.1.3, step on `pubKeyCredParams`).
    #[error("no algorithm in common")]
    Algorithm,
}

impl OptionsError {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Shape(_) => "EncodingError",
            Self::RelyingParty => "SecurityError",
            Self::Algorithm => "NotSupportedError",
        }
    }
}

/// How much the server wants to know who is there (WebAuthn Level 3 §5.8.6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UserVerification {
    /// Or nothing.
    Required,
    /// Where the authenticator can.
    #[default]
    Preferred,
    /// A touch is enough.
    Discouraged,
}

/// Whether the passkey has to be found without the server naming it (WebAuthn Level 3 §5.4.6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResidentKey {
    /// Or nothing.
    Required,
    /// Where the authenticator can.
    Preferred,
    /// Better not.
    #[default]
    Discouraged,
}

/// Where the authenticator is (WebAuthn Level 3 §5.4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attachment {
    /// Part of this computer.
    Platform,
    /// One that goes from computer to computer.
    CrossPlatform,
}

/// One credential of a list to exclude or to allow (WebAuthn Level 3 §5.8.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Descriptor {
    pub(crate) id: Vec<u8>,
    pub(crate) transports: Vec<String>,
}

/// `PublicKeyCredentialCreationOptionsJSON` (WebAuthn Level 3 §5.1.8), checked for one [`RelyingParty`].
///
/// Defaults are filled in. What we never ask of an authenticator is left out: attestation, which tells a site the
/// batch that a person's key comes from, and every extension but `credProps`.
#[derive(Clone, Debug)]
pub struct CreationOptions {
    pub(crate) relying_party: RelyingParty,
    pub(crate) relying_party_name: String,
    pub(crate) user_id: Vec<u8>,
    pub(crate) user_name: String,
    pub(crate) user_display_name: String,
    pub(crate) challenge: Vec<u8>,
    pub(crate) algorithms: Vec<i32>,
    pub(crate) exclude: Vec<Descriptor>,
    pub(crate) attachment: Option<Attachment>,
    pub(crate) resident_key: ResidentKey,
    pub(crate) user_verification: UserVerification,
    pub(crate) credential_properties: bool,
    pub(crate) timeout: Duration,
}

impl CreationOptions {
    /// Reads the options of a server. The domain is `relying_party`'s; options that name another are refused.
    ///
    /// # Errors
    ///
    /// [`OptionsError`], before any authenticator is asked.
    pub fn parse(json: &Value, relying_party: &RelyingParty) -> Result<Self, OptionsError> {
        read::creation(json, relying_party)
    }

    /// How long the ceremony may take.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.timeout
    }
}

/// `PublicKeyCredentialRequestOptionsJSON` (WebAuthn Level 3 §5.1.9), checked for one [`RelyingParty`].
#[derive(Clone, Debug)]
pub struct RequestOptions {
    pub(crate) relying_party: RelyingParty,
    pub(crate) challenge: Vec<u8>,
    pub(crate) allow: Vec<Descriptor>,
    pub(crate) user_verification: UserVerification,
    pub(crate) timeout: Duration,
}

impl RequestOptions {
    /// Reads the options of a server. The domain is `relying_party`'s; options that name another are refused.
    ///
    /// # Errors
    ///
    /// [`OptionsError`], before any authenticator is asked.
    pub fn parse(json: &Value, relying_party: &RelyingParty) -> Result<Self, OptionsError> {
        read::request(json, relying_party)
    }

    /// The same, with proof of who is there required whatever the server said: for a step-up, where a touch by
    /// anybody at the desk proves nothing.
    #[must_use]
    pub fn requiring_verification(mut self) -> Self {
        self.user_verification = UserVerification::Required;

        self
    }

    /// How long the ceremony may take.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.timeout
    }
}

#[cfg(test)]
mod tests;
