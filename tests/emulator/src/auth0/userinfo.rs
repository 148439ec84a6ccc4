//! `GET` and `POST /userinfo`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, Method as Verb, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::dpop;
use super::issue::claims_of;
use crate::store::{Store, World};

pub(crate) async fn read(
    State(world): State<Arc<World>>,
    verb: Verb,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let mut store = world.lock();
    let presented = dpop::Presented {
        verb: &verb,
        path: uri.path(),
        headers: &headers,
    };
    let token = match dpop::token_of(&mut store, &world.addresses.auth0, presented) {
        Ok(token) => token,
        Err(refused) => {
            let mut response = (StatusCode::UNAUTHORIZED, "Unauthorized").into_response();
            refused.describe(response.headers_mut());
            return response;
        }
    };
    match token.and_then(|token| claims(&store, &token)) {
        Some(claims) => Json(claims).into_response(),
        None => {
            let challenge = [(
                header::WWW_AUTHENTICATE,
                "Bearer realm=\"Users\", error=\"invalid_token\"",
            )];
            (StatusCode::UNAUTHORIZED, challenge, "Unauthorized").into_response()
        }
    }
}

fn claims(store: &Store, token: &str) -> Option<serde_json::Map<String, serde_json::Value>> {
    let record = store.auth0.access_tokens.get(token)?;
    if store.now().seconds() >= record.expires_at
        || !record.scope.iter().any(|scope| scope == "openid")
    {
        return None;
    }
    let user = store
        .auth0
        .user(&record.user_id)
        .filter(|user| !user.blocked)?;
    Some(claims_of(user, &record.scope))
}
