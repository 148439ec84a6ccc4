//! `GET` and `POST /u/login`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{MARK, alert, deny_link, gone, lead};
use crate::auth0::authorize::{Seen, go_on};
use crate::auth0::params::Fields;
use crate::auth0::session;
use crate::auth0::sign_in::{self, Refusal};
use crate::auth0::transaction::{self, Transaction};
use crate::html::{self, escape};
use crate::settings::{Auth0Settings, PASSWORD_CONNECTION};
use crate::store::{Store, World};

pub(super) async fn show(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let id = params.text("state");
    let mut store = world.lock();
    match transaction::find(&mut store, id) {
        None => gone(),
        Some(transaction) => {
            let hint = transaction.request.login_hint.clone().unwrap_or_default();
            page(
                StatusCode::OK,
                id,
                &transaction,
                &store.settings.auth0,
                &hint,
                None,
            )
        }
    }
}

pub(super) async fn submit(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let id = params.text("state");
    let email = params.text("username");
    let password = params.text("password");
    let mut store = world.lock();
    let Some(transaction) = transaction::find(&mut store, id) else {
        return gone();
    };
    let origin = &world.addresses.auth0;
    match sign_in::check(&mut store, origin, email, password) {
        Ok(user_id) => finish(&mut store, origin, id, &user_id),
        // A rule says no, which is the application's business too.
        Err(Refusal::Unverified) => {
            transaction::take(&mut store, id);
            let to = &transaction.request.return_address;
            to.with_error("unauthorized", Refusal::Unverified.text())
        }
        Err(refusal) => page(
            StatusCode::BAD_REQUEST,
            id,
            &transaction,
            &store.settings.auth0,
            email,
            Some(refusal.text()),
        ),
    }
}

/// Signs somebody in on this browser and goes on with the transaction.
pub(super) fn finish(store: &mut Store, origin: &str, id: &str, user_id: &str) -> Response {
    let Some(transaction) = transaction::take(store, id) else {
        return gone();
    };
    let (session_id, session) = session::begin(store, user_id);
    let response = go_on(
        store,
        origin,
        transaction.request,
        &session_id,
        &session,
        Seen::SignIn,
    );
    session::set_cookie(response, &session_id)
}

fn page(
    status: StatusCode,
    id: &str,
    transaction: &Transaction,
    settings: &Auth0Settings,
    email: &str,
    problem: Option<&str>,
) -> Response {
    let asked = transaction.request.connection.as_deref();
    let offered = |name: &str| asked.is_none_or(|asked| asked == name);
    let id = escape(id);
    let form = format!(
        "{alert}<form method=\"post\" action=\"/u/login\"><input type=\"hidden\" name=\"state\" value=\"{id}\">\
         <div class=\"field\"><label for=\"username\">Email address</label>\
         <input id=\"username\" name=\"username\" type=\"email\" autocomplete=\"username\" required value=\"{email}\"{focus_email}></div>\
         <div class=\"field\"><label for=\"password\">Password</label>\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required{focus_password}></div>\
         <button id=\"sign-in\">Sign in</button></form>",
        alert = alert(problem),
        email = escape(email),
        focus_email = if email.is_empty() { " autofocus" } else { "" },
        focus_password = if email.is_empty() { "" } else { " autofocus" },
    );
    let others: String = settings
        .connections
        .iter()
        .filter(|connection| !connection.database && offered(&connection.name))
        .map(|connection| {
            format!(
                "<a class=\"button quiet\" href=\"/u/connection?state={id}&amp;connection={}\">{}</a>",
                escape(&connection.name),
                escape(&connection.label)
            )
        })
        .collect();
    let form = if offered(PASSWORD_CONNECTION) {
        form
    } else {
        String::new()
    };
    let or = if form.is_empty() || others.is_empty() {
        ""
    } else {
        "<div class=\"or\">or</div>"
    };
    let sign_up = if settings.sign_up && !form.is_empty() {
        format!(
            "<p class=\"after\">No account yet? <a href=\"/u/signup?state={id}\">Sign up</a></p>"
        )
    } else {
        String::new()
    };
    let body = format!(
        "<main>{MARK}<h1>Welcome</h1><p class=\"lead\">Sign in {}</p>{form}{or}{others}{sign_up}{}</main>",
        lead(transaction),
        deny_link(&id)
    );
    html::page(status, "Sign in", &body)
}
