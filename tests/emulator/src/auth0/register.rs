//! `POST /oidc/register`: applications that register themselves, where the tenant lets them.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::error::OauthError;
use super::token::grant_type;
use crate::random;
use crate::settings::Application;
use crate::store::World;

pub(super) fn router() -> Router<Arc<World>> {
    Router::new().route("/oidc/register", post(register))
}

async fn register(
    State(world): State<Arc<World>>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), OauthError> {
    let mut store = world.lock();
    if !store.settings.auth0.dynamic_registration {
        let description = "Dynamic client registration is not enabled for this domain";
        return Err(OauthError::access_denied(description));
    }
    let invalid =
        |error, description: &str| OauthError::new(StatusCode::BAD_REQUEST, error, description);
    let body: Value = serde_json::from_slice(&body)
        .map_err(|_| invalid("invalid_client_metadata", "The body is not a JSON object"))?;
    let name = body["client_name"]
        .as_str()
        .filter(|name| !name.is_empty())
        .ok_or_else(|| invalid("invalid_client_metadata", "client_name is required"))?;
    let callbacks = body["redirect_uris"].as_array().and_then(|uris| {
        let texts = uris.iter().map(|uri| uri.as_str().map(str::to_owned));
        texts.collect::<Option<Vec<_>>>()
    });
    let callbacks = callbacks
        .filter(|uris| !uris.is_empty())
        .ok_or_else(|| invalid("invalid_redirect_uri", "redirect_uris is required"))?;
    let application = Application {
        client_id: random::alphanumeric(32),
        client_secret: random::handle(48),
        name: name.to_owned(),
        third_party: true,
        grants: [grant_type::AUTHORIZATION_CODE, grant_type::REFRESH_TOKEN]
            .map(str::to_owned)
            .to_vec(),
        callbacks,
        logout_urls: Vec::new(),
        client_grants: Vec::new(),
    };
    let answer = json!({
        "client_id": application.client_id,
        "client_secret": application.client_secret,
        "client_name": application.name,
        "redirect_uris": application.callbacks,
        "grant_types": application.grants,
        "token_endpoint_auth_method": "client_secret_post",
        "client_secret_expires_at": 0,
    });
    store.settings.auth0.applications.push(application);
    Ok((StatusCode::CREATED, Json(answer)))
}
