//! Looking at people and changing them.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::patching::patched;
use crate::store::World;

pub(super) async fn auth0(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!(world.lock().auth0.users))
}

pub(super) async fn nhost(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!(world.lock().nhost.users))
}

pub(super) async fn change_auth0(
    State(world): State<Arc<World>>,
    Path(email): Path<String>,
    Json(change): Json<Value>,
) -> Response {
    let mut store = world.lock();
    let Some(user) = store
        .auth0
        .users
        .iter_mut()
        .find(|user| user.email == email)
    else {
        return nobody();
    };
    match patched(user, change) {
        Ok(changed) => {
            *user = changed;
            Json(json!(user)).into_response()
        }
        Err(answer) => *answer,
    }
}

pub(super) async fn change_nhost(
    State(world): State<Arc<World>>,
    Path(email): Path<String>,
    Json(change): Json<Value>,
) -> Response {
    let mut store = world.lock();
    let Some(user) = store.nhost.user_by_email(&email) else {
        return nobody();
    };
    match patched(user, change) {
        Ok(changed) => {
            *user = changed;
            Json(json!(user)).into_response()
        }
        Err(answer) => *answer,
    }
}

pub(super) async fn delete_auth0(
    State(world): State<Arc<World>>,
    Path(email): Path<String>,
) -> Response {
    let mut store = world.lock();
    let before = store.auth0.users.len();
    store.auth0.users.retain(|user| user.email != email);
    deleted(store.auth0.users.len() < before)
}

pub(super) async fn delete_nhost(
    State(world): State<Arc<World>>,
    Path(email): Path<String>,
) -> Response {
    let mut store = world.lock();
    let before = store.nhost.users.len();
    store.nhost.delete_by_email(&email);
    deleted(store.nhost.users.len() < before)
}

fn deleted(found: bool) -> Response {
    if found {
        Json(json!("OK")).into_response()
    } else {
        nobody()
    }
}

pub(super) fn nobody() -> Response {
    (
        StatusCode::NOT_FOUND,
        Json(json!({ "problem": "nobody has this address" })),
    )
        .into_response()
}
