//! `GET` and `HEAD /healthz`, `GET /version`

use axum::Json;
use serde_json::{Value, json};

/// What diagnostics show; nothing may depend on it.
const VERSION: &str = "0.43.1-emulator";

pub(super) async fn check() -> Json<Value> {
    Json(json!("OK"))
}

/// Exists beside the prefixed one where a prefix is configured.
pub(super) async fn unprefixed() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

pub(super) async fn version() -> Json<Value> {
    Json(json!({ "version": VERSION }))
}
