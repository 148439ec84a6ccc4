//! `GET` and `POST /u/consent`

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::{MARK, deny_link, gone, visit};
use crate::auth0::authorize::{Seen, go_on};
use crate::auth0::consent;
use crate::auth0::params::Fields;
use crate::auth0::transaction;
use crate::html::{self, escape};
use crate::store::World;

pub(super) async fn show(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let id = params.text("state");
    let Some(transaction) = transaction::find(&mut world.lock(), id) else {
        return gone();
    };
    let wishes: String = transaction
        .request
        .scope
        .iter()
        .map(|scope| format!("<li>{}</li>", escape(in_words(scope))))
        .collect();
    let body = format!(
        "<main>{MARK}<h1>Allow {}?</h1><p class=\"lead\">It asks for access to your account:</p>\
         <ul class=\"plain\">{wishes}</ul><form method=\"post\" action=\"/u/consent\">\
         <input type=\"hidden\" name=\"state\" value=\"{}\"><button id=\"allow\">Allow</button></form>{}</main>",
        escape(&transaction.request.client.name),
        escape(id),
        deny_link(id)
    );
    html::page(StatusCode::OK, "Allow access", &body)
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
    consent::give(
        &mut store,
        &visit.transaction.request,
        &visit.session.user_id,
    );
    go_on(
        &mut store,
        &world.addresses.auth0,
        visit.transaction.request,
        &visit.session_id,
        &visit.session,
        Seen::Consent,
    )
}

fn in_words(scope: &str) -> &str {
    match scope {
        "openid" => "Know who you are",
        "profile" => "Read your name and picture",
        "email" => "Read your email address",
        "phone" => "Read your phone number",
        "address" => "Read your postal address",
        "offline_access" => "Stay signed in",
        other => other,
    }
}
