//! `POST /passkey/challenge` and `POST /passkey/register`

use std::sync::{Arc, MutexGuard};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::allowance::{self, Counted};
use super::client::{Client, open};
use super::error::OauthError;
use super::method::identity_user_id;
use super::params::Params;
use super::token::grant_type;
use super::u::signup::new_user;
use super::{User, webauthn};
use crate::random;
use crate::settings::PASSWORD_CONNECTION;
use crate::store::{Store, World};

/// How long somebody may take to touch their key.
const LIFE_SECS: u64 = 300;

const MOST_METADATA: usize = 10;

/// What can be said about somebody new.
const PROFILE: [&str; 8] = [
    "email",
    "phone_number",
    "username",
    "name",
    "given_name",
    "family_name",
    "nickname",
    "picture",
];

/// A challenge nobody has answered.
#[derive(Clone, Debug)]
pub(crate) struct PasskeyChallenge {
    pub(super) client_id: String,
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

/// What both endpoints begin with: a tenant and an application that passkeys are set up for.
fn open_passkeys<'a>(
    world: &'a World,
    params: &Params,
) -> Result<(MutexGuard<'a, Store>, Client), OauthError> {
    let (mut store, client) = open(world, params)?;
    if !allowance::take(&mut store, &Counted::PasskeyRequests) {
        return Err(OauthError::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_requests",
            "Too many requests",
        ));
    }
    let settings = &store.settings.auth0;
    if !settings.passkeys {
        let description = "Passkeys are not enabled for the tenant";
        return Err(OauthError::new(
            StatusCode::NOT_FOUND,
            "not_found",
            description,
        ));
    }
    client.check_grant(grant_type::WEBAUTHN)?;
    if client.is_third_party {
        return Err(OauthError::invalid_request(
            "The client is not a first-party client",
        ));
    }
    if !settings.custom_domain {
        return Err(OauthError::invalid_request(
            "Passkeys need a request to the custom domain",
        ));
    }
    check_realm(params)?;
    let organization = params.get("organization");
    if organization.is_some_and(|asked| settings.organization(asked).is_none()) {
        return Err(OauthError::invalid_request("Unknown organization"));
    }
    Ok((store, client))
}

/// Only people of the database connection have passkeys.
pub(super) fn check_realm(params: &Params) -> Result<(), OauthError> {
    match params.get("realm") {
        None | Some(PASSWORD_CONNECTION) => Ok(()),
        Some(_) => Err(OauthError::invalid_request(
            "The realm was not found or is not set up for passkeys",
        )),
    }
}

async fn challenge(
    State(world): State<Arc<World>>,
    params: Params,
) -> Result<Json<Value>, OauthError> {
    let (mut store, client) = open_passkeys(&world, &params)?;
    let challenge = random::handle(32);
    let auth_session = random::handle(48);
    let options = webauthn::request_options(&store.settings.auth0.my_account_api, &challenge);
    let record = PasskeyChallenge {
        client_id: client.id,
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
    params: Params,
) -> Result<Json<Value>, OauthError> {
    let (mut store, client) = open_passkeys(&world, &params)?;
    if !store.settings.auth0.sign_up {
        return Err(OauthError::access_denied("Public signup is disabled"));
    }
    let metadata = params.object("user_metadata").and_then(Value::as_object);
    if metadata.is_some_and(|metadata| metadata.len() > MOST_METADATA) {
        return Err(OauthError::invalid_request(
            "Parameter 'user_metadata' is not valid",
        ));
    }
    let profile = params.object("user_profile").cloned().unwrap_or_default();
    let mut members = profile.as_object().into_iter().flatten();
    if members.any(|(name, _)| !PROFILE.contains(&name.as_str())) {
        return Err(OauthError::invalid_request(
            "user_profile has a member that is not known",
        ));
    }
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
        client_id: client.id,
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
