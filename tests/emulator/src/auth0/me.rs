//! The My Account API: who may call, how often, and which endpoint answers.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method as Verb, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::any;

use self::body::Body;
use self::endpoint::Endpoint;
use self::problem::Problem;
use super::dpop::{self, Presented};
use super::grant::my_account_audience;
use crate::store::{Store, World};

mod authentication_methods;
mod body;
mod connected_accounts;
mod consents;
mod endpoint;
mod enrolment;
mod factors;
mod organizations;
mod page;
mod problem;
mod rate;

pub(crate) use self::connected_accounts::{ConnectedAccount, Connecting};
pub(crate) use self::enrolment::Enrolment;
pub(crate) use self::rate::Buckets;

/// What an endpoint needs to know about its request.
struct Call<'a> {
    store: &'a mut Store,
    origin: &'a str,
    user_id: String,
    query: Vec<(String, String)>,
    body: Body,
}

impl Call<'_> {
    fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/me/v1/{*rest}", any(answer))
        .merge(connected_accounts::pages())
}

async fn answer(
    State(world): State<Arc<World>>,
    verb: Verb,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut store = world.lock();
    let origin = &world.addresses.auth0;
    let query = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let query: Vec<(String, String)> = query.into_owned().collect();
    let endpoint = Endpoint::find(&verb, uri.path());
    let presented = Presented {
        verb: &verb,
        path: uri.path(),
        headers: &headers,
    };
    let caller = caller(&mut store, origin, presented);

    let narrowed = query.iter().any(|(name, _)| name == "type");
    let class = rate::Class::of(endpoint.as_ref(), &verb, narrowed);
    let user_id = caller.as_ref().ok().map(|(user_id, _)| user_id.clone());
    let verdict = rate::count(&mut store, user_id.as_deref(), class);
    let mut response = match verdict.refusal() {
        Some(problem) => problem.into_response(),
        None => carry_out(&mut store, origin, endpoint, caller, &headers, query, &body)
            .unwrap_or_else(IntoResponse::into_response),
    };
    let plain = store.settings.auth0.my_account_api.plain_200;
    if plain && response.status().is_success() {
        *response.status_mut() = StatusCode::OK;
    }
    verdict.describe(response.headers_mut());
    response
}

fn carry_out(
    store: &mut Store,
    origin: &str,
    endpoint: Option<Endpoint>,
    caller: Result<(String, Vec<String>), Problem>,
    headers: &HeaderMap,
    query: Vec<(String, String)>,
    body: &[u8],
) -> Result<Response, Problem> {
    let (user_id, scope) = caller?;
    let endpoint = endpoint.ok_or_else(|| Problem::not_found("Resource not found"))?;
    if !scope.iter().any(|given| given == endpoint.scope()) {
        return Err(Problem::insufficient_scope(endpoint.scope()));
    }
    let body = Body::read(&endpoint, headers, body)?;
    let mut call = Call {
        store,
        origin,
        user_id,
        query,
        body,
    };
    match endpoint {
        Endpoint::Factors => factors::list(&call),
        Endpoint::Methods => authentication_methods::list(&call),
        Endpoint::Enrol => authentication_methods::enrol(&mut call),
        Endpoint::Method(id) => authentication_methods::get(&call, &id),
        Endpoint::Change(id) => authentication_methods::change(&mut call, &id),
        Endpoint::Remove(id) => authentication_methods::remove(&mut call, &id),
        Endpoint::Verify(id) => authentication_methods::verify(&mut call, &id),
        Endpoint::Connect => connected_accounts::connect(&mut call),
        Endpoint::Complete => connected_accounts::complete(&mut call),
        Endpoint::Accounts => connected_accounts::list(&call),
        Endpoint::Disconnect(id) => connected_accounts::remove(&mut call, &id),
        Endpoint::Connections => connected_accounts::connections(&call),
        Endpoint::Consents => consents::list(&call),
        Endpoint::Consent(id) => consents::get(&call, &id),
        Endpoint::Organizations => organizations::list(&call),
    }
}

/// Whose token it is, and what it opens.
fn caller(
    store: &mut Store,
    origin: &str,
    presented: Presented<'_>,
) -> Result<(String, Vec<String>), Problem> {
    let token = dpop::token_of(store, origin, presented)
        .map_err(Problem::not_proven)?
        .ok_or_else(|| Problem::unauthorized("No authorization token was provided"))?;
    let record = store
        .auth0
        .access_tokens
        .get(&token)
        .filter(|record| record.audience.as_deref() == Some(&my_account_audience(origin)))
        .filter(|_| store.settings.auth0.my_account)
        .ok_or_else(|| Problem::unauthorized("Invalid token"))?;
    if store.now().seconds() >= record.expires_at {
        return Err(Problem::unauthorized("The token has expired"));
    }
    let user = store
        .auth0
        .user(&record.user_id)
        .filter(|user| !user.blocked);
    let user = user.ok_or_else(|| Problem::unauthorized("Invalid token"))?;
    Ok((user.user_id.clone(), record.scope.clone()))
}
