//! `POST /oauth/revoke`

use std::sync::Arc;

use axum::extract::State;

use super::client::open;
use super::error::OauthError;
use super::params::Params;
use crate::store::World;

/// Ends the family of a refresh token. A token nobody knows, or somebody else's, is answered the
/// same way, and access tokens live on until they expire.
pub(crate) async fn revoke(
    State(world): State<Arc<World>>,
    params: Params,
) -> Result<(), OauthError> {
    let (mut store, client) = open(&world, &params)?;
    let token = params.require("token")?;
    let families = &mut store.auth0.families;
    if families
        .grant_of(token)
        .is_some_and(|grant| grant.client_id == client.id)
    {
        families.revoke(token);
    }
    Ok(())
}
