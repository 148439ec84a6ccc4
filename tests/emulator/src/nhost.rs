//! The Nhost project, under `/v1`. One file for each path, one for each thing they share.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::keys::Key;

mod access_list;
mod anonymous;
mod bearer;
mod body;
mod cors;
mod elevation;
mod email;
mod endpoint;
mod exchange;
mod graphql;
mod health;
mod jwks;
mod mail;
mod mfa;
mod newcomer;
mod password;
mod passwordless;
mod pat;
mod provider;
mod rate;
mod redirect;
mod refusal;
mod routes;
mod schema;
mod session;
mod signin;
mod signout;
mod signup;
mod ticket;
mod token;
mod turnstile;
mod user;
mod verify;
mod webauthn;
mod welcome;

#[cfg(test)]
mod tests;

pub(crate) use self::exchange::ExchangeCode;
pub(crate) use self::provider::id_token::sign as sign_id_token;
pub(crate) use self::provider::people::number as provider_user_id;
pub(crate) use self::provider::{ProviderCode, ProviderTokens, UserProvider};
pub(crate) use self::rate::Count;
pub(crate) use self::routes::router;
pub(crate) use self::session::{RefreshRow, TokenKind};
pub use self::ticket::Ticket;
pub(crate) use self::webauthn::{Ceremony, SecurityKey};

/// A row of `auth.users`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// UUID, the `sub` of every access token.
    pub id: String,
    /// The address they sign in with, in lower case; somebody anonymous has none.
    pub email: Option<String>,
    /// Whether they proved that the address is theirs.
    pub email_verified: bool,
    /// The address they want instead, until they follow the link sent to it.
    pub new_email: Option<String>,
    /// Their password, in the clear: these are not people. Empty for those who have none.
    pub password: String,
    /// In E.164.
    pub phone_number: Option<String>,
    /// Whether they proved that the number is theirs.
    pub phone_number_verified: bool,
    /// The code that was sent to it last.
    pub sms_code: Option<Ticket>,
    /// What people call them.
    pub display_name: String,
    /// Address of a picture, or empty.
    pub avatar_url: String,
    /// Language, two or three letters.
    pub locale: String,
    /// The role they act in.
    pub default_role: String,
    /// The roles they may act in.
    pub roles: Vec<String>,
    /// Whether they never said who they are.
    pub is_anonymous: bool,
    /// Whatever the project keeps about them.
    pub metadata: Value,
    /// RFC 3339.
    pub created_at: String,
    /// When they signed in last, RFC 3339.
    pub last_seen: Option<String>,
    /// The secret of their authenticator app in base32, whether it is in use or not.
    pub totp_secret: Option<String>,
    /// Whether a password alone lets them no longer in.
    pub totp_active: bool,
    /// Whether an administrator disabled them.
    pub disabled: bool,
    /// The one slot for whatever was sent to them last.
    pub ticket: Option<Ticket>,
}

/// What the project keeps.
pub(crate) struct Project {
    pub(crate) users: Vec<User>,
    pub(crate) refresh_tokens: Vec<RefreshRow>,
    pub(crate) codes: Vec<ExchangeCode>,
    pub(crate) security_keys: Vec<SecurityKey>,
    pub(crate) ceremonies: Vec<Ceremony>,
    pub(crate) user_providers: Vec<UserProvider>,
    pub(crate) provider_codes: Vec<ProviderCode>,
    pub(crate) provider_tokens: Vec<ProviderTokens>,
    pub(crate) counts: Vec<Count>,
    pub(crate) key: Key,
}

impl Project {
    pub(crate) fn new(users: Vec<User>) -> Self {
        Self {
            users,
            refresh_tokens: Vec::new(),
            codes: Vec::new(),
            security_keys: Vec::new(),
            ceremonies: Vec::new(),
            user_providers: Vec::new(),
            provider_codes: Vec::new(),
            provider_tokens: Vec::new(),
            counts: Vec::new(),
            key: Key::nhost(),
        }
    }

    pub(crate) fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    pub(crate) fn user_mut(&mut self, id: &str) -> Option<&mut User> {
        self.users.iter_mut().find(|user| user.id == id)
    }

    pub(crate) fn user_by_email(&mut self, email: &str) -> Option<&mut User> {
        let email = email.to_lowercase();
        self.users
            .iter_mut()
            .find(|user| user.email.as_ref() == Some(&email))
    }

    /// Removes a person; what was issued to them is left behind.
    pub(crate) fn delete_by_email(&mut self, email: &str) {
        self.users
            .retain(|user| user.email.as_deref() != Some(email));
    }

    fn user_by_phone_number(&mut self, number: &str) -> Option<&mut User> {
        self.users
            .iter_mut()
            .find(|user| user.phone_number.as_deref() == Some(number))
    }

    /// Deletes every refresh token of a person, personal access tokens among them.
    fn end_sessions(&mut self, user_id: &str) {
        self.refresh_tokens.retain(|row| row.user_id != user_id);
    }

    /// Removes a person with everything that refers to them.
    fn delete_user(&mut self, id: &str) {
        self.users.retain(|user| user.id != id);
        self.end_sessions(id);
        self.security_keys.retain(|key| key.user_id != id);
        self.user_providers.retain(|link| link.user_id != id);
    }

    fn has_security_key(&self, user_id: &str) -> bool {
        self.security_keys.iter().any(|key| key.user_id == user_id)
    }
}

/// An unknown path and a wrong method look alike.
fn not_found() -> Response {
    (
        StatusCode::NOT_FOUND,
        [(header::CONTENT_TYPE, "text/plain")],
        "404 page not found",
    )
        .into_response()
}
