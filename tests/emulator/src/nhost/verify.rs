//! `GET /verify`: the link of a mail

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use url::form_urlencoded::parse;

use super::refusal::Refusal;
use super::ticket::{self, TicketKind};
use super::{redirect, session};
use crate::store::{Store, World};

pub(super) async fn follow(State(world): State<Arc<World>>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let parameter = |wanted: &str| {
        let found = parse(query.as_bytes()).find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.into_owned())
    };
    let Some(ticket) = parameter("ticket") else {
        let body = json!({ "msg": "Query argument ticket is required, but not found" });
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    };
    let mut store = world.lock();
    let client_url = store.settings.nhost.client_url.clone();
    let redirect_to = parameter("redirectTo").unwrap_or_else(|| client_url.clone());
    if !redirect::is_allowed(&store.settings.nhost, &redirect_to) {
        return to_error(&client_url, Refusal::RedirectToNotAllowed);
    }
    match consume(&mut store, &ticket) {
        Err(refusal) => to_error(&redirect_to, refusal),
        Ok(refresh_token) => {
            let added = [
                ("refreshToken", refresh_token.as_str()),
                ("type", TicketKind::VerifyEmail.name()),
            ];
            to(&redirect::with_parameters(&redirect_to, &added))
        }
    }
}

/// Verifies the address and signs its owner in.
fn consume(store: &mut Store, value: &str) -> Result<String, Refusal> {
    let now = store.now().seconds();
    let is_for_this = value.split(':').next() == Some(TicketKind::VerifyEmail.name());
    let user = ticket::consume(&mut store.nhost.users, value, now).filter(|_| is_for_this);
    let user = user.ok_or(Refusal::InvalidTicket)?;
    if user.disabled {
        return Err(Refusal::DisabledUser);
    }
    user.email_verified = true;
    let user = user.clone();
    Ok(session::begin_row(store, &user).token)
}

fn to_error(address: &str, refusal: Refusal) -> Response {
    to(&redirect::with_parameters(
        address,
        &[
            ("error", refusal.code()),
            ("errorDescription", refusal.message()),
        ],
    ))
}

fn to(location: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
}
