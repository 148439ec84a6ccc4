//! `GET` and `POST /u/account`: go on as the person of this browser, or as somebody else.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::{MARK, deny_link, gone, person_button};
use crate::auth0::authorize::{Seen, go_on};
use crate::auth0::params::Fields;
use crate::auth0::{session, transaction};
use crate::html::{self, escape};
use crate::store::World;

pub(super) async fn show(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Fields(params): Fields,
) -> Response {
    let id = params.text("state");
    let mut store = world.lock();
    let current = session::current(&mut store, &headers);
    let user = current.and_then(|(_, session)| store.auth0.user(&session.user_id).cloned());
    let (Some(user), Some(transaction)) = (user, transaction::find(&mut store, id)) else {
        return gone();
    };
    let state = escape(id);
    let body = format!(
        "<main>{MARK}<h1>Choose an account</h1><p class=\"lead\">to continue to {client}</p>\
         <form method=\"post\" action=\"/u/account\"><input type=\"hidden\" name=\"state\" value=\"{state}\">{person}</form>\
         <a class=\"button quiet\" id=\"another\" href=\"/u/login?state={state}\">Use another account</a>{deny}</main>",
        client = escape(&transaction.request.client.name),
        person = person_button(&user),
        deny = deny_link(id),
    );
    html::page(StatusCode::OK, "Choose an account", &body)
}

pub(super) async fn submit(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Fields(params): Fields,
) -> Response {
    let id = params.text("state");
    let mut store = world.lock();
    let current = session::current(&mut store, &headers)
        .filter(|(_, session)| params.get("user") == Some(&session.user_id));
    let (Some((session_id, session)), Some(transaction)) =
        (current, transaction::find(&mut store, id))
    else {
        return gone();
    };
    let now = store.now().seconds();
    let too_old = transaction
        .request
        .max_age
        .is_some_and(|max_age| now >= session.auth_time.saturating_add(max_age));
    if too_old {
        return crate::auth0::return_address::redirect(&format!("/u/login?state={id}"));
    }
    transaction::take(&mut store, id);
    go_on(
        &mut store,
        &world.addresses.auth0,
        transaction.request,
        &session_id,
        &session,
        Seen::SignIn,
    )
}
