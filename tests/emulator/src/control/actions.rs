//! One function for each action.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::patching::{bad_request, patched};
use super::{revoke_person, revoke_token};
use crate::faults::Planned;
use crate::limits::Limit;
use crate::seed::PEOPLE;
use crate::store::{Store, World};

pub(super) async fn state(State(world): State<Arc<World>>) -> Json<Value> {
    let store = world.lock();
    Json(json!({
        "auth0_origin": world.addresses.auth0,
        "nhost_origin": world.addresses.nhost,
        "people": PEOPLE,
        "clock": clock_of(&store),
        "auth0_signing_kid": store.auth0.keys.current().kid,
        "auth0_refresh_families": store.auth0.families.living(),
        "auth0_reuse_detected": store.auth0.families.reuse_detected(),
        "auth0_browser_sessions": store.auth0.sessions.len(),
        "nhost_refresh_tokens": store.nhost.refresh_tokens.len(),
        "mails": store.outbox.len(),
    }))
}

pub(super) async fn clock(State(world): State<Arc<World>>) -> Json<Value> {
    Json(clock_of(&world.lock()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MoveClock {
    advance_secs: i64,
}

pub(super) async fn move_clock(
    State(world): State<Arc<World>>,
    Json(body): Json<MoveClock>,
) -> Json<Value> {
    let mut store = world.lock();
    store.clock.move_by(body.advance_secs);
    Json(clock_of(&store))
}

pub(super) async fn settings(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!(world.lock().settings))
}

pub(super) async fn change_settings(
    State(world): State<Arc<World>>,
    Json(change): Json<Value>,
) -> Response {
    let mut store = world.lock();
    match patched(&store.settings, change) {
        Ok(settings) => {
            store.settings = settings;
            Json(json!(store.settings)).into_response()
        }
        Err(answer) => *answer,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AllowCallback {
    url: String,
}

pub(super) async fn allow_callback(
    State(world): State<Arc<World>>,
    Json(body): Json<AllowCallback>,
) -> Json<Value> {
    let mut store = world.lock();
    if !store.settings.auth0.callbacks.contains(&body.url) {
        store.settings.auth0.callbacks.push(body.url);
    }
    Json(json!(store.settings.auth0.callbacks))
}

pub(super) async fn rotate_keys(State(world): State<Arc<World>>) -> Json<Value> {
    let mut store = world.lock();
    store.auth0.keys.rotate();
    Json(json!({ "auth0_signing_kid": store.auth0.keys.current().kid }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Revoke {
    refresh_token: Option<String>,
    email: Option<String>,
}

pub(super) async fn revoke(State(world): State<Arc<World>>, Json(body): Json<Revoke>) -> Response {
    let mut store = world.lock();
    let ended = match (body.refresh_token, body.email) {
        (Some(token), None) => usize::from(revoke_token(&mut store, &token)),
        (None, Some(email)) => revoke_person(&mut store, &email),
        (Some(_), Some(_)) | (None, None) => {
            return *bad_request("give either refresh_token or email");
        }
    };
    Json(json!({ "ended": ended })).into_response()
}

pub(super) async fn faults(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!(world.lock().faults.all()))
}

pub(super) async fn plan_fault(
    State(world): State<Arc<World>>,
    Json(body): Json<Planned>,
) -> Json<Value> {
    let mut store = world.lock();
    store.faults.plan(body);
    Json(json!(store.faults.all()))
}

pub(super) async fn clear_faults(State(world): State<Arc<World>>) -> Json<Value> {
    world.lock().faults.clear();
    Json(json!([]))
}

pub(super) async fn limits(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!(world.lock().limits.all()))
}

pub(super) async fn set_limit(
    State(world): State<Arc<World>>,
    Json(limit): Json<Limit>,
) -> Json<Value> {
    let mut store = world.lock();
    store.limits.set(limit);
    Json(json!(store.limits.all()))
}

pub(super) async fn clear_limits(State(world): State<Arc<World>>) -> Json<Value> {
    world.lock().limits.clear();
    Json(json!([]))
}

pub(super) async fn requests(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!(world.lock().log.entries()))
}

pub(super) async fn forget_requests(State(world): State<Arc<World>>) -> Json<Value> {
    world.lock().log.clear();
    Json(json!([]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CountRequests {
    path: String,
}

pub(super) async fn count_requests(
    State(world): State<Arc<World>>,
    Query(query): Query<CountRequests>,
) -> Json<Value> {
    let count = world
        .lock()
        .log
        .entries()
        .iter()
        .filter(|request| request.path == query.path)
        .count();
    Json(json!({ "path": query.path, "count": count }))
}

pub(super) async fn reset(State(world): State<Arc<World>>) -> Json<Value> {
    world.reset();
    Json(json!("OK"))
}

fn clock_of(store: &Store) -> Value {
    let now = store.now();
    json!({ "now": now.to_rfc3339(3), "epoch_secs": now.seconds(), "moved_by_secs": store.clock.moved_by() })
}
