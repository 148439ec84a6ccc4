//! `GET /u/email-verification`: the link in the mail after signing up.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::{MARK, gone};
use crate::auth0::params::Params;
use crate::html;
use crate::store::World;

pub(super) async fn verify(State(world): State<Arc<World>>, RawQuery(query): RawQuery) -> Response {
    let params = Params::from_urlencoded(&query.unwrap_or_default()).unwrap_or_default();
    let mut store = world.lock();
    let user_id = store
        .auth0
        .email_tickets
        .remove(params.get("ticket").unwrap_or_default());
    let now = store.now().to_rfc3339(3);
    let Some(user) = user_id.and_then(|user_id| store.auth0.user_mut(&user_id)) else {
        return gone();
    };
    user.email_verified = true;
    user.updated_at = now;
    let body = format!(
        "<main>{MARK}<h1>Email verified</h1><p class=\"lead\">You can close this page now.</p></main>"
    );
    html::page(StatusCode::OK, "Email verified", &body)
}
