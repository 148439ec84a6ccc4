//! `POST /signin/email-password`

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema};
use super::ticket::{self, TicketKind};
use super::{body, session};
use crate::store::{Store, World};

const SCHEMA: Schema = Schema {
    name: "SignInEmailPasswordRequest",
    fields: &[
        Field::required("email", Kind::Email),
        Field::required("password", Kind::Text { min: 3, max: 50 }),
    ],
    closed: true,
};

pub(super) async fn email_password(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    raw: Bytes,
) -> Response {
    let mut store = world.lock();
    let members = match body::read(&SCHEMA, store.settings.nhost.dialect, &headers, &raw) {
        Ok(members) => members,
        Err(answer) => return *answer,
    };
    let email = body::text(&members, &["email"]).unwrap_or_default();
    if !body::is_email(email) {
        return *body::bad_email();
    }
    let password = body::text(&members, &["password"]).unwrap_or_default();
    match sign_in(&mut store, email, password) {
        Ok(answer) => Json(answer).into_response(),
        Err(refusal) => refusal.answer(&store.settings.nhost),
    }
}

/// A session, or a ticket for those whose password is not enough.
fn sign_in(store: &mut Store, email: &str, password: &str) -> Result<Value, Refusal> {
    let now = store.now().seconds();
    let verification_required = store.settings.nhost.verification_required;
    let user = store
        .nhost
        .user_by_email(email)
        .ok_or(Refusal::InvalidEmailPassword)?;
    if user.disabled {
        return Err(Refusal::DisabledUser);
    }
    if user.password != password {
        return Err(Refusal::InvalidEmailPassword);
    }
    if verification_required && !user.email_verified {
        return Err(Refusal::UnverifiedUser);
    }
    if user.totp_active {
        return Ok(json!({ "mfa": { "ticket": ticket::give(user, TicketKind::MfaTotp, now) } }));
    }
    let user = user.clone();
    Ok(json!({ "session": session::begin(store, &user) }))
}
