//! `GET` and `POST /u/consent`

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

pub(super) async fn show(State(world): State<Arc<World>>, RawQuery(query): RawQuery) -> Response {
    let params = Params::from_urlencoded(&query.unwrap_or_default()).unwrap_or_default();
    let id = params.get("state").unwrap_or_default();
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
        "<main>{MARK}<h1>Allow {CLIENT_NAME}?</h1><p class=\"lead\">It asks for access to your account:</p>\
         <ul class=\"plain\">{wishes}</ul><form method=\"post\" action=\"/u/consent\">\
         <input type=\"hidden\" name=\"state\" value=\"{}\"><button id=\"allow\">Allow</button></form>{}</main>",
        escape(id),
        deny_link(id)
    );
    html::page(StatusCode::OK, "Allow access", &body)
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
    if let Some(user) = store.auth0.user_mut(&session.user_id) {
        user.consented = true;
    }
    go_on(
        &mut store,
        &world.addresses.auth0,
        transaction.request,
        &session_id,
        &session,
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
