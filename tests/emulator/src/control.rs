//! The control address: what the handle can do, over HTTP, and the outbox.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, patch, post};

use crate::store::{Store, World};

mod actions;
mod factors;
mod guide;
mod nhost;
mod outbox;
mod patching;
mod people;

#[cfg(test)]
mod tests;

pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/", get(guide::page))
        .route("/state", get(actions::state))
        .route("/clock", get(actions::clock).post(actions::move_clock))
        .route(
            "/settings",
            get(actions::settings).patch(actions::change_settings),
        )
        .route("/callbacks", post(actions::allow_callback))
        .route("/keys/rotate", post(actions::rotate_keys))
        .route("/revoke", post(actions::revoke))
        .route(
            "/faults",
            get(actions::faults)
                .post(actions::plan_fault)
                .delete(actions::clear_faults),
        )
        .route(
            "/limits",
            get(actions::limits)
                .post(actions::set_limit)
                .delete(actions::clear_limits),
        )
        .route(
            "/requests",
            get(actions::requests).delete(actions::forget_requests),
        )
        .route("/requests/count", get(actions::count_requests))
        .route("/auth0/users", get(people::auth0))
        .route(
            "/auth0/users/{email}",
            patch(people::change_auth0).delete(people::delete_auth0),
        )
        .route("/auth0/users/{email}/methods", get(factors::methods))
        .route(
            "/auth0/pushes",
            get(factors::pushes).post(factors::answer_push),
        )
        .route("/nhost/users", get(people::nhost))
        .route(
            "/nhost/users/{email}",
            patch(people::change_nhost).delete(people::delete_nhost),
        )
        .route("/nhost/users/{email}/account", get(nhost::account))
        .route("/nhost/id-tokens", post(nhost::id_token))
        .route("/outbox", get(outbox::page).delete(outbox::clear))
        .route("/outbox.json", get(outbox::json))
        .route("/reset", post(actions::reset))
        .with_state(world)
}

/// Ends the session a refresh token belongs to, at either vendor.
pub(crate) fn revoke_token(store: &mut Store, refresh_token: &str) -> bool {
    let before = store.nhost.refresh_tokens.len();
    store
        .nhost
        .refresh_tokens
        .retain(|row| row.token != refresh_token);
    store.auth0.families.revoke(refresh_token) || store.nhost.refresh_tokens.len() < before
}

/// Ends all sessions of a person at both vendors.
pub(crate) fn revoke_person(store: &mut Store, email: &str) -> usize {
    let user_ids: Vec<String> = store
        .auth0
        .users
        .iter()
        .filter(|user| user.email == email)
        .map(|user| user.user_id.clone())
        .collect();
    let at_auth0: usize = user_ids
        .iter()
        .map(|user_id| store.auth0.families.revoke_user(user_id))
        .sum();
    let nhost_id = store
        .nhost
        .user_by_email(email)
        .map(|user| user.id.clone())
        .unwrap_or_default();
    let before = store.nhost.refresh_tokens.len();
    store
        .nhost
        .refresh_tokens
        .retain(|row| row.user_id != nhost_id);
    at_auth0 + before - store.nhost.refresh_tokens.len()
}
