//! `POST /otp/challenge`: codes that sign somebody in on the database connection.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::User;
use super::client::{Client, open};
use super::error::OauthError;
use super::message::send_code;
use super::params::Params;
use super::token::grant_type;
use super::u::signup::new_user;
use crate::outbox::Channel;
use crate::random;
use crate::settings::PASSWORD_CONNECTION;
use crate::store::{Store, World};

/// How long a code can be typed.
const LIFE_SECS: u64 = 300;

/// Wrong codes after which the right one is worth nothing.
const MOST_ATTEMPTS: u32 = 3;

/// A code that was sent, or would have been if there were somebody to send it to.
#[derive(Clone, Debug)]
pub(crate) struct OtpSession {
    client_id: String,
    /// Who signs in with it, known or to be; nobody for an address without an account, which the
    /// application is not told.
    user: Option<Box<User>>,
    code: String,
    expires_at: u64,
    attempts: u32,
}

pub(super) fn router() -> Router<Arc<World>> {
    Router::new().route("/otp/challenge", post(challenge))
}

async fn challenge(
    State(world): State<Arc<World>>,
    params: Params,
) -> Result<Json<Value>, OauthError> {
    let (mut store, client) = open(&world, &params)?;
    client.check_grant(grant_type::PASSWORDLESS)?;
    if !store.settings.auth0.database_codes {
        let description = "Codes are not enabled for the connection";
        return Err(OauthError::access_denied(description));
    }
    if params.require("connection")? != PASSWORD_CONNECTION {
        return Err(OauthError::invalid_request(
            "The connection was not found or is not a database",
        ));
    }
    let (channel, to) = target(&params)?;
    let may_sign_up = params.get("allow_signup") == Some("true") && store.settings.auth0.sign_up;
    let user =
        find(&store, channel, &to).or_else(|| may_sign_up.then(|| newcomer(&store, channel, &to)));
    let code = match &user {
        Some(_) => send_code(&mut store, channel, &to, "Somebody is signing in."),
        None => random::digits(),
    };
    let session = OtpSession {
        client_id: client.id,
        user: user.map(Box::new),
        code,
        expires_at: store.now().plus_seconds(LIFE_SECS).seconds(),
        attempts: 0,
    };
    let auth_session = random::handle(48);
    let sessions = &mut store.auth0.otp_sessions;
    sessions.insert(auth_session.clone(), session);
    Ok(Json(json!({ "auth_session": auth_session })))
}

/// Trades the session and its code for the person, who comes to be if they are new.
pub(super) fn redeem(
    store: &mut Store,
    client: &Client,
    auth_session: &str,
    typed: &str,
) -> Result<String, OauthError> {
    let now = store.now().seconds();
    let session = store.auth0.otp_sessions.get_mut(auth_session);
    let session = session
        .filter(|session| now < session.expires_at && session.client_id == client.id)
        .ok_or_else(|| OauthError::invalid_grant("Invalid or expired auth_session"))?;
    session.attempts += 1;
    let user = session.user.clone().filter(|_| session.code == typed);
    if user.is_some() || session.attempts >= MOST_ATTEMPTS {
        store.auth0.otp_sessions.remove(auth_session);
    }
    let user = user.ok_or_else(|| OauthError::invalid_grant("Wrong verification code."))?;
    let user_id = user.user_id.clone();
    if store.auth0.user(&user_id).is_none() {
        store.auth0.users.push(*user);
    }
    Ok(user_id)
}

/// Where the code goes: exactly one of an address and a number.
fn target(params: &Params) -> Result<(Channel, String), OauthError> {
    match (params.get("email"), params.get("phone_number")) {
        (Some(email), None) => Ok((Channel::Email, email.trim().to_lowercase())),
        (None, Some(number)) => match params.get("delivery_method") {
            None | Some("text") => Ok((Channel::Sms, number.to_owned())),
            Some("voice") => Ok((Channel::Voice, number.to_owned())),
            Some(_) => Err(OauthError::invalid_request(
                "Parameter 'delivery_method' must be text or voice",
            )),
        },
        (Some(_), Some(_)) | (None, None) => Err(OauthError::invalid_request(
            "Give either email or phone_number",
        )),
    }
}

fn find(store: &Store, channel: Channel, to: &str) -> Option<User> {
    let is_theirs = |user: &&User| match channel {
        Channel::Email => user.email == to,
        Channel::Sms | Channel::Voice => user.phone_number.as_deref() == Some(to),
    };
    let mut users = store.auth0.users.iter();
    users
        .find(|user| user.connection == PASSWORD_CONNECTION && is_theirs(user))
        .cloned()
}

/// Somebody who proves the address, or the number, by typing the code.
fn newcomer(store: &Store, channel: Channel, to: &str) -> User {
    let nickname = to.split('@').next().unwrap_or(to);
    let is_email = channel == Channel::Email;
    User {
        email_verified: is_email,
        phone_number: (!is_email).then(|| to.to_owned()),
        phone_verified: !is_email,
        name: to.to_owned(),
        ..new_user(store, if is_email { to } else { "" }, nickname, "")
    }
}
