//! Who an account is, in words that both providers share.

use protocol::display_text::DisplayText;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::Error;

/// Who an account is, as the provider told it last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// The provider's own name for the person.
    pub subject: String,
    /// The name to show.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// Whether the provider verified the address.
    pub email_verified: Option<bool>,
    /// The address that becomes this account's when the link in its mail is opened. Until then a provider may call the
    /// present one verified although it is not.
    #[serde(default)]
    pub pending_email: Option<String>,
    /// There is no way to sign in again: signing out ends the account.
    #[serde(default)]
    pub is_anonymous: bool,
    /// The phone number.
    pub phone: Option<String>,
    /// Whether the provider verified the number.
    pub phone_verified: Option<bool>,
    /// The name to sign in with, where there is one besides the address.
    pub username: Option<String>,
    /// The language kept at the provider (BCP 47).
    pub locale: Option<String>,
    /// Roles, the default one first.
    pub roles: Vec<String>,
    /// RFC 3339.
    pub created_at: Option<String>,
    /// RFC 3339.
    pub updated_at: Option<String>,
    /// Where the picture is.
    pub picture_url: Option<String>,
    /// Everything the provider told, in its own words.
    pub claims: Vec<Claim>,
    /// When it was read, in seconds since 1970.
    pub as_of_secs: u32,
}

impl Profile {
    /// Whether nothing but the time of reading differs.
    pub(crate) fn tells_the_same_as(&self, other: &Self) -> bool {
        let as_of_secs = self.as_of_secs;

        *self
            == Self {
                as_of_secs,
                ..other.clone()
            }
    }
}

/// One member of what the provider told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The member's name.
    pub name: String,
    /// Text as it is, anything else as compact JSON.
    pub value: String,
}

/// A profile and how fresh it is.
#[derive(Clone, Debug)]
pub struct ProfileReading {
    /// The last one known.
    pub profile: Profile,
    /// Why it could not be read anew, if it could not.
    pub error: Option<Error>,
}

/// Longer texts are cut: a name of a megabyte is not a name.
const TEXT_CHARACTERS: usize = 256;
/// A claim may hold more, such as metadata.
const CLAIM_CHARACTERS: usize = 4_096;
/// More claims than any provider sends.
const CLAIMS: usize = 128;
/// An address longer than this is not fetched (RFC 9110 §4.1 asks for at least 8,000 to be understood).
const URL_CHARACTERS: usize = 2_048;

/// A text of the provider, made safe to show; nothing where it is empty.
pub(crate) fn text(value: Option<&str>) -> Option<String> {
    value
        .map(|value| {
            DisplayText::clean(value, TEXT_CHARACTERS)
                .as_str()
                .trim()
                .to_owned()
        })
        .filter(|value| !value.is_empty())
}

pub(crate) fn picture_url(value: Option<&str>) -> Option<String> {
    value
        .filter(|value| !value.is_empty() && value.len() <= URL_CHARACTERS)
        .map(str::to_owned)
}

/// Everything the provider told, as rows to show.
pub(crate) fn claims(members: &Map<String, Value>) -> Vec<Claim> {
    members
        .iter()
        .take(CLAIMS)
        .map(|(name, value)| {
            let value = match value {
                Value::String(text) => text.clone(),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::Array(_)
                | Value::Object(_) => value.to_string(),
            };
            Claim {
                name: DisplayText::clean(name, TEXT_CHARACTERS)
                    .as_str()
                    .to_owned(),
                value: DisplayText::clean(&value, CLAIM_CHARACTERS)
                    .as_str()
                    .to_owned(),
            }
        })
        .collect()
}
