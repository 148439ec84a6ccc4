//! `GET` and `POST /connected-accounts/connect`: stands in for the other provider's consent page.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;

use super::Connecting;
use crate::auth0::params::Fields;
use crate::auth0::return_address::{ResponseMode, ReturnAddress};
use crate::auth0::u::{MARK, error_page};
use crate::html::{self, escape};
use crate::random;
use crate::store::{Store, World};

const GONE: &str = "This link is no longer valid. Go back to the application and try again.";

pub(in crate::auth0::me) fn pages() -> Router<Arc<World>> {
    Router::new().route("/connected-accounts/connect", get(show).post(submit))
}

async fn show(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let ticket = params.text("ticket");
    let store = world.lock();
    let Some(connecting) = find(&store, ticket) else {
        return error_page(StatusCode::BAD_REQUEST, GONE);
    };
    let wishes: String = connecting
        .scopes
        .iter()
        .map(|scope| format!("<li>{}</li>", escape(scope)))
        .collect();
    let body = format!(
        "<main>{MARK}<h1>Connect {}</h1><p class=\"lead\">This page stands in for theirs. It asks for:</p>\
         <ul class=\"plain\">{wishes}</ul><form method=\"post\" action=\"/connected-accounts/connect\">\
         <input type=\"hidden\" name=\"ticket\" value=\"{}\">\
         <button id=\"connect\" name=\"answer\" value=\"yes\">Connect</button></form>\
         <form class=\"after\" method=\"post\" action=\"/connected-accounts/connect\">\
         <input type=\"hidden\" name=\"ticket\" value=\"{}\">\
         <button id=\"deny\" class=\"quiet\" name=\"answer\" value=\"no\">Deny and go back</button></form></main>",
        escape(&connecting.connection),
        escape(ticket),
        escape(ticket),
    );
    html::page(StatusCode::OK, "Connect an account", &body)
}

async fn submit(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let ticket = params.text("ticket");
    let mut store = world.lock();
    let Some(connecting) = find(&store, ticket).cloned() else {
        return error_page(StatusCode::BAD_REQUEST, GONE);
    };
    let to = ReturnAddress {
        redirect_uri: connecting.redirect_uri,
        mode: ResponseMode::Query,
        state: connecting.state,
    };
    if params.get("answer") != Some("yes") {
        store.auth0.connecting.remove(ticket);
        return to.with_error("access_denied", "The user did not allow the connection");
    }
    let code = random::handle(24);
    if let Some(connecting) = store.auth0.connecting.get_mut(ticket) {
        connecting.connect_code = Some(code.clone());
    }
    to.with_connect_code(&code)
}

/// A ticket opens the page until somebody answered.
fn find<'a>(store: &'a Store, ticket: &str) -> Option<&'a Connecting> {
    let now = store.now().seconds();
    let found = store.auth0.connecting.get(ticket);
    found.filter(|connecting| now < connecting.expires_at && connecting.connect_code.is_none())
}
