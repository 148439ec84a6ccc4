//! Cloudflare's check against robots, in front of everything that signs up.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::store::World;

/// What a passed check gives a page.
const HEADER: &str = "x-cf-turnstile-response";

/// Any answer will do here; that there is one is what is checked.
pub(super) async fn check(
    State(world): State<Arc<World>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let is_guarded =
        path.starts_with("/signup/") && !path.ends_with("/verify") && !path.ends_with("/callback");
    let answered = request
        .headers()
        .get(HEADER)
        .is_some_and(|value| !value.is_empty());
    if is_guarded && !answered && world.lock().settings.nhost.turnstile {
        let body = json!({ "error": "missing x-cf-turnstile-response header" });
        return (StatusCode::FORBIDDEN, Json(body)).into_response();
    }
    next.run(request).await
}
