//! `POST /passkey/challenge` and `POST /passkey/register`

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::client::check_client;
use super::error::OauthError;
use super::method::identity_user_id;
use super::params::Params;
use super::u::signup::new_user;
use super::{User, webauthn};
use crate::random;
use crate::settings::PASSWORD_CONNECTION;
use crate::store::World;

const LIFE_SECS: u64 = 300;

/// A challenge nobody has answered.
#[derive(Clone, Debug)]
pub(crate) struct PasskeyChallenge {
    pub(super) challenge: String,
    pub(super) expires_at: u64,
    /// Who comes to be when it is answered; nobody when it is for signing in.
    pub(super) newcomer: Option<Box<User>>,
}

pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/passkey/challenge", post(challenge))
        .route("/passkey/register", post(register))
}

async fn challenge(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, OauthError> {
    let params = Params::from_body(&headers, &body)?;
    let mut store = world.lock();
    check_client(&store.settings.auth0, params.require("client_id")?)?;
    let challenge = random::handle(32);
    let auth_session = random::handle(48);
    let options = webauthn::request_options(&store.settings.auth0.my_account_api, &challenge);
    let record = PasskeyChallenge {
        newcomer: None,
        challenge,
        expires_at: store.now().plus_seconds(LIFE_SECS).seconds(),
    };
    store
        .auth0
        .passkey_challenges
        .insert(auth_session.clone(), record);
    Ok(Json(
        json!({ "auth_session": auth_session, "authn_params_public_key": options }),
    ))
}

async fn register(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, OauthError> {
    let params = Params::from_body(&headers, &body)?;
    let mut store = world.lock();
    check_client(&store.settings.auth0, params.require("client_id")?)?;
    let profile = params.object("user_profile").cloned().unwrap_or_default();
    let email = profile["email"]
        .as_str()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let Some((nickname, _)) = email.split_once('@').filter(|(local, _)| !local.is_empty()) else {
        return Err(OauthError::invalid_request("user_profile has no email"));
    };
    if store
        .auth0
        .user_by_email(PASSWORD_CONNECTION, &email)
        .is_some()
    {
        let description = "The user already exists.";
        return Err(OauthError::new(
            StatusCode::CONFLICT,
            "user_exists",
            description,
        ));
    }
    let user = User {
        name: profile["name"].as_str().unwrap_or(&email).to_owned(),
        ..new_user(&store, &email, nickname, "")
    };
    let challenge = random::handle(32);
    let auth_session = random::handle(48);
    let handle = URL_SAFE_NO_PAD.encode(identity_user_id(&user.user_id));
    let settings = &store.settings.auth0.my_account_api;
    let about = [handle.as_str(), &user.email, &user.name];
    let options = webauthn::creation_options(settings, &challenge, about, &[]);
    let record = PasskeyChallenge {
        newcomer: Some(Box::new(user)),
        challenge,
        expires_at: store.now().plus_seconds(LIFE_SECS).seconds(),
    };
    store
        .auth0
        .passkey_challenges
        .insert(auth_session.clone(), record);
    Ok(Json(
        json!({ "auth_session": auth_session, "authn_params_public_key": options }),
    ))
}
