//! `GET` and `POST /provider/{provider}/authorize`: stands in for the provider's own pages. One
//! chooses who one is, or says no.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use url::form_urlencoded::{Serializer, parse};

use super::people::{self, Profile};
use super::start::callback_url;
use crate::html::{self, escape};
use crate::nhost::verify::to;
use crate::random;
use crate::store::{Store, World};

/// How long the stand-in's codes are good.
const CODE_SECS: u64 = 60;

/// Sends people back with a form instead of an address.
const POSTS: &str = "apple";

/// A code of the stand-in that nobody has exchanged.
#[derive(Clone, Debug)]
pub(crate) struct ProviderCode {
    pub(super) value: String,
    pub(super) provider: String,
    pub(super) profile: Profile,
    pub(super) expires_at: u64,
}

pub(in crate::nhost) async fn show(
    State(world): State<Arc<World>>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let store = world.lock();
    let Some(label) = label(&store, &provider) else {
        return nothing_here();
    };
    if value(&query, "redirect_uri") != callback_url(&world.addresses.nhost, &provider) {
        return nothing_here();
    }
    let state = escape(&value(&query, "state"));
    let people: String = people::at(&provider).iter().map(button).collect();
    let body = format!(
        "<main><h1>{label}</h1><p class=\"lead\">This page stands in for theirs. Choose who you are.</p>\
         <form method=\"post\" action=\"/provider/{provider}/authorize\">\
         <input type=\"hidden\" name=\"state\" value=\"{state}\">{people}\
         <button class=\"quiet\" id=\"deny\" name=\"person\" value=\"\">Deny and go back</button></form></main>",
        label = escape(&label),
        provider = escape(&provider),
    );
    html::page(StatusCode::OK, &label, &body)
}

pub(in crate::nhost) async fn submit(
    State(world): State<Arc<World>>,
    Path(provider): Path<String>,
    body: Bytes,
) -> Response {
    let form = String::from_utf8_lossy(&body).into_owned();
    let mut store = world.lock();
    let Some(label) = label(&store, &provider) else {
        return nothing_here();
    };
    let state = value(&form, "state");
    let back = callback_url(&world.addresses.nhost, &provider);
    let Some(profile) = people::by_email(&provider, &value(&form, "person")) else {
        let query = Serializer::new(String::new())
            .append_pair("error", "access_denied")
            .append_pair("error_description", "The person denied the request.")
            .append_pair("state", &state)
            .finish();
        return to(&format!("{back}?{query}"));
    };
    let code = give(&mut store, &provider, profile);
    if provider == POSTS {
        let body = format!(
            "<main><h1>{}</h1><p class=\"lead\">You are signed in.</p><form method=\"post\" action=\"{}\">\
             <input type=\"hidden\" name=\"code\" value=\"{code}\">\
             <input type=\"hidden\" name=\"state\" value=\"{}\">\
             <button id=\"continue\">Continue</button></form></main>",
            escape(&label),
            escape(&back),
            escape(&state)
        );
        return html::page(StatusCode::OK, &label, &body);
    }
    let query = Serializer::new(String::new())
        .append_pair("code", &code)
        .append_pair("state", &state)
        .finish();
    to(&format!("{back}?{query}"))
}

/// Makes a code for somebody's profile.
fn give(store: &mut Store, provider: &str, profile: Profile) -> String {
    let value = random::handle(16);
    put(store, provider, profile, &value);
    value
}

/// Keeps a code that is known already.
pub(in crate::nhost) fn put(store: &mut Store, provider: &str, profile: Profile, value: &str) {
    let code = ProviderCode {
        value: value.to_owned(),
        provider: provider.to_owned(),
        profile,
        expires_at: store.now().plus_seconds(CODE_SECS).seconds(),
    };
    store.nhost.provider_codes.push(code);
}

/// Exchanges a code, once.
pub(super) fn take(store: &mut Store, provider: &str, value: &str) -> Option<Profile> {
    let now = store.now().seconds();
    let codes = &mut store.nhost.provider_codes;
    let index = codes
        .iter()
        .position(|code| code.provider == provider && code.value == value)?;
    let code = codes.remove(index);
    (now < code.expires_at).then_some(code.profile)
}

fn label(store: &Store, provider: &str) -> Option<String> {
    let providers = &store.settings.nhost.providers;
    let known = providers.iter().find(|known| known.id == provider)?;
    Some(known.label.clone())
}

fn button(profile: &Profile) -> String {
    let initials: String = profile
        .name
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .collect();
    format!(
        "<button class=\"quiet person\" name=\"person\" value=\"{email}\">\
         <span class=\"initials\" aria-hidden=\"true\">{initials}</span>\
         <span>{name}<small>{email}</small></span></button>",
        email = escape(profile.email),
        name = escape(profile.name),
    )
}

fn nothing_here() -> Response {
    let body =
        "<main><h1>Nothing here</h1><p class=\"lead\">Start again from the application.</p></main>";
    html::page(StatusCode::NOT_FOUND, "Nothing here", body)
}

/// A parameter, or nothing.
pub(super) fn value(query: &str, wanted: &str) -> String {
    parse(query.as_bytes())
        .find(|(name, _)| name == wanted)
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
