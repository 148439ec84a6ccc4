//! `GET /.well-known/jwks.json`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::settings::Signing;
use crate::store::World;

pub(super) async fn read(State(world): State<Arc<World>>) -> Json<Value> {
    let store = world.lock();
    Json(match store.settings.nhost.signing {
        Signing::Rs256 => json!({ "keys": [store.nhost.key.to_jwk()] }),
        Signing::Hs256 => json!({ "keys": null }),
    })
}
