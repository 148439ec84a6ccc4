//! `GET` and `POST /u/login`

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::{MARK, alert, deny_link, gone, lead};
use crate::auth0::authorize::{Seen, go_on};
use crate::auth0::params::Params;
use crate::auth0::session;
use crate::auth0::transaction::{self, Transaction};
use crate::html::{self, escape};
use crate::settings::{Auth0Settings, PASSWORD_CONNECTION};
use crate::store::{Store, World};

/// After this many wrong passwords in a row an account lets nobody in.
const MOST_ATTEMPTS: u32 = 10;

const WRONG: &str = "Wrong email or password.";
pub(in crate::auth0) const TOO_MANY: &str = "Your account has been blocked after multiple consecutive login attempts. Ask the person who runs the emulator.";

pub(super) async fn show(State(world): State<Arc<World>>, RawQuery(query): RawQuery) -> Response {
    let params = Params::from_urlencoded(&query.unwrap_or_default()).unwrap_or_default();
    let id = params.get("state").unwrap_or_default();
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

pub(super) async fn submit(State(world): State<Arc<World>>, body: Bytes) -> Response {
    let params = Params::from_urlencoded(&String::from_utf8_lossy(&body)).unwrap_or_default();
    let id = params.get("state").unwrap_or_default();
    let email = params.get("username").unwrap_or_default();
    let password = params.get("password").unwrap_or_default();
    let mut store = world.lock();
    let Some(transaction) = transaction::find(&mut store, id) else {
        return gone();
    };
    match check(&mut store, email, password) {
        Ok(user_id) => finish(&mut store, &world.addresses.auth0, id, &user_id),
        Err(text) => page(
            StatusCode::BAD_REQUEST,
            id,
            &transaction,
            &store.settings.auth0,
            email,
            Some(text),
        ),
    }
}

/// Signs somebody in on this browser and goes on with the transaction.
pub(super) fn finish(store: &mut Store, origin: &str, id: &str, user_id: &str) -> Response {
    let Some(transaction) = transaction::take(store, id) else {
        return gone();
    };
    let session_id = session::begin(store, user_id);
    let session = store.auth0.sessions[&session_id].clone();
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

/// Whose password it is, or what to tell the person.
pub(in crate::auth0) fn check(
    store: &mut Store,
    email: &str,
    password: &str,
) -> Result<String, &'static str> {
    let user = store
        .auth0
        .user_by_email(PASSWORD_CONNECTION, email)
        .ok_or(WRONG)?;
    if user.failed_attempts >= MOST_ATTEMPTS {
        return Err(TOO_MANY);
    }
    if password.is_empty() || user.password != password {
        user.failed_attempts += 1;
        return Err(WRONG);
    }
    user.failed_attempts = 0;
    Ok(user.user_id.clone())
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
