//! `GET` and `POST /u/confirm`: asked when another program could have begun the sign-in.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::{MARK, deny_link, gone};
use crate::auth0::authorize::{Seen, go_on};
use crate::auth0::client::CLIENT_NAME;
use crate::auth0::params::Params;
use crate::auth0::{session, transaction};
use crate::html::{self, escape};
use crate::store::World;

pub(super) async fn show(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let params = Params::from_urlencoded(&query.unwrap_or_default()).unwrap_or_default();
    let id = params.get("state").unwrap_or_default();
    let mut store = world.lock();
    let current = session::current(&mut store, &headers);
    let email = current.and_then(|(_, session)| {
        store
            .auth0
            .user(&session.user_id)
            .map(|user| user.email.clone())
    });
    let (Some(email), Some(_)) = (email, transaction::find(&mut store, id)) else {
        return gone();
    };
    let body = format!(
        "<main>{MARK}<h1>Continue to {CLIENT_NAME}?</h1><p class=\"lead\">You are signed in as {email}. Continue only if you \
         began this yourself.</p><form method=\"post\" action=\"/u/confirm\"><input type=\"hidden\" name=\"state\" value=\"{id}\">\
         <button id=\"continue\" autofocus>Continue</button></form>{deny}</main>",
        email = escape(&email),
        id = escape(id),
        deny = deny_link(id),
    );
    html::page(StatusCode::OK, "Continue", &body)
}

pub(super) async fn submit(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let params = Params::from_urlencoded(&String::from_utf8_lossy(&body)).unwrap_or_default();
    let mut store = world.lock();
    let current = session::current(&mut store, &headers);
    let transaction = transaction::take(&mut store, params.get("state").unwrap_or_default());
    let (Some((session_id, session)), Some(transaction)) = (current, transaction) else {
        return gone();
    };
    if transaction.session.as_ref() != Some(&session_id) {
        return gone();
    }
    go_on(
        &mut store,
        &world.addresses.auth0,
        transaction.request,
        &session_id,
        &session,
        Seen::SignIn,
    )
}
