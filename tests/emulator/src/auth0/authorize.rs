//! `GET` and `POST /authorize`

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::client::Client;
use super::dpop;
use super::grant::Grant;
use super::issue::{self, Extras};
use super::params::{Fields, Params};
use super::return_address::redirect;
use super::session::{self, Session};
use super::token::session_transfer;
use super::transaction::{self, FirstPage, Prompt, Request};
use super::{consent, invitation, pushed, second_factor};
use crate::random;
use crate::store::{Store, World};

mod request;
mod response_type;

pub(super) use self::request::Refusal;
pub(super) use self::response_type::ResponseType;

/// An authorization code and what it is bound to.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) grant: Grant,
    pub(crate) redirect_uri: String,
    pub(crate) code_challenge: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) tell_auth_time: bool,
    pub(crate) tell_scope: bool,
    pub(crate) expires_at: u64,
    pub(crate) spent: bool,
    /// What its exchange gave, to be taken back when it is used again.
    pub(crate) refresh_token: Option<String>,
}

pub(crate) async fn begin(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Fields(params): Fields,
) -> Response {
    let mut store = world.lock();
    let origin = &world.addresses.auth0;
    let read = pushed::resolve(&mut store, params.clone())
        .and_then(|params| request::read(&params, &store, origin));
    let request = match read {
        Ok(request) => request,
        Err(refusal) => return refusal.answer(),
    };
    let Some(user_id) = session_transfer::redeem(&mut store, &headers, &params) else {
        let current = session::current(&mut store, &headers);
        return proceed(&mut store, origin, request, current);
    };
    let (id, session) = session::begin(&mut store, &user_id);
    let current = Some((id.clone(), session));
    let response = proceed(&mut store, origin, request, current);
    session::set_cookie(response, &id)
}

/// Reads what the link in a mail asks for; what it leaves out is as the tenant has it.
pub(super) fn read_link(store: &Store, origin: &str, params: &Params) -> Result<Request, Refusal> {
    let mut params = params.clone().without("connection");
    if !params.has("response_type") {
        params = params.with("response_type", "code");
    }
    let client = params
        .get("client_id")
        .and_then(|id| Client::find(&store.settings.auth0, id));
    let first = client.and_then(|client| client.callbacks.first().cloned());
    if let Some(first) = first.filter(|_| !params.has("redirect_uri")) {
        params = params.with("redirect_uri", first);
    }
    request::read(&params, store, origin)
}

/// Checks what an application pushes ahead of its request.
pub(super) fn check(store: &Store, origin: &str, params: &Params) -> Result<(), Refusal> {
    request::read(params, store, origin).map(drop)
}

/// Goes on with whoever is signed in on this browser.
fn proceed(
    store: &mut Store,
    origin: &str,
    request: Request,
    current: Option<(String, Session)>,
) -> Response {
    let now = store.now().seconds();
    let fresh = current
        .clone()
        .filter(|(_, session)| is_fresh_enough(session, &request, now));

    if request.asks_for(Prompt::None) {
        return match fresh {
            None => request
                .return_address
                .with_error("login_required", "Login required"),
            Some((id, session)) => go_on(store, origin, request, &id, &session, Seen::Nothing),
        };
    }
    match (current, fresh) {
        (Some((id, _)), _) if request.asks_for(Prompt::SelectAccount) => {
            show(store, request, Some(id), "/u/account")
        }
        (_, Some((id, session))) if !request.asks_for(Prompt::Login) => {
            go_on(store, origin, request, &id, &session, Seen::Nothing)
        }
        _ => {
            let page = match (&request.connection, request.first_page) {
                (Some(name), _) if is_foreign(store, name) => "/u/connection",
                (_, FirstPage::SignUp) => "/u/signup",
                (_, FirstPage::ResetPassword) => "/u/reset-password/request",
                (_, FirstPage::Login) => "/u/login",
            };
            show(store, request, None, page)
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
    if let Some(ticket) = &request.invitation
        && let Err(description) = invitation::accept(store, ticket, &session.user_id)
    {
        return to.with_error("access_denied", &description);
    }
    let Some(user) = store.auth0.user(&session.user_id) else {
        return to.with_error("login_required", "Login required");
    };
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
    let consent_is_missing = consent::is_missing(store, &request, &session.user_id);
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
    answer(store, origin, request, session)
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

/// Sends the browser back with everything that was asked for.
fn answer(store: &mut Store, origin: &str, request: Request, session: &Session) -> Response {
    let to = request.return_address.clone();
    let wanted = request.response_type;
    let grant = Grant {
        client_id: request.client.id.clone(),
        user_id: session.user_id.clone(),
        sid: session.sid.clone(),
        scope: request.scope.clone(),
        audience: request.audience.clone(),
        organization: request.organization.clone(),
        auth_time: session.auth_time,
        mfa_time: session.mfa_at,
    };
    let mut members: Vec<(&str, String)> = Vec::new();
    if wanted.is_implicit() {
        let extras = Extras {
            nonce: request.nonce.as_deref(),
            tell_auth_time: request.max_age.is_some(),
            tell_amr: true,
            ..Extras::default()
        };
        if wanted.token {
            let token = issue::access_token(store, origin, &grant, None);
            let expires_in = store.settings.auth0.access_token_secs;
            members.push(("access_token", token));
            members.push(("token_type", "Bearer".to_owned()));
            members.push(("expires_in", expires_in.to_string()));
            members.push(("scope", grant.scope.join(" ")));
        }
        if wanted.id_token {
            let token = issue::id_token(store, origin, &grant, &extras);
            members.push(("id_token", token));
        }
    }
    if wanted.code {
        let code = issue_code(store, request, grant);
        members.insert(0, ("code", code));
    }
    to.with(&members)
}

fn issue_code(store: &mut Store, request: Request, grant: Grant) -> String {
    let code = random::handle(32);
    let expires_at = store
        .now()
        .plus_seconds(store.settings.auth0.code_secs)
        .seconds();
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
