//! `POST /oauth/revoke`

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;

use super::client::check_client;
use super::error::OauthError;
use super::params::Params;
use crate::store::World;

/// Ends the family of a refresh token. A token nobody knows is answered the same way, and access
/// tokens live on until they expire.
pub(crate) async fn revoke(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(), OauthError> {
    let params = Params::from_body(&headers, &body)?;
    let mut store = world.lock();
    check_client(&store.settings.auth0, params.require("client_id")?)?;
    let token = params.require("token")?;
    store.auth0.families.revoke(token);
    Ok(())
}
