//! `GET` and `POST /oidc/logout`

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use url::form_urlencoded::Serializer;

use super::client::Client;
use super::params::{Fields, Params};
use super::return_address::redirect;
use super::{session, u};
use crate::html;
use crate::jwt::Unverified;
use crate::store::{Store, World};

pub(crate) async fn sign_out(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Fields(params): Fields,
) -> Response {
    let mut store = world.lock();
    let hint = params.get("id_token_hint");
    let hinted = hint.and_then(|token| self::hinted(&store, &world.addresses.auth0, token));
    if hint.is_some() && hinted.is_none() {
        return u::error_page(
            StatusCode::BAD_REQUEST,
            "invalid_request: The id_token_hint is not valid.",
        );
    }
    let settings = &store.settings.auth0;
    let of_hint = hinted.as_ref().map(|hinted| hinted.client_id.as_str());
    let client_id = params.get("client_id");
    let known = client_id.or(of_hint).map(|id| Client::find(settings, id));
    let disagree = client_id.is_some() && of_hint.is_some() && client_id != of_hint;
    let listed = match known {
        None => settings.tenant_logout_urls.clone(),
        Some(Some(client)) if !disagree => client.logout_urls,
        Some(_) => {
            return u::error_page(StatusCode::BAD_REQUEST, "invalid_request: Unknown client");
        }
    };
    let target = params.get("post_logout_redirect_uri");
    if target.is_some_and(|target| !listed.iter().any(|url| url == target)) {
        let text = "The \"post_logout_redirect_uri\" is not one of the Allowed Logout URLs.";
        return u::error_page(StatusCode::BAD_REQUEST, text);
    }
    let current = session::current(&mut store, &headers);
    let is_current = |sid: &str| {
        current
            .as_ref()
            .is_none_or(|(_, session)| session.sid == sid)
    };
    let hint_fits = hinted
        .as_ref()
        .map(|hinted| hinted.sid.as_str())
        .or(params.get("logout_hint"))
        .is_some_and(is_current);
    if !hint_fits && !params.has("confirmed") {
        return confirmation(&params);
    }
    session::end(&mut store, &headers);
    session::clear_cookie(match target {
        None => "OK".into_response(),
        Some(target) => redirect(&with_state(target, params.get("state"))),
    })
}

/// What an ID token says about where it was issued.
struct Hinted {
    client_id: String,
    sid: String,
}

/// Reads an ID token of this tenant; that it expired does not matter here.
fn hinted(store: &Store, origin: &str, token: &str) -> Option<Hinted> {
    let token = Unverified::parse(token)?;
    let key = store.auth0.keys.by_kid(token.header["kid"].as_str()?)?;
    let ours = token.is_signed_by(key) && token.claims["iss"] == format!("{origin}/");
    let client_id = token.claims["aud"].as_str().filter(|_| ours)?;
    let client = Client::find(&store.settings.auth0, client_id)?;
    Some(Hinted {
        client_id: client.id,
        sid: token.claims["sid"].as_str()?.to_owned(),
    })
}

fn with_state(target: &str, state: Option<&str>) -> String {
    let Some(state) = state else {
        return target.to_owned();
    };
    let joint = if target.contains('?') { '&' } else { '?' };
    let query = Serializer::new(String::new())
        .append_pair("state", state)
        .finish();
    format!("{target}{joint}{query}")
}

fn confirmation(params: &Params) -> Response {
    let inputs: String = params
        .texts()
        .map(|(name, value)| {
            format!(
                "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
                html::escape(name),
                html::escape(value)
            )
        })
        .collect();
    let body = format!(
        "<main>{mark}<h1>Sign out?</h1><p class=\"lead\">You will be signed out of this browser.</p>\
         <form method=\"post\" action=\"/oidc/logout\">{inputs}<input type=\"hidden\" name=\"confirmed\" value=\"yes\">\
         <button>Sign out</button></form></main>",
        mark = u::MARK
    );
    html::page(StatusCode::OK, "Sign out", &body)
}
