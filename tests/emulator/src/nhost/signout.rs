//! `POST /signout`

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema};
use super::{bearer, body};
use crate::store::World;

const SCHEMA: Schema = Schema {
    name: "SignOutRequest",
    fields: &[
        Field::optional(
            "refreshToken",
            Kind::Text {
                min: 0,
                max: usize::MAX,
            },
        ),
        Field::optional("all", Kind::Flag),
    ],
    closed: false,
};

/// Deletes one row, or every row of the caller. A token nobody knows is answered the same way.
pub(super) async fn sign_out(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    raw: Bytes,
) -> Response {
    let mut store = world.lock();
    let members = match body::read(&SCHEMA, store.settings.nhost.dialect, &headers, &raw) {
        Ok(members) => members,
        Err(answer) => return *answer,
    };
    if members.get("all").is_some_and(|all| all == true) {
        let claims = bearer::token(&headers).and_then(|token| bearer::claims(&store, token).ok());
        let Some(claims) = claims else {
            return Refusal::InvalidRequest.answer(&store.settings.nhost);
        };
        store
            .nhost
            .refresh_tokens
            .retain(|row| claims["sub"] != row.user_id.as_str());
        return Json(json!("OK")).into_response();
    }
    let Some(token) = body::text(&members, &["refreshToken"]) else {
        return Refusal::InvalidRequest.answer(&store.settings.nhost);
    };
    store.nhost.refresh_tokens.retain(|row| row.token != token);
    Json(json!("OK")).into_response()
}
