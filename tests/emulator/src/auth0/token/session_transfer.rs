//! From the application into a browser without another sign-in: a token that works once, soon.

use axum::Json;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::auth0::params::Params;
use crate::auth0::session;
use crate::random;
use crate::store::Store;

/// How long the browser may take.
const LIFE_SECS: u64 = 60;

const PARAMETER: &str = "session_transfer_token";
const COOKIE: &str = "auth0_session_transfer_token";

/// A token on its way to a browser.
#[derive(Clone, Debug)]
pub(crate) struct SessionTransfer {
    user_id: String,
    expires_at: u64,
}

/// The audience that stands for it.
pub(super) fn audience(origin: &str) -> String {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    format!("urn:{host}:session_transfer")
}

/// Answers a refresh that named [`audience`].
pub(super) fn answer(store: &mut Store, user_id: &str, refresh_token: Option<String>) -> Response {
    let token = random::handle(32);
    let record = SessionTransfer {
        user_id: user_id.to_owned(),
        expires_at: store.now().plus_seconds(LIFE_SECS).seconds(),
    };
    store.auth0.session_transfers.insert(token.clone(), record);
    let mut body = json!({
        "access_token": token,
        "issued_token_type": "urn:auth0:params:oauth:token-type:session_transfer_token",
        "token_type": "N_A",
        "expires_in": LIFE_SECS,
    });
    if let Some(refresh_token) = refresh_token {
        body["refresh_token"] = refresh_token.into();
    }
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// Who comes with a token, as a parameter or as a cookie. One that is no longer good counts as none.
pub(in crate::auth0) fn redeem(
    store: &mut Store,
    headers: &HeaderMap,
    params: &Params,
) -> Option<String> {
    let token = params.owned(PARAMETER);
    let token = token.or_else(|| session::cookie(headers, COOKIE))?;
    let record = store.auth0.session_transfers.remove(&token)?;
    (store.now().seconds() < record.expires_at).then_some(record.user_id)
}
