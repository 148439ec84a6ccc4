//! Looking at what a person has at the project, and at what only they would know.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::patching::bad_request;
use super::people::nobody;
use crate::clock::Instant;
use crate::nhost;
use crate::one_time;
use crate::store::World;

/// Sessions, personal access tokens, keys, linked accounts, and the present code of their app.
pub(super) async fn account(
    State(world): State<Arc<World>>,
    Path(email): Path<String>,
) -> Response {
    let mut store = world.lock();
    let now = store.now().seconds();
    let Some(user) = store.nhost.user_by_email(&email).cloned() else {
        return nobody();
    };
    let code = user
        .totp_secret
        .as_deref()
        .and_then(one_time::read_base32)
        .map(|secret| one_time::code(&secret, now));
    let project = &store.nhost;
    let tokens: Vec<Value> = project
        .refresh_tokens
        .iter()
        .filter(|row| row.user_id == user.id)
        .map(|row| {
            json!({
                "id": row.id,
                "type": row.kind.name(),
                "token": row.token,
                "metadata": row.metadata,
                "created_at": row.created_at,
                "expires_at": Instant::at(row.expires_at).to_rfc3339(0),
            })
        })
        .collect();
    let keys: Vec<Value> = project
        .security_keys
        .iter()
        .filter(|key| key.user_id == user.id)
        .map(|key| json!({ "id": key.id, "nickname": key.nickname, "credential_id": key.credential_id }))
        .collect();
    let providers: Vec<Value> = project
        .user_providers
        .iter()
        .filter(|link| link.user_id == user.id)
        .map(|link| {
            json!({
                "id": link.id,
                "provider": link.provider_id,
                "provider_user_id": link.provider_user_id,
                "created_at": link.created_at,
            })
        })
        .collect();
    Json(json!({
        "user_id": user.id,
        "totp_active": user.totp_active,
        "present_code": code,
        "refresh_tokens": tokens,
        "security_keys": keys,
        "providers": providers,
    }))
    .into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIdToken {
    provider: String,
    email: String,
    nonce: Option<String>,
}

/// An ID token as the stand-in for Google or Apple signs it.
pub(super) async fn id_token(
    State(world): State<Arc<World>>,
    Json(body): Json<SignIdToken>,
) -> Response {
    let store = world.lock();
    match nhost::sign_id_token(&store, &body.provider, &body.email, body.nonce.as_deref()) {
        Some(token) => Json(json!({ "id_token": token })).into_response(),
        None => *bad_request("give google or apple, and the address of somebody who is there"),
    }
}
