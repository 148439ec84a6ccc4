//! A factor: one way in which a person can prove who they are, in words that both providers share.

mod makers;

use serde::{Deserialize, Serialize};

/// The provider's name for a factor, to be given back as it came.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FactorId(String);

impl FactorId {
    /// Takes a name from a provider, or back from the page; whether there is such a factor shows when it is used.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a factor is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// A password.
    Password,
    /// A passkey.
    Passkey,
    /// A security key or a built-in authenticator that is no passkey.
    SecurityKey,
    /// An authenticator app (RFC 6238).
    Totp,
    /// Codes by text message or call.
    Phone,
    /// Codes by e-mail.
    Email,
    /// The provider's own app, in which a sign-in is approved.
    Push,
    /// Codes to keep on paper.
    RecoveryCode,
    /// A kind that this version does not know, in the provider's word: to show, and nothing else.
    Other(String),
}

impl FactorKind {
    /// The provider's word for a kind that this version does not know.
    pub fn unknown_word(&self) -> Option<&str> {
        match self {
            Self::Other(word) => Some(word),
            Self::Password
            | Self::Passkey
            | Self::SecurityKey
            | Self::Totp
            | Self::Phone
            | Self::Email
            | Self::Push
            | Self::RecoveryCode => None,
        }
    }
}

/// How a phone is told its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneWay {
    /// By text message.
    Sms,
    /// By a call.
    Voice,
}

/// One way in which a person can prove who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// To name it by in further calls.
    pub id: FactorId,
    /// What it is.
    pub kind: FactorKind,
    /// The person's own name for it.
    pub name: Option<String>,
    /// What else there is to know, by kind.
    pub detail: FactorDetail,
    /// When it was added, in seconds since 1970.
    pub created_secs: Option<u32>,
    /// When it was used last, in seconds since 1970.
    pub last_used_secs: Option<u32>,
    /// It opens the account at the first step of a sign-in.
    pub is_primary: bool,
    /// It is asked for at the second step.
    pub is_secondary: bool,
    /// Its enrolment was finished. An abandoned one is listed all the same, to finish or discard.
    pub is_confirmed: bool,
    /// It can be given a name.
    pub can_rename: bool,
    /// It can be removed by its owner.
    pub can_remove: bool,
    /// Removing it takes a code that it shows.
    #[serde(default)]
    pub removal_wants_code: bool,
}

/// What there is to know about a factor besides its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorDetail {
    /// Nothing.
    #[default]
    None,
    /// A password.
    Password {
        /// When it was changed last, in seconds since 1970.
        changed_secs: Option<u32>,
    },
    /// A phone.
    Phone {
        /// The number, perhaps with stars in it.
        number: String,
        /// How it is told its code, where that is known.
        way: Option<PhoneWay>,
    },
    /// An e-mail address, perhaps with stars in it.
    Email(String),
    /// A passkey or a security key.
    Passkey(PasskeyDetail),
}

/// What there is to know about a passkey or a security key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyDetail {
    /// It is kept in step over several devices; `None` where the provider does not tell.
    pub is_synced: Option<bool>,
    /// The model of the authenticator, as a UUID.
    pub aaguid: Option<String>,
    /// How it is reached, in the words of WebAuthn.
    pub transports: Vec<String>,
    /// The browser or app that added it.
    pub added_by: Option<String>,
    /// The domain that it is good for.
    pub relying_party_id: Option<String>,
}

impl PasskeyDetail {
    /// The name of what it is kept in, such as a password manager or the model of a security key.
    pub fn maker(&self) -> Option<&'static str> {
        makers::name(self.aaguid.as_deref()?)
    }
}
