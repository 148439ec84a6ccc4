//! `/u/reset-password`: a new password for somebody who can read their mail.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{MARK, alert, done_page, gone};
use crate::auth0::params::Fields;
use crate::auth0::password;
use crate::html::{self, escape};
use crate::outbox::{Channel, Mail};
use crate::random;
use crate::settings::PASSWORD_CONNECTION;
use crate::store::{Store, World};

/// How long the link in the mail works.
const LIFE_SECS: u64 = 432_000;

/// The link of a mail.
#[derive(Clone, Debug)]
pub(crate) struct Ticket {
    user_id: String,
    expires_at: u64,
}

/// Sends the mail, if there is somebody to send it to.
pub(in crate::auth0) fn send(store: &mut Store, origin: &str, email: &str) {
    let user = store.auth0.user_by_email(PASSWORD_CONNECTION, email);
    let Some((user_id, to)) = user.map(|user| (user.user_id.clone(), user.email.clone())) else {
        return;
    };
    let ticket = random::handle(24);
    let mail = Mail {
        from: "auth0",
        channel: Channel::Email,
        to,
        subject: "Reset your password".to_owned(),
        text: "Somebody asked for a new password. Follow the link to choose one.".to_owned(),
        link: Some(format!("{origin}/u/reset-password?ticket={ticket}")),
        code: None,
        headers: Default::default(),
        sent_at: store.now().to_rfc3339(3),
    };
    let record = Ticket {
        user_id,
        expires_at: store.now().plus_seconds(LIFE_SECS).seconds(),
    };
    store.auth0.reset_tickets.insert(ticket, record);
    store.outbox.push(mail);
}

/// The page that asks for the address.
pub(super) async fn ask() -> Response {
    let body = format!(
        "<main>{MARK}<h1>Forgot your password?</h1><form method=\"post\" action=\"/u/reset-password/request\">\
         <div class=\"field\"><label for=\"email\">Email address</label>\
         <input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"username\" required autofocus></div>\
         <button id=\"send\">Send the link</button></form></main>"
    );
    html::page(StatusCode::OK, "Forgot your password?", &body)
}

pub(super) async fn request(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let mut store = world.lock();
    let email = params.text("email");
    send(&mut store, &world.addresses.auth0, email);
    done_page(
        "Check your email",
        "If there is an account with this address, a mail is on its way.",
    )
}

pub(super) async fn show(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let ticket = params.text("ticket");
    match find(&world.lock(), ticket) {
        None => gone(),
        Some(_) => page(StatusCode::OK, ticket, None),
    }
}

/// Sets the password and ends every session of the person.
pub(super) async fn submit(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let mut store = world.lock();
    let ticket = params.text("ticket");
    let new = params.text("password");
    let user_id = find(&store, ticket);
    let Some(user) = user_id.and_then(|user_id| store.auth0.user(&user_id).cloned()) else {
        return gone();
    };
    if let Err(weakness) = password::check(&store, &user, new) {
        return page(StatusCode::BAD_REQUEST, ticket, Some(weakness.text()));
    }
    password::change(&mut store, &user.user_id, new);
    let tenant = &mut store.auth0;
    tenant.reset_tickets.remove(ticket);
    tenant.families.revoke_user(&user.user_id);
    tenant
        .sessions
        .retain(|_, session| session.user_id != user.user_id);
    if let Some(user) = tenant.user_mut(&user.user_id) {
        user.failed_attempts = 0;
        user.email_verified = true;
    }
    done_page("Password changed", "You can sign in with it now.")
}

/// Whose new password it is.
fn find(store: &Store, ticket: &str) -> Option<String> {
    let now = store.now().seconds();
    let found = store.auth0.reset_tickets.get(ticket);
    let found = found.filter(|ticket| now < ticket.expires_at)?;
    Some(found.user_id.clone())
}

fn page(status: StatusCode, ticket: &str, problem: Option<&str>) -> Response {
    let body = format!(
        "<main>{MARK}<h1>Change your password</h1>{}<form method=\"post\" action=\"/u/reset-password\">\
         <input type=\"hidden\" name=\"ticket\" value=\"{}\">\
         <div class=\"field\"><label for=\"password\">New password</label>\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"new-password\" required autofocus></div>\
         <button id=\"change\">Change</button></form></main>",
        alert(problem),
        escape(ticket)
    );
    html::page(status, "Change your password", &body)
}
