//! `GET` and `POST /signin/provider/{provider}/callback`: the way back from a provider

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde_json::Value;

use super::page::{self, value};
use super::people::Profile;
use super::{check_known, find_or_add, is_enabled, link, tokens, unseal};
use crate::nhost::endpoint::Stop;
use crate::nhost::refusal::Refusal;
use crate::nhost::verify::{to, to_error};
use crate::nhost::{bearer, exchange, mail, newcomer, redirect};
use crate::settings::Dialect;
use crate::store::{Store, World};

pub(in crate::nhost) async fn by_address(
    State(world): State<Arc<World>>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&world, &provider, &query.unwrap_or_default())
}

/// As Apple does it.
pub(in crate::nhost) async fn by_form(
    State(world): State<Arc<World>>,
    Path(provider): Path<String>,
    body: Bytes,
) -> Response {
    answer(&world, &provider, &String::from_utf8_lossy(&body))
}

fn answer(world: &World, provider: &str, query: &str) -> Response {
    let mut store = world.lock();
    let settings = store.settings.nhost.clone();
    if let Err(stop) = check_known(settings.dialect, provider) {
        return match stop {
            Stop::Answered(answer) => *answer,
            Stop::Refused(refusal) => refusal.answer(&settings),
        };
    }
    // Where the address that was asked for is not known, the client URL has to do: an app that waits
    // elsewhere never hears of it.
    let state =
        unseal(&store, &value(query, "state")).filter(|state| state["provider"] == provider);
    let Some(state) = state else {
        return to_error(&settings, &settings.client_url, Refusal::InvalidState);
    };
    if !value(query, "error").is_empty() {
        return denied(&store, query, &state);
    }
    let redirect_to = state["options"]["redirectTo"]
        .as_str()
        .unwrap_or(&settings.client_url);
    if !is_enabled(&settings, provider) {
        return to_error(&settings, redirect_to, Refusal::DisabledEndpoint);
    }
    let Some(profile) = page::take(&mut store, provider, &value(query, "code")) else {
        return to_error(&settings, redirect_to, Refusal::OauthTokenEchangeFailed);
    };
    if settings.profile_fetch_fails {
        return to_error(&settings, redirect_to, Refusal::OauthProfileFetchFailed);
    }
    let outcome = match state["connect"].as_str() {
        Some(token) => connect(&mut store, token, provider, &profile),
        None => sign_in(
            &mut store,
            &world.addresses.nhost,
            provider,
            &profile,
            &state,
        ),
    };
    match outcome {
        Err(refusal) => to_error(&settings, redirect_to, refusal),
        Ok(mut added) => {
            if let Some(echo) = state["state"]
                .as_str()
                .filter(|_| settings.dialect >= Dialect::L1)
            {
                added.push(("state", echo.to_owned()));
            }
            let added: Vec<(&str, &str)> = added
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            if added.is_empty() {
                to(redirect_to)
            } else {
                to(&redirect::with_parameters(redirect_to, &added))
            }
        }
    }
}

type Added = Vec<(&'static str, String)>;

/// Links to whoever the access token in the state belongs to; they keep the session they have.
fn connect(
    store: &mut Store,
    token: &str,
    provider: &str,
    profile: &Profile,
) -> Result<Added, Refusal> {
    let claims = bearer::claims(store, token).map_err(|_| Refusal::InvalidRequest)?;
    let id = claims["sub"].as_str().unwrap_or_default().to_owned();
    bearer::check_row(store, store.nhost.user(&id))?;
    link(store, &id, provider, profile)?;
    tokens::keep(store, &id, provider);
    Ok(Vec::new())
}

fn sign_in(
    store: &mut Store,
    origin: &str,
    provider: &str,
    profile: &Profile,
    state: &Value,
) -> Result<Added, Refusal> {
    let path = if state["signUp"] == true {
        newcomer::Path::SignUp
    } else {
        newcomer::Path::SignIn
    };
    let options = &state["options"];
    let user = find_or_add(store, provider, profile, options, path)?;
    let challenge = state["codeChallenge"].as_str();
    if store.settings.nhost.verification_required && !user.email_verified {
        let link = mail::Link {
            redirect_to: options["redirectTo"].as_str().unwrap_or_default(),
            code_challenge: challenge,
        };
        mail::verify_email(store, origin, &user.id, link);
        return Ok(Vec::new());
    }
    tokens::keep(store, &user.id, provider);
    Ok(vec![exchange::proof(store, &user.id, challenge)])
}

/// The person said no over there.
fn denied(store: &Store, query: &str, state: &Value) -> Response {
    let settings = &store.settings.nhost;
    let refusal = Refusal::OauthProviderError;
    let mut added = vec![
        ("error", refusal.code(settings.dialect).to_owned()),
        ("errorDescription", refusal.message().to_owned()),
        ("provider_error", value(query, "error")),
        (
            "provider_error_description",
            value(query, "error_description"),
        ),
        ("provider_error_url", value(query, "error_uri")),
    ];
    if settings.dialect >= Dialect::L1 {
        added.push(("provider_state", value(query, "state")));
        if let Some(echo) = state["state"].as_str() {
            added.push(("state", echo.to_owned()));
        }
    }
    let added: Vec<(&str, &str)> = added
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    to(&redirect::with_parameters(&settings.client_url, &added))
}
