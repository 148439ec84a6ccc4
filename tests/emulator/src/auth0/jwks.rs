//! `GET /.well-known/jwks.json`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::json;

use crate::keys::Key;
use crate::store::World;

/// The key that signs now and the one that will sign after the next rotation.
pub(crate) async fn read(State(world): State<Arc<World>>) -> impl IntoResponse {
    let keys = world
        .lock()
        .auth0
        .keys
        .published()
        .map(Key::to_jwk_with_certificate);
    (
        [(
            header::CACHE_CONTROL,
            "public, max-age=15, stale-while-revalidate=15",
        )],
        Json(json!({ "keys": keys })),
    )
}
