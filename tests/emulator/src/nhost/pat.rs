//! `POST /pat` and `POST /signin/pat`

use serde_json::{Value, json};

use super::endpoint::{Access, Call, Endpoint, Outcome};
use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema};
use super::session::{self, RefreshRow, TokenKind};
use crate::clock::Instant;
use crate::random;

const CREATE_SCHEMA: Schema = Schema {
    name: "CreatePATRequest",
    fields: &[
        Field::required("expiresAt", Kind::DateTime),
        Field::optional("metadata", Kind::FreeObject),
    ],
    closed: true,
};

const SIGN_IN_SCHEMA: Schema = Schema {
    name: "SignInPATRequest",
    fields: &[Field::required("personalAccessToken", Kind::Uuid)],
    closed: true,
};

pub(super) const CREATE: Endpoint = Endpoint::new(create)
    .access(Access::Elevated)
    .reads(&CREATE_SCHEMA);
pub(super) const SIGN_IN: Endpoint = Endpoint::new(sign_in).reads(&SIGN_IN_SCHEMA);

/// A time that is over makes a token that never works.
fn create(call: &mut Call<'_>) -> Outcome {
    let caller = call.caller()?;
    let expires_at = call
        .text(&["expiresAt"])
        .and_then(Instant::from_rfc3339)
        .map_or(0, Instant::seconds);
    let row = RefreshRow {
        id: random::uuid(),
        user_id: caller.id,
        token: random::uuid(),
        kind: TokenKind::Pat,
        metadata: call.members.get("metadata").cloned().unwrap_or(Value::Null),
        created_at: call.store.now().to_rfc3339(6),
        expires_at,
    };
    let answer = json!({ "id": row.id, "personalAccessToken": row.token });
    call.store.nhost.refresh_tokens.push(row);
    Ok(answer)
}

/// A session of its own each time; a second factor is not asked for.
fn sign_in(call: &mut Call<'_>) -> Outcome {
    let token = call.text(&["personalAccessToken"]).unwrap_or_default();
    let now = call.now();
    let row = call
        .store
        .nhost
        .refresh_tokens
        .iter()
        .find(|row| row.kind == TokenKind::Pat && row.token == token && now < row.expires_at);
    let user = row
        .and_then(|row| call.store.nhost.user(&row.user_id))
        .ok_or(Refusal::InvalidPat)?;
    if user.disabled {
        return Err(Refusal::DisabledUser.into());
    }
    if call.settings().verification_required && !user.email_verified {
        return Err(Refusal::UnverifiedUser.into());
    }
    let id = user.id.clone();
    Ok(json!({ "session": session::begin(call.store, &id) }))
}
