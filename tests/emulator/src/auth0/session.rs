//! Single sign-on: the browser's cookie and what stands behind it.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use crate::random;
use crate::store::Store;

const COOKIE: &str = "auth0";

/// A browser in which somebody signed in.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) user_id: String,
    pub(crate) sid: String,
    pub(crate) auth_time: u64,
    /// When a second factor was shown, if one was.
    pub(crate) mfa_at: Option<u64>,
    last_used: u64,
}

/// Begins a session and returns it with its cookie value.
pub(crate) fn begin(store: &mut Store, user_id: &str) -> (String, Session) {
    let now = store.now().seconds();
    let id = random::handle(32);
    let session = Session {
        user_id: user_id.to_owned(),
        sid: random::handle(24),
        auth_time: now,
        mfa_at: None,
        last_used: now,
    };
    store.auth0.sessions.insert(id.clone(), session.clone());
    (id, session)
}

/// The id and the session this browser has, if it is still alive; looking keeps it alive.
pub(crate) fn current(store: &mut Store, headers: &HeaderMap) -> Option<(String, Session)> {
    let now = store.now().seconds();
    let settings = &store.settings.auth0;
    let id = cookie(headers, COOKIE)?;
    let session = store.auth0.sessions.get_mut(&id)?;
    let ends_at = session
        .last_used
        .saturating_add(settings.session_idle_secs)
        .min(
            session
                .auth_time
                .saturating_add(settings.session_absolute_secs),
        );
    if now >= ends_at {
        store.auth0.sessions.remove(&id);
        return None;
    }
    session.last_used = now;
    Some((id, session.clone()))
}

/// Ends this browser's session.
pub(crate) fn end(store: &mut Store, headers: &HeaderMap) {
    if let Some(id) = cookie(headers, COOKIE) {
        store.auth0.sessions.remove(&id);
    }
}

pub(crate) fn set_cookie(mut response: Response, id: &str) -> Response {
    append_cookie(
        &mut response,
        &format!("{COOKIE}={id}; Path=/; HttpOnly; SameSite=Lax"),
    );
    response
}

pub(crate) fn clear_cookie(mut response: Response) -> Response {
    append_cookie(
        &mut response,
        &format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"),
    );
    response
}

fn append_cookie(response: &mut Response, cookie: &str) {
    // A session id is base64url, so that this is always a value.
    if let Ok(value) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The value of a cookie.
pub(crate) fn cookie(headers: &HeaderMap, asked: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == asked)
        .map(|(_, value)| value.to_owned())
}
