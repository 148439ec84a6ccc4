//! `GET` and `POST /u/confirm`: asked when another program could have begun the sign-in.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::{MARK, deny_link, gone, visit};
use crate::auth0::authorize::{Seen, go_on};
use crate::auth0::params::Fields;
use crate::auth0::transaction;
use crate::html::{self, escape};
use crate::store::World;

pub(super) async fn show(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Fields(params): Fields,
) -> Response {
    let id = params.text("state");
    let mut store = world.lock();
    let Some(visit) = visit(&mut store, &headers, id) else {
        return gone();
    };
    let user = store.auth0.user(&visit.session.user_id);
    let email = user.map(|user| user.email.as_str()).unwrap_or_default();
    let body = format!(
        "<main>{MARK}<h1>Continue to {client}?</h1><p class=\"lead\">You are signed in as {email}. Continue only if you \
         began this yourself.</p><form method=\"post\" action=\"/u/confirm\"><input type=\"hidden\" name=\"state\" value=\"{id}\">\
         <button id=\"continue\" autofocus>Continue</button></form>{deny}</main>",
        email = escape(email),
        client = escape(&visit.transaction.request.client.name),
        id = escape(id),
        deny = deny_link(id),
    );
    html::page(StatusCode::OK, "Continue", &body)
}

pub(super) async fn submit(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Fields(params): Fields,
) -> Response {
    let mut store = world.lock();
    let id = params.text("state");
    let Some(visit) = visit(&mut store, &headers, id) else {
        return gone();
    };
    transaction::take(&mut store, id);
    go_on(
        &mut store,
        &world.addresses.auth0,
        visit.transaction.request,
        &visit.session_id,
        &visit.session,
        Seen::SignIn,
    )
}
