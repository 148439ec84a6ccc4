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
use super::{exchange, redirect};
use crate::settings::NhostSettings;
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
    let settings = store.settings.nhost.clone();
    let redirect_to = parameter("redirectTo").unwrap_or_else(|| settings.client_url.clone());
    if !redirect::is_allowed(&settings, &redirect_to) {
        return to_error(
            &settings,
            &settings.client_url,
            Refusal::RedirectToNotAllowed,
        );
    }
    match consume(&mut store, &ticket) {
        Err(refusal) => to_error(&settings, &redirect_to, refusal),
        Ok((user_id, kind)) => {
            let challenge = parameter("codeChallenge");
            let (name, value) = exchange::proof(&mut store, &user_id, challenge.as_deref());
            let added = [(name, value.as_str()), ("type", kind.name())];
            to(&redirect::with_parameters(&redirect_to, &added))
        }
    }
}

/// Does what the link is for. Every link signs in, that of a password reset too.
fn consume(store: &mut Store, value: &str) -> Result<(String, TicketKind), Refusal> {
    let now = store.now().seconds();
    let kind = TicketKind::of_link(value);
    let id = ticket::consume(&mut store.nhost.users, value, now).map(|user| user.id.clone());
    let user = id.as_deref().and_then(|id| store.nhost.user(id));
    let (Some(user), Some(kind)) = (user, kind) else {
        return Err(Refusal::InvalidTicket);
    };
    if user.disabled {
        return Err(Refusal::DisabledUser);
    }
    let (id, wanted) = (user.id.clone(), user.new_email.clone());
    // Somebody else may have come to have the address since it was asked for.
    let is_taken = wanted.is_some_and(|email| store.nhost.user_by_email(&email).is_some());
    if kind == TicketKind::EmailConfirmChange && is_taken {
        return Err(Refusal::EmailAlreadyInUse);
    }
    let Some(user) = store.nhost.user_mut(&id) else {
        return Err(Refusal::InvalidTicket);
    };
    match kind {
        TicketKind::VerifyEmail | TicketKind::PasswordlessEmail => user.email_verified = true,
        TicketKind::EmailConfirmChange => {
            user.email = user.new_email.take().or_else(|| user.email.take());
        }
        TicketKind::PasswordReset | TicketKind::MfaTotp => {}
    }
    Ok((id, kind))
}

/// Leads somewhere with the reason in the address.
pub(super) fn to_error(settings: &NhostSettings, address: &str, refusal: Refusal) -> Response {
    let told = refusal.told(settings);
    let added = [
        ("error", told.code(settings.dialect)),
        ("errorDescription", told.message()),
    ];
    to(&redirect::with_parameters(address, &added))
}

pub(super) fn to(location: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
}
