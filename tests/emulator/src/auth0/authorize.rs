//! `GET` and `POST /authorize`

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::dpop;
use super::grant::Grant;
use super::params::Params;
use super::return_address::redirect;
use super::session::{self, Session};
use super::transaction::{self, Prompt, Request};
use super::{second_factor, u};
use crate::random;
use crate::store::{Store, World};

mod request;

use self::request::Refusal;

/// An authorization code and what it is bound to.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) grant: Grant,
    pub(crate) redirect_uri: String,
    pub(crate) code_challenge: String,
    pub(crate) nonce: Option<String>,
    pub(crate) tell_auth_time: bool,
    pub(crate) tell_scope: bool,
    pub(crate) expires_at: u64,
    pub(crate) spent: bool,
    /// What its exchange gave, to be taken back when it is used again.
    pub(crate) refresh_token: Option<String>,
}

pub(crate) async fn by_query(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    begin(&world, &headers, &query.unwrap_or_default())
}

pub(crate) async fn by_form(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    begin(&world, &headers, &String::from_utf8_lossy(&body))
}

fn begin(world: &World, headers: &HeaderMap, text: &str) -> Response {
    let params = match Params::from_urlencoded(text) {
        Ok(params) => params,
        Err(refusal) => return u::error_page(StatusCode::BAD_REQUEST, &refusal.description),
    };
    let mut store = world.lock();
    let request = match request::read(&params, &store.settings.auth0, &world.addresses.auth0) {
        Ok(request) => request,
        Err(Refusal::Page(status, text)) => return u::error_page(status, &text),
        Err(Refusal::Redirect(to, error, description)) => {
            return to.with_error(error, &description);
        }
    };
    let current = session::current(&mut store, headers);
    let now = store.now().seconds();
    let fresh = current
        .clone()
        .filter(|(_, session)| is_fresh_enough(session, &request, now));

    if request.asks_for(Prompt::None) {
        return match fresh {
            None => request
                .return_address
                .with_error("login_required", "Login required"),
            Some((id, session)) => go_on(
                &mut store,
                &world.addresses.auth0,
                request,
                &id,
                &session,
                Seen::Nothing,
            ),
        };
    }
    match (current, fresh) {
        (Some((id, _)), _) if request.asks_for(Prompt::SelectAccount) => {
            show(&mut store, request, Some(id), "/u/account")
        }
        (_, Some((id, session))) if !request.asks_for(Prompt::Login) => go_on(
            &mut store,
            &world.addresses.auth0,
            request,
            &id,
            &session,
            Seen::Nothing,
        ),
        _ => {
            let page = match &request.connection {
                Some(name) if is_foreign(&store, name) => "/u/connection",
                _ if request.begins_with_sign_up => "/u/signup",
                _ => "/u/login",
            };
            show(&mut store, request, None, page)
        }
    }
}

/// What the person has already been shown in this transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// No page at all.
    Nothing,
    /// A page to sign in or to choose an account on.
    SignIn,
    /// The consent page, and they agreed.
    Consent,
}

/// Goes on with somebody who is signed in: to a page that is still needed, or back with a code.
pub(super) fn go_on(
    store: &mut Store,
    origin: &str,
    request: Request,
    session_id: &str,
    session: &Session,
    seen: Seen,
) -> Response {
    let silent = request.asks_for(Prompt::None);
    let to = request.return_address.clone();
    let Some(user) = store.auth0.user(&session.user_id) else {
        return to.with_error("login_required", "Login required");
    };
    if user.blocked {
        return to.with_error("unauthorized", "user is blocked");
    }
    if let Some(organization) = &request.organization
        && !user.organizations.contains(&organization.id)
    {
        let description = format!(
            "user {} is not part of the {} organization",
            user.user_id, organization.id
        );
        return to.with_error("access_denied", &description);
    }
    let wanted = request.wants_second_factor;
    if second_factor::is_due(store, session, wanted, request.audience.as_deref(), origin) {
        if silent {
            return to.with_error("mfa_required", "Multifactor authentication required");
        }
        return show(store, request, Some(session_id.to_owned()), "/u/mfa");
    }
    let consent_is_missing = store.settings.auth0.ask_consent && !user.consented;
    if seen != Seen::Consent && (consent_is_missing || request.asks_for(Prompt::Consent)) {
        if silent {
            return to.with_error("consent_required", "Consent required");
        }
        return show(store, request, Some(session_id.to_owned()), "/u/consent");
    }
    let must_confirm = store.settings.auth0.confirm_unverifiable_callbacks && to.is_unverifiable();
    if seen == Seen::Nothing && must_confirm {
        if silent {
            return to.with_error("interaction_required", "Interaction required");
        }
        return show(store, request, Some(session_id.to_owned()), "/u/confirm");
    }
    let code = issue_code(store, request, session);
    to.with_code(&code)
}

/// Whether people of this connection prove themselves on somebody else's page.
fn is_foreign(store: &Store, connection: &str) -> bool {
    store
        .settings
        .auth0
        .connections
        .iter()
        .any(|known| !known.database && known.name == connection)
}

fn is_fresh_enough(session: &Session, request: &Request, now: u64) -> bool {
    request
        .max_age
        .is_none_or(|max_age| now < session.auth_time.saturating_add(max_age))
}

fn show(store: &mut Store, request: Request, session: Option<String>, page: &str) -> Response {
    let id = transaction::begin(store, request, session);
    redirect(&format!("{page}?state={id}"))
}

fn issue_code(store: &mut Store, request: Request, session: &Session) -> String {
    let code = random::handle(32);
    let expires_at = store
        .now()
        .plus_seconds(store.settings.auth0.code_secs)
        .seconds();
    let grant = Grant {
        user_id: session.user_id.clone(),
        sid: session.sid.clone(),
        scope: request.scope,
        audience: request.audience,
        organization: request.organization,
        auth_time: session.auth_time,
        mfa_time: session.mfa_at,
    };
    let record = Code {
        grant,
        redirect_uri: request.return_address.redirect_uri,
        code_challenge: request.code_challenge,
        nonce: request.nonce,
        tell_auth_time: request.max_age.is_some(),
        tell_scope: request.scope_was_narrowed,
        expires_at,
        spent: false,
        refresh_token: None,
    };
    store.auth0.codes.insert(code.clone(), record);
    dpop::bind_code(store, &code, request.dpop_jkt);
    code
}
