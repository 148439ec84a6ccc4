//! `/me/v1/connected-accounts`

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use serde_json::{Value, json};

use super::Call;
use super::body::only;
use super::page::PageSize;
use super::problem::Problem;
use crate::auth0::client::check_callback;
use crate::random;

mod pages;
mod request;

pub(super) use self::pages::pages;
use self::request::Wish;

/// How long a person has to come back.
const TICKET_SECS: u64 = 300;

const SIZE: PageSize = PageSize {
    usual: 10,
    most: 20,
};

/// An account at another provider whose tokens the tenant keeps.
#[derive(Clone, Debug)]
pub(crate) struct ConnectedAccount {
    id: String,
    pub(in crate::auth0) user_id: String,
    pub(in crate::auth0) connection: String,
    pub(in crate::auth0) scopes: Vec<String>,
    created_at: String,
}

/// A person on their way to another provider and back.
#[derive(Clone, Debug)]
pub(crate) struct Connecting {
    user_id: String,
    connection: String,
    redirect_uri: String,
    state: Option<String>,
    code_challenge: Option<String>,
    scopes: Vec<String>,
    auth_session: String,
    connect_code: Option<String>,
    expires_at: u64,
}

impl ConnectedAccount {
    fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "connection": self.connection,
            "access_type": "offline",
            "scopes": self.scopes,
            "created_at": self.created_at,
        })
    }
}

pub(super) fn connect(call: &mut Call<'_>) -> Result<Response, Problem> {
    let wish = Wish::read(&call.body)?;
    let settings = &call.store.settings.auth0;
    let known = settings
        .my_account_api
        .vault_connections
        .iter()
        .find(|known| known.name == wish.connection);
    let known = known.ok_or_else(|| {
        Problem::bad_request("The connection was not found or does not keep tokens")
    })?;
    let scopes = wish.scopes.unwrap_or_else(|| known.scopes.clone());
    if !check_callback(settings, &wish.redirect_uri) {
        return Err(Problem::invalid(
            "/redirect_uri",
            "is not an allowed callback URL",
        ));
    }
    let ticket = random::handle(24);
    let auth_session = random::handle(32);
    let connecting = Connecting {
        user_id: call.user_id.clone(),
        connection: wish.connection,
        redirect_uri: wish.redirect_uri,
        state: wish.state,
        code_challenge: wish.code_challenge,
        scopes,
        auth_session: auth_session.clone(),
        connect_code: None,
        expires_at: call.store.now().plus_seconds(TICKET_SECS).seconds(),
    };
    call.store
        .auth0
        .connecting
        .insert(ticket.clone(), connecting);
    let body = json!({
        "auth_session": auth_session,
        "connect_uri": format!("{}/connected-accounts/connect", call.origin),
        "connect_params": { "ticket": ticket },
        "expires_in": TICKET_SECS,
    });
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

pub(super) fn complete(call: &mut Call<'_>) -> Result<Response, Problem> {
    call.body.require_only(&[
        "auth_session",
        "connect_code",
        "redirect_uri",
        "code_verifier",
    ])?;
    let auth_session = call.body.require_text("auth_session", 64)?;
    let connect_code = call.body.require_text("connect_code", 46)?;
    let redirect_uri = call.body.require_text("redirect_uri", 2048)?;
    let verifier = call.body.text("code_verifier", 128)?;
    let now = call.store.now().seconds();
    let found = call.store.auth0.connecting.iter().find(|(_, connecting)| {
        connecting.user_id == call.user_id
            && connecting.auth_session == auth_session
            && connecting.connect_code.as_deref() == Some(connect_code)
    });
    let Some((ticket, connecting)) = found.map(|(ticket, found)| (ticket.clone(), found.clone()))
    else {
        return Err(Problem::bad_request(
            "The auth_session or the connect_code is not valid",
        ));
    };
    // One try, good or bad.
    call.store.auth0.connecting.remove(&ticket);
    if now >= connecting.expires_at {
        return Err(Problem::bad_request("The auth_session has expired"));
    }
    if connecting.redirect_uri != redirect_uri {
        return Err(Problem::bad_request(
            "The redirect_uri is not the one of the request",
        ));
    }
    let hash = verifier
        .map(|text| URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, text.as_bytes())));
    if hash != connecting.code_challenge {
        return Err(Problem::bad_request("Failed to verify code verifier"));
    }
    let taken = call.store.auth0.connected_accounts.iter().any(|account| {
        account.user_id == call.user_id && account.connection == connecting.connection
    });
    if taken {
        return Err(Problem::conflict(
            "An account of this connection is connected already",
        ));
    }
    let account = ConnectedAccount {
        id: format!("cac_{}", random::alphanumeric(22)),
        user_id: call.user_id.clone(),
        connection: connecting.connection,
        scopes: connecting.scopes,
        created_at: call.store.now().to_rfc3339(3),
    };
    let body = account.to_json();
    call.store.auth0.connected_accounts.push(account);
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

pub(super) fn list(call: &Call<'_>) -> Result<Response, Problem> {
    let filter = connections_asked_for(call)?;
    let accounts: Vec<Value> = call
        .store
        .auth0
        .connected_accounts
        .iter()
        .filter(|account| account.user_id == call.user_id)
        .filter(|account| filter.is_empty() || filter.contains(&account.connection))
        .map(ConnectedAccount::to_json)
        .collect();
    SIZE.page_of(call, "accounts", accounts)
}

pub(super) fn connections(call: &Call<'_>) -> Result<Response, Problem> {
    let connections = call
        .store
        .settings
        .auth0
        .my_account_api
        .vault_connections
        .iter();
    let connections = connections
        .map(|known| json!({ "name": known.name, "strategy": known.strategy, "scopes": known.scopes }))
        .collect();
    SIZE.page_of(call, "connections", connections)
}

pub(super) fn remove(call: &mut Call<'_>, id: &str) -> Result<Response, Problem> {
    let letters = id.strip_prefix("cac_").unwrap_or_default();
    if letters.is_empty() || !letters.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Problem::bad_request(
            "The id must match pattern \"^cac_[A-Za-z0-9]+$\"",
        ));
    }
    let accounts = &mut call.store.auth0.connected_accounts;
    let before = accounts.len();
    accounts.retain(|account| account.user_id != call.user_id || account.id != id);
    if accounts.len() == before {
        return Err(Problem::not_found("The connected account was not found"));
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The connections a list is narrowed to: said raw, repeatedly, or as one JSON array.
fn connections_asked_for(call: &Call<'_>) -> Result<Vec<String>, Problem> {
    let mut asked = Vec::new();
    for (_, value) in call
        .query
        .iter()
        .filter(|(name, _)| name == "connection" || name == "connection[]")
    {
        if value.starts_with('[') {
            let names: Vec<String> = serde_json::from_str(value).map_err(|_| {
                Problem::invalid_query("connection", "must be string or array of strings")
            })?;
            asked.extend(names);
        } else {
            asked.push(value.clone());
        }
    }
    Ok(asked)
}
