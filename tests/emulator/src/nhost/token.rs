//! `POST /token` and `POST /token/verify`

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema};
use super::{bearer, body, session};
use crate::random;
use crate::store::{Store, World};

const REFRESH: Schema = Schema {
    name: "RefreshTokenRequest",
    fields: &[Field::required("refreshToken", Kind::Uuid)],
    closed: true,
};

const VERIFY: Schema = Schema {
    name: "VerifyTokenRequest",
    fields: &[Field::optional(
        "token",
        Kind::Text {
            min: 0,
            max: usize::MAX,
        },
    )],
    closed: true,
};

pub(super) async fn refresh(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    raw: Bytes,
) -> Response {
    let mut store = world.lock();
    let members = match body::read(&REFRESH, store.settings.nhost.dialect, &headers, &raw) {
        Ok(members) => members,
        Err(answer) => return *answer,
    };
    match rotate(
        &mut store,
        body::text(&members, &["refreshToken"]).unwrap_or_default(),
    ) {
        Ok(session) => Json(session).into_response(),
        Err(refusal) => refusal.answer(&store.settings.nhost),
    }
}

pub(super) async fn verify(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    raw: Bytes,
) -> Response {
    let store = world.lock();
    let members = match body::read_optional(&VERIFY, store.settings.nhost.dialect, &headers, &raw) {
        Ok(members) => members,
        Err(answer) => return *answer,
    };
    let of_body = body::text(&members, &["token"])
        .map(|token| token.strip_prefix("Bearer ").unwrap_or(token));
    let token = of_body.or_else(|| bearer::token(&headers));
    match token.map(|token| bearer::claims(&store, token)) {
        Some(Ok(_)) => Json(json!("OK")).into_response(),
        Some(Err(_)) | None => Refusal::InvalidRequest.answer(&store.settings.nhost),
    }
}

/// Replaces the token in its row. The old one is dead at once: no overlap, and no alarm either.
fn rotate(store: &mut Store, token: &str) -> Result<Value, Refusal> {
    let now = store.now();
    let life = store.settings.nhost.refresh_token_secs;
    let index = store
        .nhost
        .refresh_tokens
        .iter()
        .position(|row| row.token == token && now.seconds() < row.expires_at);
    let index = index.ok_or(Refusal::InvalidRefreshToken)?;
    let user = store
        .nhost
        .user(&store.nhost.refresh_tokens[index].user_id)
        .cloned()
        .ok_or(Refusal::InvalidRefreshToken)?;
    if user.disabled {
        return Err(Refusal::DisabledUser);
    }
    if store.settings.nhost.verification_required && !user.email_verified {
        return Err(Refusal::UnverifiedUser);
    }
    let row = &mut store.nhost.refresh_tokens[index];
    row.token = random::uuid();
    row.expires_at = now.plus_seconds(life).seconds();
    let row = row.clone();
    Ok(session::to_json(store, &user, &row))
}
