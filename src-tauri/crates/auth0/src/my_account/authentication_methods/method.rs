//! A way in which a person can prove who they are.

use std::time::SystemTime;

use protocol::display_text::DisplayText;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::Value;

use crate::my_account::{
    MethodId, date_time,
    word::{CredentialDeviceType, FactorType, PreferredAuthenticationMethod, Usage},
};

/// Bounds a text of the person's own, such as the name of a method.
const LONGEST_TEXT: usize = 256;

/// A way in which a person can prove who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthenticationMethod {
    /// Names it in further calls.
    pub id: MethodId,
    /// When it was enrolled, by the provider's clock.
    pub created_at: Option<SystemTime>,
    /// When it was used last, by the provider's clock.
    pub last_auth_at: Option<SystemTime>,
    /// At which step of a sign-in it is used.
    pub usage: Vec<Usage>,
    /// What else there is to know, by type.
    pub details: MethodDetails,
}

/// What there is to know about a method of each type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MethodDetails {
    /// A password.
    Password {
        /// The identity that it belongs to.
        identity_user_id: Option<String>,
        /// When it was changed last.
        last_password_reset: Option<SystemTime>,
    },
    /// A passkey.
    Passkey(PasskeyDetails),
    /// An authenticator app.
    Totp {
        /// Whether its enrolment was finished.
        is_confirmed: bool,
        /// The name that the person gave it.
        name: Option<DisplayText>,
    },
    /// The Guardian app.
    PushNotification {
        /// Whether its enrolment was finished.
        is_confirmed: bool,
        /// The name that the person gave it.
        name: Option<DisplayText>,
    },
    /// A code on paper.
    RecoveryCode {
        /// Whether its enrolment was finished.
        is_confirmed: bool,
    },
    /// Codes by phone.
    Phone {
        /// Whether its enrolment was finished.
        is_confirmed: bool,
        /// The number, in some tenants with stars in it.
        phone_number: DisplayText,
        /// How the person is told the code.
        preferred_authentication_method: Option<PreferredAuthenticationMethod>,
        /// The name that the person gave it.
        name: Option<DisplayText>,
    },
    /// Codes by e-mail.
    Email {
        /// Whether its enrolment was finished.
        is_confirmed: bool,
        /// The address, in some tenants with stars in it.
        email: DisplayText,
        /// The name that the person gave it.
        name: Option<DisplayText>,
    },
    /// A WebAuthn authenticator that is built into a device.
    WebauthnPlatform(WebauthnDetails),
    /// A security key.
    WebauthnRoaming(WebauthnDetails),
    /// A type that is not in this list: to show, and nothing else.
    Other(FactorType),
}

/// What there is to know about a passkey. It needs no confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PasskeyDetails {
    /// The identity that it belongs to.
    pub identity_user_id: String,
    /// The credential's id, in base64url.
    pub key_id: String,
    /// The public key, in base64.
    pub public_key: String,
    /// The user handle, in base64url.
    pub user_handle: String,
    /// Whether it is on one device or on several.
    pub credential_device_type: CredentialDeviceType,
    /// Whether it is kept anywhere else than on the device.
    #[serde(rename = "credential_backed_up")]
    pub is_backed_up: bool,
    /// How it is reached, in the words of WebAuthn.
    #[serde(default, deserialize_with = "or_default")]
    pub transports: Vec<String>,
    /// The browser or app that enrolled it.
    #[serde(default, deserialize_with = "optional_text")]
    pub user_agent: Option<DisplayText>,
    /// The model of the authenticator, as a UUID.
    pub aaguid: Option<String>,
    /// The domain that it is good for.
    pub relying_party_id: Option<String>,
}

/// What there is to know about a WebAuthn authenticator that is no passkey.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct WebauthnDetails {
    /// Whether its enrolment was finished.
    #[serde(rename = "confirmed")]
    pub is_confirmed: bool,
    /// The name that the person gave it.
    #[serde(default, deserialize_with = "optional_text")]
    pub name: Option<DisplayText>,
    /// The credential's id, in base64url.
    pub key_id: Option<String>,
    /// The public key, in base64.
    pub public_key: Option<String>,
}

impl AuthenticationMethod {
    /// Returns its type.
    pub fn kind(&self) -> FactorType {
        match &self.details {
            MethodDetails::Password { .. } => FactorType::Password,
            MethodDetails::Passkey(_) => FactorType::Passkey,
            MethodDetails::Totp { .. } => FactorType::Totp,
            MethodDetails::PushNotification { .. } => FactorType::PushNotification,
            MethodDetails::RecoveryCode { .. } => FactorType::RecoveryCode,
            MethodDetails::Phone { .. } => FactorType::Phone,
            MethodDetails::Email { .. } => FactorType::Email,
            MethodDetails::WebauthnPlatform(_) => FactorType::WebauthnPlatform,
            MethodDetails::WebauthnRoaming(_) => FactorType::WebauthnRoaming,
            MethodDetails::Other(kind) => kind.clone(),
        }
    }

    /// Tells whether its enrolment was finished; one that was abandoned is listed all the same.
    pub fn is_confirmed(&self) -> bool {
        match &self.details {
            MethodDetails::Totp { is_confirmed, .. }
            | MethodDetails::PushNotification { is_confirmed, .. }
            | MethodDetails::RecoveryCode { is_confirmed }
            | MethodDetails::Phone { is_confirmed, .. }
            | MethodDetails::Email { is_confirmed, .. } => *is_confirmed,
            MethodDetails::WebauthnPlatform(key) | MethodDetails::WebauthnRoaming(key) => {
                key.is_confirmed
            }
            MethodDetails::Password { .. }
            | MethodDetails::Passkey(_)
            | MethodDetails::Other(_) => true,
        }
    }

    /// Returns the name that the person gave it.
    pub fn name(&self) -> Option<&DisplayText> {
        match &self.details {
            MethodDetails::Totp { name, .. }
            | MethodDetails::PushNotification { name, .. }
            | MethodDetails::Phone { name, .. }
            | MethodDetails::Email { name, .. } => name.as_ref(),
            MethodDetails::WebauthnPlatform(key) | MethodDetails::WebauthnRoaming(key) => {
                key.name.as_ref()
            }
            MethodDetails::Password { .. }
            | MethodDetails::Passkey(_)
            | MethodDetails::RecoveryCode { .. }
            | MethodDetails::Other(_) => None,
        }
    }
}

/// The members that every type has.
#[derive(Deserialize)]
struct Head {
    id: MethodId,
    #[serde(rename = "type")]
    kind: FactorType,
    #[serde(default, deserialize_with = "date_time::lenient")]
    created_at: Option<SystemTime>,
    #[serde(default, deserialize_with = "date_time::lenient")]
    last_auth_at: Option<SystemTime>,
    #[serde(default, deserialize_with = "or_default")]
    usage: Vec<Usage>,
}

impl<'de> Deserialize<'de> for AuthenticationMethod {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let head: Head = part(&value).map_err(D::Error::custom)?;
        let details = details(head.kind, &value).map_err(D::Error::custom)?;

        Ok(Self {
            id: head.id,
            created_at: head.created_at,
            last_auth_at: head.last_auth_at,
            usage: head.usage,
            details,
        })
    }
}

fn details(kind: FactorType, value: &Value) -> Result<MethodDetails, serde_json::Error> {
    #[derive(Deserialize)]
    struct Password {
        identity_user_id: Option<String>,
        #[serde(default, deserialize_with = "date_time::lenient")]
        last_password_reset: Option<SystemTime>,
    }
    #[derive(Deserialize)]
    struct Named {
        confirmed: bool,
        #[serde(default, deserialize_with = "optional_text")]
        name: Option<DisplayText>,
    }
    #[derive(Deserialize)]
    struct Phone {
        #[serde(deserialize_with = "text")]
        phone_number: DisplayText,
        preferred_authentication_method: Option<PreferredAuthenticationMethod>,
    }
    #[derive(Deserialize)]
    struct Email {
        #[serde(deserialize_with = "text")]
        email: DisplayText,
    }
    let named = || part::<Named>(value);

    Ok(match kind {
        FactorType::Password => {
            let read: Password = part(value)?;
            MethodDetails::Password {
                identity_user_id: read.identity_user_id,
                last_password_reset: read.last_password_reset,
            }
        }
        FactorType::Passkey => MethodDetails::Passkey(part(value)?),
        FactorType::WebauthnPlatform => MethodDetails::WebauthnPlatform(part(value)?),
        FactorType::WebauthnRoaming => MethodDetails::WebauthnRoaming(part(value)?),
        FactorType::Totp => {
            let read = named()?;
            MethodDetails::Totp {
                is_confirmed: read.confirmed,
                name: read.name,
            }
        }
        FactorType::PushNotification => {
            let read = named()?;
            MethodDetails::PushNotification {
                is_confirmed: read.confirmed,
                name: read.name,
            }
        }
        FactorType::RecoveryCode => MethodDetails::RecoveryCode {
            is_confirmed: named()?.confirmed,
        },
        FactorType::Phone => {
            let (named, read): (_, Phone) = (named()?, part(value)?);
            MethodDetails::Phone {
                is_confirmed: named.confirmed,
                phone_number: read.phone_number,
                preferred_authentication_method: read.preferred_authentication_method,
                name: named.name,
            }
        }
        FactorType::Email => {
            let (named, read): (_, Email) = (named()?, part(value)?);
            MethodDetails::Email {
                is_confirmed: named.confirmed,
                email: read.email,
                name: named.name,
            }
        }
        FactorType::Other(_) => MethodDetails::Other(kind),
    })
}

fn part<T: DeserializeOwned>(value: &Value) -> Result<T, serde_json::Error> {
    T::deserialize(value)
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DisplayText, D::Error> {
    let text = String::deserialize(deserializer)?;

    Ok(DisplayText::clean(&text, LONGEST_TEXT))
}

fn optional_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<DisplayText>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;

    Ok(text.map(|text| DisplayText::clean(&text, LONGEST_TEXT)))
}

/// Takes `null` for a list that is missing.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let list = Option::<Vec<T>>::deserialize(deserializer)?;

    Ok(list.unwrap_or_default())
}

#[cfg(test)]
mod tests;
