//! `GET /u/email-verification`: the link in the mail after signing up.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::{done_page, gone};
use crate::auth0::params::Fields;
use crate::store::World;

pub(super) async fn verify(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let mut store = world.lock();
    let user_id = store.auth0.email_tickets.remove(params.text("ticket"));
    let now = store.now().to_rfc3339(3);
    let Some(user) = user_id.and_then(|user_id| store.auth0.user_mut(&user_id)) else {
        return gone();
    };
    user.email_verified = true;
    user.updated_at = now;
    done_page("Email verified", "You can close this page now.")
}
