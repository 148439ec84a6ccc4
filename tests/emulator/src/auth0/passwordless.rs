//! `/passwordless/*`: codes and links that sign somebody in.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use super::authorize::{self, Seen};
use super::client::open;
use super::error::OauthError;
use super::message::send_code;
use super::params::{Fields, Params};
use super::token::{grant_type, of_realm};
use super::{session, u};
use crate::outbox::Channel;
use crate::random;
use crate::store::{Store, World};

/// How long a code can be typed, or its link followed.
const LIFE_SECS: u64 = 300;

/// Wrong codes after which the right one is worth nothing.
const MOST_ATTEMPTS: u32 = 3;

/// A passwordless connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Realm {
    Email,
    Sms,
}

/// A code on its way to somebody.
#[derive(Clone, Debug)]
pub(crate) struct SignInCode {
    code: String,
    expires_at: u64,
    attempts: u32,
}

impl Realm {
    /// The connection of this name, if it is on.
    pub(super) fn find(store: &Store, name: &str) -> Option<Self> {
        let is_on = |realm: &Self| {
            let on = &store.settings.auth0.passwordless;
            realm.name() == name && on.iter().any(|known| known == name)
        };
        [Self::Email, Self::Sms].into_iter().find(is_on)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }

    /// The parameter that says to whom.
    fn member(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "phone_number",
        }
    }

    /// An address or a number as it is kept.
    pub(super) fn normalized(self, to: &str) -> String {
        match self {
            Self::Email => to.trim().to_lowercase(),
            Self::Sms => to.trim().to_owned(),
        }
    }

    fn wrong(self) -> OauthError {
        OauthError::invalid_grant(match self {
            Self::Email => "Wrong email or verification code.",
            Self::Sms => "Wrong phone number or verification code.",
        })
    }
}

pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/passwordless/start", post(start))
        .route("/passwordless/verify", get(verify).post(verify))
        .route("/passwordless/verify_redirect", get(follow).post(follow))
}

async fn start(State(world): State<Arc<World>>, params: Params) -> Result<Json<Value>, OauthError> {
    let (mut store, client) = open(&world, &params)?;
    client.check_grant(grant_type::PASSWORDLESS)?;
    let (realm, to) = target(&store, &params)?;
    let channel = match realm {
        Realm::Email => Channel::Email,
        Realm::Sms => Channel::Sms,
    };
    let sends_link = match params.get("send") {
        None => realm == Realm::Email,
        Some("link") => true,
        Some("code") => false,
        Some(_) => {
            let description = "Parameter 'send' must be link or code";
            return Err(OauthError::invalid_request(description));
        }
    };
    let code = send_code(&mut store, channel, &to, "Somebody is signing in.");
    if sends_link && let Some(mail) = store.outbox.last_mut() {
        let link = link(
            &world.addresses.auth0,
            &client.id,
            realm,
            &to,
            &code,
            &params,
        );
        mail.link = Some(link);
        mail.code = None;
        mail.subject = "Sign in".to_owned();
        mail.text = "Follow the link to sign in.".to_owned();
    }
    let record = SignInCode {
        code,
        expires_at: store.now().plus_seconds(LIFE_SECS).seconds(),
        attempts: 0,
    };
    store.auth0.sign_in_codes.insert(to.clone(), record);
    Ok(Json(
        json!({ "_id": random::hex_handle(12), realm.member(): to }),
    ))
}

/// The link carries what the application asked for, and the code.
fn link(
    origin: &str,
    client_id: &str,
    realm: Realm,
    to: &str,
    code: &str,
    params: &Params,
) -> String {
    let asked = params.object("authParams").map(Params::from_object);
    let asked = asked
        .unwrap_or_default()
        .with("client_id", client_id)
        .with("connection", realm.name())
        .with(realm.member(), to)
        .with("verification_code", code);
    let query = Serializer::new(String::new())
        .extend_pairs(asked.texts())
        .finish();
    format!("{origin}/passwordless/verify_redirect?{query}")
}

/// Which connection, and whom it reaches.
fn target(store: &Store, params: &Params) -> Result<(Realm, String), OauthError> {
    let refuse = |error, description: &str| {
        Err(OauthError::new(StatusCode::BAD_REQUEST, error, description))
    };
    let Some(realm) = Realm::find(store, params.text("connection")) else {
        return refuse("bad.connection", "Connection does not exist");
    };
    let to = realm.normalized(params.get(realm.member()).unwrap_or_default());
    match realm {
        Realm::Email if !to.contains('@') => refuse("bad.email", "The email is not valid"),
        Realm::Sms if !to.starts_with('+') => {
            refuse("bad.phone_number", "The phone number is not valid")
        }
        Realm::Email | Realm::Sms => Ok((realm, to)),
    }
}

/// Says whether a code is right and leaves it to be used; a wrong one counts.
async fn verify(
    State(world): State<Arc<World>>,
    params: Params,
) -> Result<&'static str, OauthError> {
    let mut store = world.lock();
    let (realm, to) = target(&store, &params)?;
    let before = store.auth0.sign_in_codes.get(&to).cloned();
    spend(&mut store, realm, &to, params.require("verification_code")?)?;
    if let Some(code) = before {
        store.auth0.sign_in_codes.insert(to, code);
    }
    Ok("OK")
}

/// Signs the visitor in and goes on as `/authorize` does with the same parameters.
async fn follow(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Fields(params): Fields,
) -> Response {
    let mut store = world.lock();
    let origin = &world.addresses.auth0;
    let found = target(&store, &params).and_then(|(realm, to)| {
        let request = authorize::read_link(&store, origin, &params);
        // The link is not spent on a request that leads nowhere.
        let typed = params.require("verification_code")?;
        if request.is_ok() {
            spend(&mut store, realm, &to, typed)?;
        }
        Ok((realm, to, request))
    });
    let (realm, to, request) = match found {
        Ok(found) => found,
        Err(refusal) => return u::error_page(StatusCode::BAD_REQUEST, &refusal.description),
    };
    let request = match request {
        Ok(request) => request,
        Err(refusal) => return refusal.answer(),
    };
    let user_id = of_realm(&mut store, realm, &to);
    session::end(&mut store, &headers);
    let (id, session) = session::begin(&mut store, &user_id);
    let response = authorize::go_on(&mut store, origin, request, &id, &session, Seen::SignIn);
    session::set_cookie(response, &id)
}

/// Spends a code; a person who typed a wrong one too often begins again.
pub(super) fn spend(
    store: &mut Store,
    realm: Realm,
    to: &str,
    typed: &str,
) -> Result<(), OauthError> {
    let now = store.now().seconds();
    let record = store.auth0.sign_in_codes.get_mut(to);
    let record = record.ok_or_else(|| realm.wrong())?;
    record.attempts += 1;
    let is_right = now < record.expires_at && record.code == typed;
    if is_right || record.attempts >= MOST_ATTEMPTS {
        store.auth0.sign_in_codes.remove(to);
    }
    if is_right { Ok(()) } else { Err(realm.wrong()) }
}
