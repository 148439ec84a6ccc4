//! Endpoints that new tenants no longer have, for clients that still know them.

use std::sync::{Arc, MutexGuard};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::allowance::{self, Counted};
use super::client::{Client, open};
use super::error::OauthError;
use super::issue::{self, Extras, claims_of};
use super::params::Params;
use super::passwordless::{self, Realm};
use super::sign_in::{self, Refusal};
use super::token::{grant_for, of_realm};
use crate::jwt::Unverified;
use crate::random;
use crate::settings::PASSWORD_CONNECTION;
use crate::store::{Store, World};

const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// Whose credentials `/delegation` could be asked for.
const API_TYPES: [&str; 12] = [
    "app",
    "auth0",
    "aws",
    "azure_blob",
    "azure_sb",
    "firebase",
    "layer",
    "salesforce_api",
    "salesforce_sandbox_api",
    "sap_api",
    "wams",
    "samlp",
];

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
    params: Params,
) -> Result<Response, OauthError> {
    let (mut store, client) = open_legacy(&world, &params)?;
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
        PASSWORD_CONNECTION => {
            let origin = &world.addresses.auth0;
            let checked = sign_in::check(&mut store, origin, username, password);
            checked.map_err(|refusal| match refusal {
                Refusal::Wrong => wrong(),
                Refusal::AccountBlocked
                | Refusal::SuspiciousAddress
                | Refusal::Leaked
                | Refusal::Unverified => refusal.into(),
            })?
        }
        other => {
            let realm = Realm::find(&store, other)
                .ok_or_else(|| OauthError::invalid_request("The connection was not found"))?;
            let name = realm.normalized(username);
            passwordless::spend(&mut store, realm, &name, password).map_err(|_| wrong())?;
            of_realm(&mut store, realm, &name)
        }
    };
    tokens(
        &mut store,
        &world.addresses.auth0,
        &client,
        &user_id,
        &params,
    )
}

/// The token of the other provider is the person's address here.
async fn social(State(world): State<Arc<World>>, params: Params) -> Result<Response, OauthError> {
    let (mut store, client) = open_legacy(&world, &params)?;
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
    tokens(
        &mut store,
        &world.addresses.auth0,
        &client,
        &user_id,
        &params,
    )
}

async fn delegation(
    State(world): State<Arc<World>>,
    params: Params,
) -> Result<Response, OauthError> {
    let (mut store, client) = open_legacy(&world, &params)?;
    if params.require("grant_type")? != JWT_BEARER {
        return Err(OauthError::invalid_request("Unsupported grant_type"));
    }
    if !params
        .get("api_type")
        .is_none_or(|api| API_TYPES.contains(&api))
    {
        return Err(OauthError::invalid_request("Unsupported api_type"));
    }
    let user_id = match (params.get("id_token"), params.get("refresh_token")) {
        (Some(id_token), None) => subject(&store, id_token),
        (None, Some(token)) => store
            .auth0
            .families
            .grant_of_living(token, store.now().seconds(), &store.settings.auth0)
            .filter(|grant| grant.client_id == client.id)
            .map(|grant| grant.user_id.clone()),
        (Some(_), Some(_)) | (None, None) => {
            return Err(OauthError::invalid_request(
                "Give either id_token or refresh_token",
            ));
        }
    };
    let user_id = user_id.ok_or_else(|| OauthError::invalid_grant("The token is not valid"))?;
    if !allowance::take(&mut store, &Counted::Delegations(user_id.clone())) {
        return Err(OauthError::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_requests",
            "Too many requests",
        ));
    }
    tokens(
        &mut store,
        &world.addresses.auth0,
        &client,
        &user_id,
        &params,
    )
}

async fn token_info(State(world): State<Arc<World>>, headers: HeaderMap, body: Bytes) -> Response {
    let params = Params::from_body(&headers, &body).unwrap_or_default();
    let store = world.lock();
    let user_id = subject(&store, params.text("id_token"));
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

/// What these endpoints begin with: a tenant that still has them.
fn open_legacy<'a>(
    world: &'a World,
    params: &Params,
) -> Result<(MutexGuard<'a, Store>, Client), OauthError> {
    let (store, client) = open(world, params)?;
    if !store.settings.auth0.legacy_endpoints {
        return Err(OauthError::grant_not_allowed(
            "http://auth0.com/oauth/legacy/grant-type/ro",
        ));
    }
    Ok((store, client))
}

fn tokens(
    store: &mut Store,
    origin: &str,
    client: &Client,
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
    let mut grant = grant_for(store, origin, client, user_id, params)?;
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
