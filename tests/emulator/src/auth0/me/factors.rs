//! `GET /me/v1/factors`

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Call;
use super::problem::Problem;

#[expect(
    clippy::unnecessary_wraps,
    reason = "every endpoint answers in the same shape"
)]
pub(super) fn list(call: &Call<'_>) -> Result<Response, Problem> {
    let factors = &call.store.settings.auth0.my_account_api.factors;
    let factors: Vec<Value> = factors
        .iter()
        .map(|factor| {
            let mut object = json!({ "type": factor.kind });
            if !factor.usage.is_empty() {
                object["usage"] = json!(factor.usage);
            }
            object
        })
        .collect();
    Ok(Json(json!({ "factors": factors })).into_response())
}
