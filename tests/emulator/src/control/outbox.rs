//! Messages, as a page and as JSON.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use crate::html::{self, escape};
use crate::outbox::{Channel, Mail};
use crate::store::World;

pub(super) async fn page(State(world): State<Arc<World>>) -> Response {
    let mails: String = world.lock().outbox.iter().rev().map(article).collect();
    let mails = if mails.is_empty() {
        "<p>No mail has been sent yet.</p>".to_owned()
    } else {
        mails
    };
    let body = format!(
        "<main class=\"wide\"><h1>Outbox</h1><p class=\"lead\">Mails, text messages and calls that would have gone out, newest first. \
         Reload the page to see new ones.</p>{mails}</main>"
    );
    html::page(StatusCode::OK, "Outbox", &body)
}

pub(super) async fn json(State(world): State<Arc<World>>) -> Json<Value> {
    let store = world.lock();
    Json(json!(store.outbox.iter().rev().collect::<Vec<_>>()))
}

pub(super) async fn clear(State(world): State<Arc<World>>) -> Json<Value> {
    world.lock().outbox.clear();
    Json(json!([]))
}

fn article(mail: &Mail) -> String {
    let link = mail
        .link
        .as_deref()
        .map(escape)
        .map(|link| format!("<p><a href=\"{link}\">{link}</a></p>"))
        .unwrap_or_default();
    let channel = match mail.channel {
        Channel::Email => "Mail",
        Channel::Sms => "Text message",
        Channel::Voice => "Call",
    };
    format!(
        "<article><h2>{}</h2><dl><dt>As</dt><dd>{channel}</dd><dt>From</dt><dd>{}</dd><dt>To</dt><dd>{}</dd><dt>Sent</dt><dd>{}</dd></dl><p>{}</p>{link}</article>",
        escape(&mail.subject),
        escape(mail.from),
        escape(&mail.to),
        escape(&mail.sent_at),
        escape(&mail.text)
    )
}
