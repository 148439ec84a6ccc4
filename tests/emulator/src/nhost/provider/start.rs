//! `GET /signin/provider/{provider}` and `GET /signup/provider/{provider}`

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde_json::{Map, Value, json};
use url::form_urlencoded::{Serializer, parse};

use super::{check_known, is_enabled, seal};
use crate::nhost::endpoint::Stop;
use crate::nhost::refusal::Refusal;
use crate::nhost::verify::{to, to_error};
use crate::nhost::{newcomer, not_found, redirect, schema};
use crate::settings::Dialect;
use crate::store::{Store, World};

pub(in crate::nhost) async fn sign_in(
    State(world): State<Arc<World>>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    start(
        &world,
        &provider,
        &query.unwrap_or_default(),
        newcomer::Path::SignIn,
    )
}

pub(in crate::nhost) async fn sign_up(
    State(world): State<Arc<World>>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    if world.lock().settings.nhost.dialect < Dialect::L2 {
        return not_found();
    }
    start(
        &world,
        &provider,
        &query.unwrap_or_default(),
        newcomer::Path::SignUp,
    )
}

fn start(world: &World, provider: &str, query: &str, path: newcomer::Path) -> Response {
    let store = world.lock();
    match leave(&store, &world.addresses.nhost, provider, query, path) {
        Ok(response) => response,
        Err(Stop::Answered(answer)) => *answer,
        Err(Stop::Refused(refusal)) => refusal.answer(&store.settings.nhost),
    }
}

/// Off to the provider, with all that was asked for sealed in the state.
fn leave(
    store: &Store,
    origin: &str,
    provider: &str,
    query: &str,
    path: newcomer::Path,
) -> Result<Response, Stop> {
    let settings = &store.settings.nhost;
    check_known(settings.dialect, provider)?;
    let asked: Map<String, Value> = parse(query.as_bytes())
        .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
        .collect();
    let text = |name: &str| asked.get(name).and_then(Value::as_str);
    let redirect_to = text("redirectTo").unwrap_or(&settings.client_url);
    if !redirect::is_allowed(settings, redirect_to) {
        return Err(Refusal::RedirectToNotAllowed.into());
    }
    let is_l2 = settings.dialect >= Dialect::L2;
    let challenge = text("codeChallenge").filter(|_| is_l2);
    if challenge.is_some_and(|challenge| !schema::is_code_challenge(challenge)) {
        let why = "parameter \"codeChallenge\" in query has an error: string doesn't match the regular expression \"^[A-Za-z0-9_-]{43}$\"";
        return Err(crate::nhost::body::refuse_parameter(settings.dialect, why).into());
    }
    if !is_enabled(settings, provider) {
        return Ok(to_error(settings, redirect_to, Refusal::DisabledEndpoint));
    }
    let mut options = json!({ "redirectTo": redirect_to });
    for name in ["defaultRole", "displayName", "locale"] {
        if let Some(value) = text(name) {
            options[name] = value.into();
        }
    }
    if let Some(roles) = text("allowedRoles") {
        options["allowedRoles"] = roles.split(',').collect();
    }
    if let Some(metadata) = text("metadata") {
        options["metadata"] = serde_json::from_str(metadata).unwrap_or_default();
    }
    let sealed = json!({
        "connect": text("connect"),
        "options": options,
        "state": text("state"),
        "codeChallenge": challenge,
        "signUp": path == newcomer::Path::SignUp,
        "provider": provider,
    });
    let query = Serializer::new(String::new())
        .append_pair("client_id", "latchkey-demo")
        .append_pair("redirect_uri", &callback_url(origin, provider))
        .append_pair("response_type", "code")
        .append_pair("scope", "openid email profile")
        .append_pair("state", &seal(store, &sealed))
        .finish();
    Ok(to(&format!(
        "{origin}/provider/{provider}/authorize?{query}"
    )))
}

/// Where the provider sends people back to.
pub(super) fn callback_url(origin: &str, provider: &str) -> String {
    format!("{origin}/v1/signin/provider/{provider}/callback")
}
