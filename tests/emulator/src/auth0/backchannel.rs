//! `POST /bc-authorize`: a sign-in that a confidential application begins and a person approves on
//! their phone (OpenID Connect CIBA).

use std::sync::Arc;

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::client::open;
use super::error::OauthError;
use super::method::Kind;
use super::params::Params;
use super::token::{check_audience, grant_type};
use super::{push, second_factor};
use crate::random;
use crate::store::{Store, World};

/// How long a person may take, unless the application says less.
const LIFE_SECS: u64 = 300;

/// How often an application may ask.
const INTERVAL_SECS: u64 = 5;

/// What fits on a phone.
const LONGEST_MESSAGE: usize = 64;

/// A sign-in that waits for the phone.
#[derive(Clone, Debug)]
pub(crate) struct Backchannel {
    pub(super) client_id: String,
    pub(super) user_id: String,
    pub(super) params: Params,
    pub(super) push: String,
    pub(super) expires_at: u64,
    pub(super) polled_at: Option<u64>,
    pub(super) interval_secs: u64,
}

pub(super) fn router() -> Router<Arc<World>> {
    Router::new().route("/bc-authorize", post(begin))
}

async fn begin(State(world): State<Arc<World>>, params: Params) -> Result<Json<Value>, OauthError> {
    let (mut store, client) = open(&world, &params)?;
    let origin = &world.addresses.auth0;
    client.check_confidential()?;
    client.check_grant(grant_type::CIBA)?;
    let scope = params.require("scope")?;
    if !scope.split_ascii_whitespace().any(|name| name == "openid") {
        let description = "Parameter 'scope' must contain openid";
        return Err(OauthError::invalid_request(description));
    }
    if params.require("binding_message")?.chars().count() > LONGEST_MESSAGE {
        let description = "Parameter 'binding_message' is longer than 64 characters";
        return Err(OauthError::invalid_request(description));
    }
    check_audience(&store, origin, &client, &params)?;
    let life = match params.get("requested_expiry").map(str::parse) {
        None => LIFE_SECS,
        Some(Ok(life)) if (1..=LIFE_SECS).contains(&life) => life,
        Some(Ok(_) | Err(_)) => {
            let description = "Parameter 'requested_expiry' must be between 1 and 300";
            return Err(OauthError::invalid_request(description));
        }
    };
    let user_id = person(&store, origin, params.require("login_hint")?)?;
    let push = push::send(&mut store, &user_id);
    let auth_req_id = random::handle(32);
    let record = Backchannel {
        client_id: client.id,
        user_id,
        params,
        push,
        expires_at: store.now().plus_seconds(life).seconds(),
        polled_at: None,
        interval_secs: INTERVAL_SECS,
    };
    let waiting = &mut store.auth0.backchannel;
    waiting.insert(auth_req_id.clone(), record);
    Ok(Json(json!({
        "auth_req_id": auth_req_id,
        "expires_in": life,
        "interval": INTERVAL_SECS,
    })))
}

/// Whom the hint names: a person of this tenant whose phone gets notifications.
fn person(store: &Store, origin: &str, hint: &str) -> Result<String, OauthError> {
    let unknown = || OauthError::invalid_request("Parameter 'login_hint' names nobody");
    let hint: Value = serde_json::from_str(hint).map_err(|_| unknown())?;
    let is_ours = hint["format"] == "iss_sub" && hint["iss"] == format!("{origin}/");
    let user_id = hint["sub"].as_str().filter(|_| is_ours);
    let user = user_id.and_then(|user_id| store.auth0.user(user_id));
    let user = user.filter(|user| !user.blocked).ok_or_else(unknown)?;
    let methods = second_factor::usable(store, &user.user_id);
    if !methods
        .iter()
        .any(|method| method.kind() == Kind::PushNotification)
    {
        let description = "The user has no device that gets push notifications";
        return Err(OauthError::invalid_request(description));
    }
    Ok(user.user_id.clone())
}
