//! The pages of the tenant: sign-in, sign-up, account choice, consent, confirmation.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::get;

use super::User;
use super::session::{self, Session};
use super::transaction::{self, Transaction};
use crate::html::{self, escape};
use crate::store::{Store, World};

mod account;
mod confirm;
mod connection;
mod consent;
mod deny;
mod email_verification;
pub(super) mod login;
mod mfa;
mod reset_password;
pub(super) mod signup;
mod unblock;

pub(crate) use self::reset_password::Ticket as ResetTicket;
pub(super) use self::reset_password::send as send_reset;

/// The tenant's logo.
pub(super) const MARK: &str = "<svg class=\"mark\" viewBox=\"0 0 48 48\" aria-hidden=\"true\"><rect width=\"48\" height=\"48\" \
    rx=\"12\" fill=\"#2a5d96\"/><path d=\"M24 11a7 7 0 0 1 3.5 13.06L30 37H18l2.5-12.94A7 7 0 0 1 24 11z\" fill=\"#fff\"/></svg>";

const GONE: &str = "This page is no longer valid. Go back to the application and try again.";

pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/u/login", get(login::show).post(login::submit))
        .route("/u/signup", get(signup::show).post(signup::submit))
        .route(
            "/u/connection",
            get(connection::show).post(connection::submit),
        )
        .route("/u/account", get(account::show).post(account::submit))
        .route("/u/consent", get(consent::show).post(consent::submit))
        .route("/u/confirm", get(confirm::show).post(confirm::submit))
        .route("/u/mfa", get(mfa::show).post(mfa::submit))
        .route("/u/deny", get(deny::deny))
        .route("/u/email-verification", get(email_verification::verify))
        .route("/u/unblock", get(unblock::unblock))
        .route(
            "/u/reset-password/request",
            get(reset_password::ask).post(reset_password::request),
        )
        .route(
            "/u/reset-password",
            get(reset_password::show).post(reset_password::submit),
        )
}

/// The page that ends a transaction for good: the application never hears of it.
pub(super) fn error_page(status: StatusCode, text: &str) -> Response {
    let body = format!(
        "<main>{MARK}<h1>Something went wrong</h1><p class=\"alert\" role=\"alert\">{}</p>\
         <p class=\"lead\">Close this page and try again from the application.</p></main>",
        escape(text)
    );
    html::page(status, "Something went wrong", &body)
}

/// A page that says that something is done.
pub(super) fn done_page(title: &str, lead: &str) -> Response {
    let body = format!("<main>{MARK}<h1>{title}</h1><p class=\"lead\">{lead}</p></main>");
    html::page(StatusCode::OK, title, &body)
}

/// Somebody signed in on this browser, and the transaction they signed in for.
struct Visit {
    session_id: String,
    session: Session,
    transaction: Transaction,
}

/// What most pages begin with. A transaction that another browser signed in for is not found.
fn visit(store: &mut Store, headers: &HeaderMap, id: &str) -> Option<Visit> {
    let (session_id, session) = session::current(store, headers)?;
    let transaction = transaction::find(store, id)?;
    (transaction.session.as_ref() == Some(&session_id)).then_some(Visit {
        session_id,
        session,
        transaction,
    })
}

/// The page for a transaction that ended, or ran out.
fn gone() -> Response {
    error_page(StatusCode::BAD_REQUEST, GONE)
}

/// Which application, or which organization, the person is dealing with.
fn lead(transaction: &Transaction) -> String {
    let place = match &transaction.request.organization {
        Some(organization) => format!(
            "to {} in {}",
            organization.display_name, transaction.request.client.name
        ),
        None => format!(
            "to {} to continue to {}",
            super::client::TENANT_NAME,
            transaction.request.client.name
        ),
    };
    escape(&place)
}

/// A button that shows who it stands for.
fn person_button(user: &User) -> String {
    let face = match &user.picture {
        Some(address) => format!("<img src=\"{}\" alt=\"\">", escape(address)),
        None => {
            let initials: String = user
                .name
                .split_whitespace()
                .filter_map(|word| word.chars().next())
                .take(2)
                .collect();
            format!(
                "<span class=\"initials\" aria-hidden=\"true\">{}</span>",
                escape(&initials)
            )
        }
    };
    format!(
        "<button class=\"quiet person\" name=\"user\" value=\"{}\">{face}<span>{}<small>{}</small></span></button>",
        escape(&user.user_id),
        escape(&user.name),
        escape(&user.email)
    )
}

fn alert(text: Option<&str>) -> String {
    text.map(|text| format!("<p class=\"alert\" role=\"alert\">{}</p>", escape(text)))
        .unwrap_or_default()
}

fn deny_link(id: &str) -> String {
    format!(
        "<p class=\"after\"><a id=\"deny\" href=\"/u/deny?state={}\">Deny and go back</a></p>",
        escape(id)
    )
}
