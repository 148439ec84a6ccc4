//! `GET /me/v1/consents` and `GET /me/v1/consents/{id}`, announced by the vendor and not in its SDK.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Call;
use super::problem::Problem;
use crate::auth0::Consent;
use crate::auth0::client::Client;

#[expect(
    clippy::unnecessary_wraps,
    reason = "every endpoint answers in the same shape"
)]
pub(super) fn list(call: &Call<'_>) -> Result<Response, Problem> {
    let consents: Vec<Value> = theirs(call)
        .map(|consent| describe(call, consent))
        .collect();
    Ok(Json(json!({ "consents": consents })).into_response())
}

pub(super) fn get(call: &Call<'_>, id: &str) -> Result<Response, Problem> {
    let found = theirs(call).find(|consent| consent.id == id);
    let found = found.ok_or_else(|| Problem::not_found("The consent was not found"))?;
    Ok(Json(describe(call, found)).into_response())
}

fn theirs<'a>(call: &'a Call<'_>) -> impl Iterator<Item = &'a Consent> {
    let consents = call.store.auth0.consents.iter();
    consents.filter(|consent| consent.user_id == call.user_id)
}

fn describe(call: &Call<'_>, consent: &Consent) -> Value {
    let client = Client::find(&call.store.settings.auth0, &consent.client_id);
    json!({
        "id": consent.id,
        "client": {
            "client_id": consent.client_id,
            "name": client.map(|client| client.name),
        },
        "audience": consent.audience,
        "scopes": consent.scope,
        "created_at": consent.created_at,
    })
}
