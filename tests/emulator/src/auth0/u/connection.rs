//! `GET` and `POST /u/connection`: stands in for the login page of another identity provider.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{MARK, deny_link, gone, login, person_button};
use crate::auth0::params::Fields;
use crate::auth0::transaction;
use crate::html::{self, escape};
use crate::settings::Connection;
use crate::store::{Store, World};

pub(super) async fn show(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let id = params.text("state");
    let mut store = world.lock();
    let Some(transaction) = transaction::find(&mut store, id) else {
        return gone();
    };
    let asked = params
        .get("connection")
        .or(transaction.request.connection.as_deref());
    let Some(connection) = foreign(&store, asked.unwrap_or_default()) else {
        return gone();
    };
    let people: String = store
        .auth0
        .users
        .iter()
        .filter(|user| user.connection == connection.name)
        .map(person_button)
        .collect();
    let body = format!(
        "<main>{MARK}<h1>{}</h1><p class=\"lead\">This page stands in for theirs. Choose who you are.</p>\
         <form method=\"post\" action=\"/u/connection\"><input type=\"hidden\" name=\"state\" value=\"{}\">{people}</form>{}</main>",
        escape(&connection.label),
        escape(id),
        deny_link(id)
    );
    html::page(StatusCode::OK, &connection.label, &body)
}

pub(super) async fn submit(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let mut store = world.lock();
    let user = store.auth0.user(params.text("user"));
    let Some(user_id) = user
        .filter(|user| foreign(&store, &user.connection).is_some())
        .map(|user| user.user_id.clone())
    else {
        return gone();
    };
    login::finish(
        &mut store,
        &world.addresses.auth0,
        params.text("state"),
        &user_id,
    )
}

/// A connection whose people prove themselves elsewhere.
fn foreign(store: &Store, name: &str) -> Option<Connection> {
    store
        .settings
        .auth0
        .connections
        .iter()
        .find(|known| !known.database && known.name == name)
        .cloned()
}
