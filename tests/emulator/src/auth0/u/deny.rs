//! `GET /u/deny`: the person does not want to.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::gone;
use crate::auth0::params::Fields;
use crate::auth0::transaction;
use crate::store::World;

pub(super) async fn deny(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let transaction = transaction::take(&mut world.lock(), params.text("state"));
    match transaction {
        None => gone(),
        Some(transaction) => transaction
            .request
            .return_address
            .with_error("access_denied", "User did not authorize the request"),
    }
}
