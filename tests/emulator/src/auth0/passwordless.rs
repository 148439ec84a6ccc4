//! `POST /passwordless/start`: codes that sign somebody in.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::client::check_client;
use super::error::OauthError;
use super::message::send_code;
use super::params::Params;
use crate::outbox::Channel;
use crate::random;
use crate::store::{Store, World};

const LIFE_SECS: u64 = 300;
const MOST_ATTEMPTS: u32 = 3;

/// A code on its way to somebody.
#[derive(Clone, Debug)]
pub(crate) struct SignInCode {
    code: String,
    expires_at: u64,
    attempts: u32,
}

pub(super) fn router() -> Router<Arc<World>> {
    Router::new().route("/passwordless/start", post(start))
}

async fn start(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, OauthError> {
    let params = Params::from_body(&headers, &body)?;
    let mut store = world.lock();
    check_client(&store.settings.auth0, params.require("client_id")?)?;
    let refuse =
        |error, description: &str| OauthError::new(StatusCode::BAD_REQUEST, error, description);
    let (channel, member, to) = match params.get("connection") {
        Some("email") => {
            let email = params
                .get("email")
                .unwrap_or_default()
                .trim()
                .to_lowercase();
            if !email.contains('@') {
                return Err(refuse("bad.email", "The email is not valid"));
            }
            (Channel::Email, "email", email)
        }
        Some("sms") => {
            let number = params.get("phone_number").unwrap_or_default().to_owned();
            if !number.starts_with('+') {
                return Err(refuse("bad.phone_number", "The phone number is not valid"));
            }
            (Channel::Sms, "phone_number", number)
        }
        _ => return Err(refuse("bad.connection", "Connection does not exist")),
    };
    let code = send_code(&mut store, channel, &to, "Somebody is signing in.");
    let sends_link = channel == Channel::Email && params.get("send").unwrap_or("link") == "link";
    if sends_link && let Some(mail) = store.outbox.last_mut() {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("email", to.as_str()), ("verification_code", &code)])
            .finish();
        mail.link = Some(format!(
            "{}/passwordless/verify_redirect?{query}",
            world.addresses.auth0
        ));
        mail.code = None;
        mail.text =
            "Follow the link to sign in. The emulator does not follow it further.".to_owned();
    }
    let record = SignInCode {
        code,
        expires_at: store.now().plus_seconds(LIFE_SECS).seconds(),
        attempts: 0,
    };
    store.auth0.sign_in_codes.insert(to.clone(), record);
    Ok(Json(json!({ "_id": random::hex_handle(12), member: to })))
}

/// Spends a code; a person who typed a wrong one too often begins again.
pub(super) fn spend(store: &mut Store, to: &str, typed: &str) -> bool {
    let now = store.now().seconds();
    let Some(record) = store.auth0.sign_in_codes.get_mut(to) else {
        return false;
    };
    record.attempts += 1;
    let right = now < record.expires_at && record.code == typed;
    if right || record.attempts >= MOST_ATTEMPTS {
        store.auth0.sign_in_codes.remove(to);
    }
    right
}
