//! Endpoints that new tenants no longer have, for clients that still know them.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::client::check_client;
use super::error::OauthError;
use super::issue::{self, Extras, claims_of};
use super::params::Params;
use super::passwordless;
use super::token::{grant_for, of_realm};
use super::u::login;
use crate::jwt::Unverified;
use crate::random;
use crate::settings::PASSWORD_CONNECTION;
use crate::store::{Store, World};

pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/oauth/ro", post(resource_owner))
        .route("/oauth/access_token", post(social))
        .route("/delegation", post(delegation))
        .route("/tokeninfo", post(token_info))
        .route("/users/{id}/impersonate", post(impersonate))
}

/// Password, or the code of a passwordless connection in its place.
async fn resource_owner(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, OauthError> {
    let params = Params::from_body(&headers, &body)?;
    let mut store = world.lock();
    check_client(&store.settings.auth0, params.require("client_id")?)?;
    let username = params.require("username")?;
    let password = params.require("password")?;
    let wrong = || {
        OauthError::new(
            StatusCode::UNAUTHORIZED,
            "invalid_user_password",
            "Wrong email or password.",
        )
    };
    let user_id = match params.require("connection")? {
        PASSWORD_CONNECTION => login::check(&mut store, username, password).map_err(|_| wrong())?,
        realm @ ("email" | "sms") => {
            if !passwordless::spend(&mut store, username, password) {
                return Err(wrong());
            }
            of_realm(&mut store, realm, username)
        }
        _ => return Err(OauthError::invalid_request("The connection was not found")),
    };
    tokens(&mut store, &world.addresses.auth0, &user_id, &params)
}

/// The token of the other provider is the person's address here.
async fn social(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, OauthError> {
    let params = Params::from_body(&headers, &body)?;
    let mut store = world.lock();
    check_client(&store.settings.auth0, params.require("client_id")?)?;
    let connection = params.require("connection")?.to_owned();
    let found = store
        .auth0
        .user_by_email(&connection, params.require("access_token")?);
    let user_id = found.map(|user| user.user_id.clone()).ok_or_else(|| {
        OauthError::new(
            StatusCode::UNAUTHORIZED,
            "invalid_request",
            "invalid access_token",
        )
    })?;
    tokens(&mut store, &world.addresses.auth0, &user_id, &params)
}

async fn delegation(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, OauthError> {
    let params = Params::from_body(&headers, &body)?;
    let mut store = world.lock();
    check_client(&store.settings.auth0, params.require("client_id")?)?;
    let user_id = match (params.get("id_token"), params.get("refresh_token")) {
        (Some(id_token), None) => subject(&store, id_token),
        (None, Some(token)) => store
            .auth0
            .families
            .grant_of(token)
            .map(|grant| grant.user_id.clone()),
        (Some(_), Some(_)) | (None, None) => {
            return Err(OauthError::invalid_request(
                "Give either id_token or refresh_token",
            ));
        }
    };
    let user_id = user_id.ok_or_else(|| OauthError::invalid_grant("The token is not valid"))?;
    tokens(&mut store, &world.addresses.auth0, &user_id, &params)
}

async fn token_info(State(world): State<Arc<World>>, headers: HeaderMap, body: Bytes) -> Response {
    let params = Params::from_body(&headers, &body).unwrap_or_default();
    let store = world.lock();
    let user_id = subject(&store, params.get("id_token").unwrap_or_default());
    let user = user_id.and_then(|user_id| store.auth0.user(&user_id));
    match user {
        None => (StatusCode::BAD_REQUEST, "Bad Request").into_response(),
        Some(user) => {
            let scope = ["profile", "email"].map(str::to_owned);
            let mut claims = claims_of(user, &scope);
            claims.insert("user_id".into(), user.user_id.clone().into());
            Json(Value::Object(claims)).into_response()
        }
    }
}

async fn impersonate(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    let store = world.lock();
    if !headers.contains_key(header::AUTHORIZATION) {
        return (
            StatusCode::UNAUTHORIZED,
            Json(json!({ "error": "Unauthorized" })),
        )
            .into_response();
    }
    match store.auth0.user(&id) {
        None => (StatusCode::NOT_FOUND, Json(json!({ "error": "Not Found" }))).into_response(),
        // Impersonation is no more: the address is of the right shape and leads nowhere.
        Some(_) => format!(
            "{}/impersonate/{}",
            world.addresses.auth0,
            random::handle(24)
        )
        .into_response(),
    }
}

fn tokens(
    store: &mut Store,
    origin: &str,
    user_id: &str,
    params: &Params,
) -> Result<Response, OauthError> {
    if store.auth0.user(user_id).is_none_or(|user| user.blocked) {
        return Err(OauthError::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "user is blocked",
        ));
    }
    let mut grant = grant_for(store, origin, user_id, params)?;
    if !grant.scope.iter().any(|scope| scope == "openid") {
        grant.scope.push("openid".to_owned());
    }
    Ok(issue::answer(store, origin, &grant, Extras::default()))
}

/// Whose ID token it is, if it is one of this tenant's and still valid.
fn subject(store: &Store, id_token: &str) -> Option<String> {
    let token = Unverified::parse(id_token)?;
    let key = store.auth0.keys.by_kid(token.header["kid"].as_str()?)?;
    let valid = token.is_signed_by(key) && token.claims["exp"].as_u64()? > store.now().seconds();
    let subject = token.claims["sub"].as_str().filter(|_| valid);
    subject.map(str::to_owned)
}
