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

mod bearer;
mod body;
mod cors;
mod email;
mod health;
mod jwks;
mod redirect;
mod refusal;
mod schema;
mod session;
mod signin;
mod signout;
mod signup;
mod ticket;
mod token;
mod user;
mod verify;
mod welcome;

#[cfg(test)]
mod tests;

pub(crate) use self::session::RefreshRow;
pub use self::ticket::Ticket;

/// A row of `auth.users`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// UUID, the `sub` of every access token.
    pub id: String,
    /// The address they sign in with, in lower case.
    pub email: String,
    /// Whether they proved that the address is theirs.
    pub email_verified: bool,
    /// Their password, in the clear: these are not people.
    pub password: String,
    /// In E.164.
    pub phone_number: Option<String>,
    /// Whether they proved that the number is theirs.
    pub phone_number_verified: bool,
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
    pub(crate) key: Key,
}

impl Project {
    pub(crate) fn new(users: Vec<User>) -> Self {
        Self {
            users,
            refresh_tokens: Vec::new(),
            key: Key::nhost(),
        }
    }

    pub(crate) fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    pub(crate) fn user_by_email(&mut self, email: &str) -> Option<&mut User> {
        let email = email.to_lowercase();
        self.users.iter_mut().find(|user| user.email == email)
    }
}

pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/healthz", get(health::unprefixed))
        .route("/v1/healthz", get(health::check))
        .route("/v1/version", get(health::version))
        .route("/v1/.well-known/jwks.json", get(jwks::read))
        .route("/v1/signup/email-password", post(signup::email_password))
        .route("/v1/signin/email-password", post(signin::email_password))
        .route("/v1/token", post(token::refresh))
        .route("/v1/token/verify", post(token::verify))
        .route("/v1/user", get(user::read))
        .route(
            "/v1/user/email/send-verification-email",
            post(email::send_verification),
        )
        .route("/v1/signout", post(signout::sign_out))
        .route("/v1/verify", get(verify::follow))
        .route("/welcome", get(welcome::page))
        .merge(pictures::router())
        .fallback(not_found)
        .method_not_allowed_fallback(not_found)
        .layer(middleware::from_fn(cors::allow))
        .with_state(world)
}

/// An unknown path and a wrong method look alike.
async fn not_found() -> Response {
    (
        StatusCode::NOT_FOUND,
        [(header::CONTENT_TYPE, "text/plain")],
        "404 page not found",
    )
        .into_response()
}
