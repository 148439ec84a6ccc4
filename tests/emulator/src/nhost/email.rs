//! `POST /user/email/send-verification-email`

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use url::form_urlencoded::Serializer;

use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema};
use super::ticket::{self, TicketKind};
use super::{User, body, redirect};
use crate::outbox::{Channel, Mail};
use crate::store::{Store, World};

const SCHEMA: Schema = Schema {
    name: "UserEmailSendVerificationEmailRequest",
    fields: &[
        Field::required("email", Kind::Email),
        Field::optional(
            "options",
            Kind::Object(&[Field::optional(
                "redirectTo",
                Kind::Text {
                    min: 0,
                    max: usize::MAX,
                },
            )]),
        ),
    ],
    closed: true,
};

pub(super) async fn send_verification(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    raw: Bytes,
) -> Response {
    let mut store = world.lock();
    let members = match body::read(&SCHEMA, store.settings.nhost.dialect, &headers, &raw) {
        Ok(members) => members,
        Err(answer) => return *answer,
    };
    let email = body::text(&members, &["email"]).unwrap_or_default();
    if !body::is_email(email) {
        return *body::bad_email();
    }
    let redirect_to = body::text(&members, &["options", "redirectTo"]);
    match send(&mut store, &world.addresses.nhost, email, redirect_to) {
        Ok(()) => Json(json!("OK")).into_response(),
        Err(refusal) => refusal.answer(&store.settings.nhost),
    }
}

fn send(
    store: &mut Store,
    origin: &str,
    email: &str,
    redirect_to: Option<&str>,
) -> Result<(), Refusal> {
    let settings = &store.settings.nhost;
    if redirect_to.is_some_and(|address| !redirect::is_allowed(settings, address)) {
        return Err(Refusal::RedirectToNotAllowed);
    }
    let redirect_to = redirect_to.unwrap_or(&settings.client_url).to_owned();
    let mut user = store
        .nhost
        .user_by_email(email)
        .cloned()
        .ok_or(Refusal::InvalidEmailPassword)?;
    if user.disabled {
        return Err(Refusal::DisabledUser);
    }
    if user.email_verified {
        return Err(Refusal::EmailAlreadyVerified);
    }
    write_verification(store, origin, &mut user, &redirect_to);
    if let Some(row) = store.nhost.user_by_email(email) {
        row.ticket = user.ticket;
    }
    Ok(())
}

/// Puts a mail in the outbox and its ticket in the person's slot.
pub(super) fn write_verification(
    store: &mut Store,
    origin: &str,
    user: &mut User,
    redirect_to: &str,
) {
    let ticket = ticket::give(user, TicketKind::VerifyEmail, store.now().seconds());
    let query = Serializer::new(String::new())
        .append_pair("redirectTo", redirect_to)
        .append_pair("ticket", &ticket)
        .append_pair("type", "emailVerify")
        .finish();
    let link = format!("{origin}/v1/verify?{query}");
    let headers = [
        ("X-Email-Template", "email-verify"),
        ("X-Link", &link),
        ("X-Redirect-To", redirect_to),
        ("X-Ticket", &ticket),
    ];
    store.outbox.push(Mail {
        from: "nhost",
        channel: Channel::Email,
        code: None,
        to: user.email.clone(),
        subject: "Verify your email".to_owned(),
        text: "Use this link to verify your email address.".to_owned(),
        headers: headers
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect::<BTreeMap<_, _>>(),
        link: Some(link),
        sent_at: store.now().to_rfc3339(3),
    });
}
