//! `GET /u/unblock`: the link in the mail after too many wrong passwords.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::{done_page, gone};
use crate::auth0::params::Fields;
use crate::store::World;

pub(super) async fn unblock(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let mut store = world.lock();
    let ticket = params.text("ticket");
    let user_id = store.auth0.unblocking_tickets.remove(ticket);
    let Some(user) = user_id.and_then(|user_id| store.auth0.user_mut(&user_id)) else {
        return gone();
    };
    user.failed_attempts = 0;
    done_page("Account unblocked", "You can sign in again.")
}
