//! What the Auth service answers with.

use protocol::{
    secret::{AccessToken, RefreshToken},
    secret_type,
};
use serde::Deserialize;
use serde_json::{Map, Value};

secret_type! {
    /// Answered with a one-time code; good for one try.
    Ticket
}

/// A signed-in session.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// A JWT for the services of the project.
    pub access_token: AccessToken,
    /// Its life in seconds; 900 unless the project says otherwise.
    pub access_token_expires_in: u32,
    /// Single use: each exchange replaces it at once, without a grace period.
    pub refresh_token: RefreshToken,
    /// The row of the token; stays the same over exchanges.
    pub refresh_token_id: String,
    /// The user, with gaps: read [`crate::AuthClient::get_user`] for the truth.
    pub user: Option<User>,
}

/// A user.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// UUID.
    pub id: String,
    /// Absent for users without one.
    pub email: Option<String>,
    /// Whether the address was verified.
    #[serde(default)]
    pub email_verified: bool,
    /// Absent for users without one.
    pub phone_number: Option<String>,
    /// Whether the number was verified.
    #[serde(default)]
    pub phone_number_verified: bool,
    /// The e-mail address or phone number unless the user chose another.
    pub display_name: String,
    /// May be empty.
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
    /// Whether there is no way of signing in again.
    #[serde(default)]
    pub is_anonymous: bool,
    /// The project's own.
    pub metadata: Option<Map<String, Value>>,
    /// RFC 3339, UTC.
    pub created_at: String,
    /// `totp` when a second factor is active. Only [`crate::AuthClient::get_user`] tells it.
    pub active_mfa_type: Option<String>,
}

/// Where a sign-in with e-mail and password leads.
#[derive(Clone, Debug)]
pub enum SignIn {
    /// Signed in.
    Session(Box<Session>),
    /// A one-time code is wanted.
    Mfa(MfaChallenge),
}

/// A ticket to answer with a one-time code; a wrong code burns it.
#[derive(Clone, Debug, Deserialize)]
pub struct MfaChallenge {
    /// Lives five minutes.
    pub ticket: Ticket,
}

/// What a new user may say about themselves.
#[derive(Clone, Debug, Default)]
pub struct SignUpOptions<'a> {
    /// At most 32 characters: letters, numbers, symbols, space and `, . ' -`.
    pub display_name: Option<&'a str>,
    /// Two letters.
    pub locale: Option<&'a str>,
    /// Where the link of the verification mail ends.
    pub redirect_to: Option<&'a str>,
}

#[derive(Deserialize)]
pub(crate) struct SessionPayload {
    pub(crate) session: Option<Session>,
    pub(crate) mfa: Option<MfaChallenge>,
}
