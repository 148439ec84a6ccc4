//! The Nhost project, under `/v1`. One file for each path, one for each thing they share.

use std::sync::Arc;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::keys::Key;
use crate::pictures;
use crate::store::World;

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

pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/healthz", get(health::unprefixed))
        .nest("/v1", api(&world))
        // The hosted graphql host has its one path here.
        .route("/v1", post(graphql::answer))
        .route("/welcome", get(welcome::page))
        .route(
            "/provider/{provider}/authorize",
            get(provider::page::show).post(provider::page::submit),
        )
        .merge(pictures::router())
        .fallback(not_found_page)
        .method_not_allowed_fallback(not_found_page)
        .layer(middleware::from_fn(cors::allow))
        .with_state(world)
}

/// The API, without the prefix every path of it has.
fn api(world: &Arc<World>) -> Router<Arc<World>> {
    Router::new()
        .route("/healthz", get(health::check))
        .route("/version", get(health::version))
        .route("/.well-known/jwks.json", get(jwks::read))
        .route("/signup/email-password", signup::EMAIL_PASSWORD.post())
        .route("/signup/otp/email", passwordless::otp::SIGN_UP.post())
        .route(
            "/signup/passwordless/email",
            passwordless::email::SIGN_UP.post(),
        )
        .route(
            "/signup/passwordless/sms",
            passwordless::sms::SIGN_UP.post(),
        )
        .route("/signup/webauthn", webauthn::signup::SIGN_UP.post())
        .route("/signup/webauthn/verify", webauthn::signup::FINISH.post())
        .route("/signup/idtoken", provider::id_token::SIGN_UP.post())
        .route("/signup/provider/{provider}", get(provider::start::sign_up))
        .route("/signin/email-password", signin::EMAIL_PASSWORD.post())
        .route("/signin/mfa/totp", mfa::SIGN_IN.post())
        .route("/signin/otp/email", passwordless::otp::SIGN_IN.post())
        .route("/signin/otp/email/verify", passwordless::otp::FINISH.post())
        .route(
            "/signin/passwordless/email",
            passwordless::email::SIGN_IN.post(),
        )
        .route(
            "/signin/passwordless/sms",
            passwordless::sms::SIGN_IN.post(),
        )
        .route(
            "/signin/passwordless/sms/otp",
            passwordless::sms::FINISH.post(),
        )
        .route("/signin/anonymous", anonymous::SIGN_IN.post())
        .route("/signin/pat", pat::SIGN_IN.post())
        .route("/signin/webauthn", webauthn::signin::SIGN_IN.post())
        .route("/signin/webauthn/verify", webauthn::signin::FINISH.post())
        .route("/signin/idtoken", provider::id_token::SIGN_IN.post())
        .route("/signin/provider/{provider}", get(provider::start::sign_in))
        .route(
            "/signin/provider/{provider}/callback",
            get(provider::callback::by_address).post(provider::callback::by_form),
        )
        .route(
            "/signin/provider/{provider}/callback/tokens",
            get(provider::tokens::read),
        )
        .route("/link/idtoken", provider::id_token::LINK.post())
        .route("/elevate/webauthn", webauthn::elevate::ELEVATE.post())
        .route("/elevate/webauthn/verify", webauthn::elevate::FINISH.post())
        .route("/pat", pat::CREATE.post())
        .route("/mfa/totp/generate", mfa::GENERATE.get())
        .route("/token", token::REFRESH.post())
        .route("/token/exchange", exchange::EXCHANGE.post())
        .route(
            "/token/provider/{provider}",
            post(provider::tokens::refresh),
        )
        .route("/token/verify", token::VERIFY.post())
        .route("/user", user::READ.get())
        .route("/user/deanonymize", anonymous::DEANONYMIZE.post())
        .route("/user/email/change", email::CHANGE.post())
        .route(
            "/user/email/send-verification-email",
            email::SEND_VERIFICATION.post(),
        )
        .route("/user/mfa", mfa::CHANGE.post())
        .route("/user/password", password::CHANGE.post())
        .route("/user/password/reset", password::RESET.post())
        .route("/user/webauthn/add", webauthn::add::ADD.post())
        .route("/user/webauthn/verify", webauthn::add::FINISH.post())
        .route("/signout", signout::SIGN_OUT.post())
        .route("/verify", get(verify::follow))
        .route("/graphql", post(graphql::answer))
        .layer(middleware::from_fn_with_state(
            Arc::clone(world),
            turnstile::check,
        ))
        .layer(middleware::from_fn_with_state(
            Arc::clone(world),
            rate::limit,
        ))
}

async fn not_found_page() -> Response {
    not_found()
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
