//! `POST /token` and `POST /token/verify`

use serde_json::json;

use super::endpoint::{Call, Endpoint, Outcome};
use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema, TEXT};
use super::session::{self, TokenKind};
use super::{bearer, body};
use crate::random;

const REFRESH_SCHEMA: Schema = Schema {
    name: "RefreshTokenRequest",
    fields: &[Field::required("refreshToken", Kind::Uuid)],
    closed: true,
};

const VERIFY_SCHEMA: Schema = Schema {
    name: "VerifyTokenRequest",
    fields: &[Field::optional("token", TEXT)],
    closed: true,
};

pub(super) const REFRESH: Endpoint = Endpoint::new(refresh).reads(&REFRESH_SCHEMA);
pub(super) const VERIFY: Endpoint = Endpoint::new(verify).may_read(&VERIFY_SCHEMA);

fn verify(call: &mut Call<'_>) -> Outcome {
    let of_body = body::text(&call.members, &["token"])
        .map(|token| token.strip_prefix("Bearer ").unwrap_or(token));
    let token = of_body.or_else(|| bearer::token(call.headers));
    match token.map(|token| bearer::claims(call.store, token)) {
        Some(Ok(_)) => Ok(json!("OK")),
        Some(Err(_)) | None => Err(Refusal::InvalidRequest.into()),
    }
}

/// Replaces the token in its row. The old one is dead at once: no overlap, and no alarm either.
fn refresh(call: &mut Call<'_>) -> Outcome {
    let now = call.store.now();
    let life = call.settings().refresh_token_secs;
    let token = call.text(&["refreshToken"]).unwrap_or_default();
    let index = call
        .store
        .nhost
        .refresh_tokens
        .iter()
        .position(|row| {
            row.kind == TokenKind::Regular && row.token == token && now.seconds() < row.expires_at
        })
        .ok_or(Refusal::InvalidRefreshToken)?;
    let user = call
        .store
        .nhost
        .user(&call.store.nhost.refresh_tokens[index].user_id)
        .cloned()
        .ok_or(Refusal::InvalidRefreshToken)?;
    if user.disabled {
        return Err(Refusal::DisabledUser.into());
    }
    if call.settings().verification_required && !user.email_verified {
        return Err(Refusal::UnverifiedUser.into());
    }
    let row = &mut call.store.nhost.refresh_tokens[index];
    row.token = random::uuid();
    row.expires_at = now.plus_seconds(life).seconds();
    let row = row.clone();
    Ok(session::to_json(call.store, &user, &row, false))
}
