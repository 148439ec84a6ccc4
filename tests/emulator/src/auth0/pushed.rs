//! `POST /oauth/par` (RFC 9126): requests that are checked before a browser carries them.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::authorize::{self, Refusal};
use super::client::open;
use super::error::OauthError;
use super::params::Params;
use crate::random;
use crate::store::{Store, World};

/// The seconds an application has to send a browser.
const LIFE_SECS: u64 = 30;

/// The largest request.
const LARGEST: usize = 10 * 1024;

/// The parameters of the application's own that a request can carry.
const MOST_EXTENSIONS: usize = 10;

const PREFIX: &str = "urn:ietf:params:oauth:request_uri:";

/// A request that waits for its browser.
#[derive(Clone, Debug)]
pub(crate) struct Pushed {
    client_id: String,
    params: Params,
    expires_at: u64,
}

pub(super) fn router() -> Router<Arc<World>> {
    Router::new().route("/oauth/par", post(push))
}

async fn push(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), OauthError> {
    if body.len() > LARGEST {
        let description = "The request is larger than 10 KB";
        return Err(OauthError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "invalid_request",
            description,
        ));
    }
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if !content_type.is_some_and(|name| name.starts_with("application/x-www-form-urlencoded")) {
        return Err(OauthError::invalid_request("The body must be a form"));
    }
    let params = Params::from_body(&headers, &body)?;
    let (mut store, client) = open(&world, &params)?;
    client.check_confidential()?;
    if params.has("request_uri") {
        let description = "Parameter 'request_uri' cannot be pushed";
        return Err(OauthError::invalid_request(description));
    }
    let extensions = params.texts().filter(|(name, _)| name.starts_with("ext-"));
    if extensions.count() > MOST_EXTENSIONS {
        let description = "There are more than 10 parameters that begin with ext-";
        return Err(OauthError::invalid_request(description));
    }
    let params = params
        .without("client_secret")
        .with("client_id", client.id.clone());
    authorize::check(&store, &world.addresses.auth0, &params)?;
    let request_uri = format!("{PREFIX}{}", random::handle(32));
    let pushed = Pushed {
        client_id: client.id,
        params,
        expires_at: store.now().plus_seconds(LIFE_SECS).seconds(),
    };
    store.auth0.pushed.insert(request_uri.clone(), pushed);
    let body = json!({ "request_uri": request_uri, "expires_in": LIFE_SECS });
    Ok((StatusCode::CREATED, Json(body)))
}

/// The request a browser brings: its own, or the one it names, which it can do once.
pub(super) fn resolve(store: &mut Store, params: Params) -> Result<Params, Refusal> {
    let asked = params.get("request_uri");
    let Some(request_uri) = asked.filter(|uri| uri.starts_with(PREFIX)) else {
        return Ok(params);
    };
    let now = store.now().seconds();
    let pushed = store.auth0.pushed.remove(request_uri).filter(|pushed| {
        now < pushed.expires_at && params.get("client_id") == Some(&pushed.client_id)
    });
    pushed.map(|pushed| pushed.params).ok_or_else(|| {
        let text = "invalid_request_uri: The request_uri is unknown, expired or used up";
        Refusal::Page(StatusCode::BAD_REQUEST, text.to_owned())
    })
}
