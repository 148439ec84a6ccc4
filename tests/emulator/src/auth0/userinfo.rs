//! `GET` and `POST /userinfo`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::issue::claims_of;
use crate::store::{Store, World};

pub(crate) async fn read(State(world): State<Arc<World>>, headers: HeaderMap) -> Response {
    let store = world.lock();
    match claims(&store, &headers) {
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

fn claims(
    store: &Store,
    headers: &HeaderMap,
) -> Option<serde_json::Map<String, serde_json::Value>> {
    let token = bearer(headers)?;
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

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}
