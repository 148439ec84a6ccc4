//! `GET /v2/logout`

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::client::Client;
use super::params::Fields;
use super::return_address::redirect;
use super::{session, u};
use crate::store::World;

pub(crate) async fn sign_out(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Fields(params): Fields,
) -> Response {
    let mut store = world.lock();
    let settings = &store.settings.auth0;
    let listed = match params.get("client_id").map(|id| Client::find(settings, id)) {
        None => settings.tenant_logout_urls.clone(),
        Some(Some(client)) => client.logout_urls,
        Some(None) => {
            return u::error_page(StatusCode::BAD_REQUEST, "invalid_request: Unknown client");
        }
    };
    let answer = match params.get("returnTo") {
        None => "OK".into_response(),
        Some(address) if listed.iter().any(|url| url == address) => redirect(address),
        Some(_) => {
            let text = "The \"returnTo\" address is not one of the Allowed Logout URLs.";
            return u::error_page(StatusCode::BAD_REQUEST, text);
        }
    };
    session::end(&mut store, &headers);
    session::clear_cookie(answer)
}
