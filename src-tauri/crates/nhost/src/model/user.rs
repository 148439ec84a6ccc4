//! A user and what belongs to one.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{PersonalAccessToken, TotpImage, TotpSecret};

/// A user ([`User`](https://docs.nhost.io/reference/javascript/nhost-js/auth#user)).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// UUID.
    pub id: String,
    /// Absent for users without one.
    pub email: Option<String>,
    /// Whether the address was verified. While a change of address is pending it is true already, though the
    /// address is the old one.
    #[serde(default)]
    pub email_verified: bool,
    /// Absent for users without one.
    pub phone_number: Option<String>,
    /// Whether the number was verified.
    #[serde(default)]
    pub phone_number_verified: bool,
    /// The e-mail address or phone number unless the user chose another.
    pub display_name: String,
    /// An address; may be empty.
    #[serde(default)]
    pub avatar_url: String,
    /// Two or three letters.
    #[serde(default)]
    pub locale: String,
    /// One of the roles.
    #[serde(default)]
    pub default_role: String,
    /// All roles.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Whether there is no way of signing in again. Inside a session it says false for everybody who signed in.
    #[serde(default)]
    pub is_anonymous: bool,
    /// The project's own.
    pub metadata: Option<Map<String, Value>>,
    /// RFC 3339, UTC.
    pub created_at: String,
    /// `totp` when an authenticator app is active; inside a session always absent.
    pub active_mfa_type: Option<String>,
}

/// The key for an authenticator app
/// ([`TotpGenerateResponse`](https://docs.nhost.io/reference/javascript/nhost-js/auth#totpgenerateresponse)): SHA-1,
/// six digits, 30 seconds.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TotpGenerated {
    /// To be scanned.
    pub image_url: TotpImage,
    /// To be typed.
    pub totp_secret: TotpSecret,
}

/// A new personal access token
/// ([`CreatePATResponse`](https://docs.nhost.io/reference/javascript/nhost-js/auth#createpatresponse)).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatedPat {
    /// The row of the token, a UUID, by which it can be listed and deleted.
    pub id: String,
    /// The token; nobody can read it again.
    pub personal_access_token: PersonalAccessToken,
}

/// A new security key
/// ([`VerifyAddSecurityKeyResponse`](https://docs.nhost.io/reference/javascript/nhost-js/auth#verifyaddsecuritykeyresponse)).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SecurityKeyAdded {
    /// The row of the key, a UUID.
    pub id: String,
    /// The name that the person gave it.
    pub nickname: Option<String>,
}
