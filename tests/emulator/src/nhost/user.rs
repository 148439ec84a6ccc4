//! `GET /user`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::{bearer, session};
use crate::store::World;

pub(super) async fn read(State(world): State<Arc<World>>, headers: HeaderMap) -> Response {
    match bearer::caller(&world.lock(), &headers) {
        Ok(user) => Json(session::user_to_json(&user)).into_response(),
        Err(answer) => *answer,
    }
}
