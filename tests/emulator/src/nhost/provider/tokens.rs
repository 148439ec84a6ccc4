//! `GET /signin/provider/{provider}/callback/tokens` and `POST /token/provider/{provider}`

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::{check_known, is_enabled};
use crate::clock::Instant;
use crate::nhost::endpoint::{Access, Outcome, Stop};
use crate::nhost::refusal::Refusal;
use crate::nhost::schema::{Field, Schema, TEXT};
use crate::nhost::{bearer, body, elevation, not_found};
use crate::random;
use crate::settings::Dialect;
use crate::store::{Store, World};

/// How long the stand-in's access tokens are good.
const LIFE_SECS: u64 = 3600;

/// Has no refresh tokens: it speaks OAuth 1.
const WITHOUT_REFRESH: &str = "twitter";

const REFRESH: Schema = Schema {
    name: "RefreshProviderTokenRequest",
    fields: &[Field::required("refreshToken", TEXT)],
    closed: true,
};

/// Tokens of a provider.
#[derive(Clone, Debug)]
pub(crate) struct ProviderTokens {
    user_id: String,
    provider: String,
    access_token: String,
    refresh_token: Option<String>,
    expires_at: u64,
    /// Whether they wait to be read.
    unread: bool,
}

impl ProviderTokens {
    fn to_json(&self, now: Instant) -> Value {
        let mut shown = json!({
            "accessToken": self.access_token,
            "expiresIn": self.expires_at.saturating_sub(now.seconds()),
            "expiresAt": Instant::at(self.expires_at).to_rfc3339(0),
        });
        if let Some(token) = &self.refresh_token {
            shown["refreshToken"] = token.clone().into();
        }
        shown
    }
}

/// Keeps what the provider gave at a callback, in place of what it gave before.
pub(super) fn keep(store: &mut Store, user_id: &str, provider: &str) {
    let expires_at = store.now().plus_seconds(LIFE_SECS).seconds();
    let all = &mut store.nhost.provider_tokens;
    all.retain(|known| known.user_id != user_id || known.provider != provider);
    all.push(ProviderTokens {
        user_id: user_id.to_owned(),
        provider: provider.to_owned(),
        access_token: format!("{provider}-{}", random::handle(24)),
        refresh_token: (provider != WITHOUT_REFRESH).then(|| random::handle(24)),
        expires_at,
        unread: true,
    });
}

pub(in crate::nhost) async fn read(
    State(world): State<Arc<World>>,
    Path(provider): Path<String>,
    headers: HeaderMap,
) -> Response {
    let mut store = world.lock();
    let outcome = take(&mut store, &headers, &provider);
    respond(&store, outcome)
}

pub(in crate::nhost) async fn refresh(
    State(world): State<Arc<World>>,
    Path(provider): Path<String>,
    headers: HeaderMap,
    raw: Bytes,
) -> Response {
    let mut store = world.lock();
    let outcome = renew(&mut store, &headers, &raw, &provider);
    respond(&store, outcome)
}

fn respond(store: &Store, outcome: Outcome) -> Response {
    match outcome {
        Ok(body) => Json(body).into_response(),
        Err(Stop::Answered(answer)) => *answer,
        Err(Stop::Refused(refusal)) => refusal.answer(&store.settings.nhost),
    }
}

fn exists(store: &Store) -> Result<(), Stop> {
    if store.settings.nhost.dialect < Dialect::L1 {
        return Err(Stop::Answered(Box::new(not_found())));
    }
    Ok(())
}

/// They can be read once; after that, and where there are none, everything is empty.
fn take(store: &mut Store, headers: &HeaderMap, provider: &str) -> Outcome {
    exists(store)?;
    elevation::admit(store, headers, Access::Bearer)?;
    check_known(store.settings.nhost.dialect, provider)?;
    let caller = bearer::caller(store, headers)?;
    let now = store.now();
    let kept = store
        .nhost
        .provider_tokens
        .iter_mut()
        .find(|known| known.unread && known.user_id == caller.id && known.provider == provider);
    Ok(match kept {
        Some(tokens) => {
            tokens.unread = false;
            tokens.to_json(now)
        }
        None => json!({
            "accessToken": "",
            "expiresIn": 0,
            "expiresAt": "0001-01-01T00:00:00Z",
        }),
    })
}

fn renew(store: &mut Store, headers: &HeaderMap, raw: &[u8], provider: &str) -> Outcome {
    exists(store)?;
    let dialect = store.settings.nhost.dialect;
    check_known(dialect, provider)?;
    let members = body::read(&REFRESH, dialect, headers, raw)?;
    if !is_enabled(&store.settings.nhost, provider) {
        return Err(Refusal::DisabledEndpoint.into());
    }
    let token = body::text(&members, &["refreshToken"]);
    let now = store.now();
    let known = store.nhost.provider_tokens.iter_mut().find(|known| {
        known.provider == provider
            && known.refresh_token.is_some()
            && known.refresh_token.as_deref() == token
    });
    let tokens = known.ok_or(Refusal::OauthProviderError)?;
    tokens.access_token = format!("{provider}-{}", random::handle(24));
    tokens.expires_at = now.plus_seconds(LIFE_SECS).seconds();
    Ok(tokens.to_json(now))
}
