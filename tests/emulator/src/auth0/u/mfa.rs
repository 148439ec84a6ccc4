//! `GET` and `POST /u/mfa`: the second factor.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::{MARK, Visit, alert, deny_link, gone, visit};
use crate::auth0::allowance::{self, Counted};
use crate::auth0::authorize::{Seen, go_on};
use crate::auth0::method::{Detail, Method};
use crate::auth0::params::Fields;
use crate::auth0::push::Decision;
use crate::auth0::second_factor::{self, TooMany};
use crate::auth0::transaction;
use crate::html::{self, escape};
use crate::store::{Store, World};

const WRONG: &str = "The code you entered is not valid.";
const TOO_MANY: &str = "Too many codes. Wait for some minutes and try again.";
const PENDING: &str = "The notification has not been answered yet.";

pub(super) async fn show(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Fields(params): Fields,
) -> Response {
    let id = params.text("state");
    let mut store = world.lock();
    let Some(Visit { session, .. }) = visit(&mut store, &headers, id) else {
        return gone();
    };
    let methods = second_factor::usable(&store, &session.user_id);
    let asked = params.get("method");
    let method = methods
        .iter()
        .find(|method| asked.is_none_or(|asked| asked == method.id));
    let Some(method) = method else {
        return gone();
    };
    match second_factor::ask(&mut store, method) {
        Err(TooMany) => page(
            StatusCode::TOO_MANY_REQUESTS,
            id,
            method,
            &methods,
            "",
            Some(TOO_MANY),
        ),
        Ok(challenge) => {
            let challenge = challenge.unwrap_or_default();
            page(StatusCode::OK, id, method, &methods, &challenge, None)
        }
    }
}

pub(super) async fn submit(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Fields(params): Fields,
) -> Response {
    let id = params.text("state");
    let mut store = world.lock();
    let Some(Visit {
        session_id,
        session,
        transaction,
    }) = visit(&mut store, &headers, id)
    else {
        return gone();
    };
    if session.mfa_at.is_none() {
        let methods = second_factor::usable(&store, &session.user_id);
        let Some(method) = methods
            .iter()
            .find(|method| params.get("method") == Some(&method.id))
        else {
            return gone();
        };
        let handle = params.text("challenge");
        let code = params.text("code").trim();
        let wrong_codes = Counted::WrongCodes(session.user_id.clone());
        let outcome = if allowance::is_left(&mut store, &wrong_codes) {
            check(&mut store, method, handle, code)
        } else {
            Outcome::TooMany
        };
        let problem = match outcome {
            Outcome::Right | Outcome::NewRecoveryCode(_) => None,
            Outcome::Wrong => {
                allowance::take(&mut store, &wrong_codes);
                Some(WRONG)
            }
            Outcome::Pending => Some(PENDING),
            Outcome::TooMany => Some(TOO_MANY),
        };
        if problem.is_some() {
            return page(
                StatusCode::BAD_REQUEST,
                id,
                method,
                &methods,
                handle,
                problem,
            );
        }
        let now = store.now().seconds();
        if let Some(session) = store.auth0.sessions.get_mut(&session_id) {
            session.mfa_at = Some(now);
        }
        if let Outcome::NewRecoveryCode(code) = outcome {
            return new_code_page(id, &code);
        }
    }
    let Some(session) = store.auth0.sessions.get(&session_id).cloned() else {
        return gone();
    };
    transaction::take(&mut store, id);
    let origin = &world.addresses.auth0;
    go_on(
        &mut store,
        origin,
        transaction.request,
        &session_id,
        &session,
        Seen::SignIn,
    )
}

enum Outcome {
    Right,
    NewRecoveryCode(String),
    Wrong,
    Pending,
    TooMany,
}

fn check(store: &mut Store, method: &Method, handle: &str, code: &str) -> Outcome {
    match &method.detail {
        Detail::Totp { .. } => {
            if second_factor::accept_totp(store, &method.user_id, code) {
                Outcome::Right
            } else {
                Outcome::Wrong
            }
        }
        Detail::RecoveryCode { .. } => {
            let fresh = second_factor::spend_recovery_code(store, &method.user_id, code);
            fresh.map_or(Outcome::Wrong, Outcome::NewRecoveryCode)
        }
        Detail::Phone { .. } | Detail::Email { .. } | Detail::PushNotification => {
            let challenge = store.auth0.challenges.get(handle).cloned();
            let Some(challenge) = challenge.filter(|challenge| challenge.method_id == method.id)
            else {
                return Outcome::Wrong;
            };
            match second_factor::look(store, &challenge, code) {
                Decision::Pending => Outcome::Pending,
                Decision::Denied => Outcome::Wrong,
                Decision::Approved => {
                    store.auth0.challenges.remove(handle);
                    second_factor::note_use(store, &method.id);
                    Outcome::Right
                }
            }
        }
        Detail::Password { .. } | Detail::Passkey(_) | Detail::Webauthn { .. } => Outcome::Wrong,
    }
}

fn page(
    status: StatusCode,
    id: &str,
    method: &Method,
    methods: &[Method],
    challenge: &str,
    problem: Option<&str>,
) -> Response {
    let state = escape(id);
    let (lead, field) = match &method.detail {
        Detail::PushNotification => (
            "Approve the notification on your phone, then continue.",
            false,
        ),
        Detail::Phone { .. } => ("Enter the code we sent to your phone.", true),
        Detail::Email { .. } => ("Enter the code we sent to your email address.", true),
        Detail::RecoveryCode { .. } => ("Enter the recovery code you wrote down.", true),
        Detail::Totp { .. }
        | Detail::Password { .. }
        | Detail::Passkey(_)
        | Detail::Webauthn { .. } => ("Enter the code your authenticator app shows.", true),
    };
    let input = if field {
        "<div class=\"field\"><label for=\"code\">Code</label>\
         <input id=\"code\" name=\"code\" autocomplete=\"one-time-code\" required autofocus></div>"
    } else {
        ""
    };
    let others: String = methods
        .iter()
        .filter(|other| other.id != method.id)
        .map(|other| {
            format!(
                "<a class=\"button quiet\" href=\"/u/mfa?state={state}&amp;method={}\">{}</a>",
                escape(&crate::path::encode_segment(&other.id)),
                in_words(other)
            )
        })
        .collect();
    let or = if others.is_empty() {
        ""
    } else {
        "<div class=\"or\">or</div>"
    };
    let body = format!(
        "<main>{MARK}<h1>Verify your identity</h1><p class=\"lead\">{lead}</p>{alert}\
         <form method=\"post\" action=\"/u/mfa\"><input type=\"hidden\" name=\"state\" value=\"{state}\">\
         <input type=\"hidden\" name=\"method\" value=\"{method}\"><input type=\"hidden\" name=\"challenge\" value=\"{challenge}\">\
         {input}<button id=\"verify\">Continue</button></form>{or}{others}{deny}</main>",
        alert = alert(problem),
        method = escape(&method.id),
        challenge = escape(challenge),
        deny = deny_link(id),
    );
    html::page(status, "Verify your identity", &body)
}

fn new_code_page(id: &str, code: &str) -> Response {
    let body = format!(
        "<main>{MARK}<h1>Your new recovery code</h1><p class=\"lead\">The old one is spent. Write this one down.</p>\
         <p><code id=\"recovery-code\">{}</code></p><form method=\"post\" action=\"/u/mfa\">\
         <input type=\"hidden\" name=\"state\" value=\"{}\"><button id=\"continue\">Continue</button></form></main>",
        escape(code),
        escape(id)
    );
    html::page(StatusCode::OK, "Your new recovery code", &body)
}

fn in_words(method: &Method) -> &'static str {
    match &method.detail {
        Detail::Totp { .. } => "Authenticator app",
        Detail::Phone { .. } => "Phone",
        Detail::Email { .. } => "Email",
        Detail::PushNotification => "Notification",
        Detail::RecoveryCode { .. } => "Recovery code",
        Detail::Password { .. } | Detail::Passkey(_) | Detail::Webauthn { .. } => "Another way",
    }
}
