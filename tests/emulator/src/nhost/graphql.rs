//! GraphQL as Hasura answers it: `POST /v1/graphql`, and `POST /v1` as on the hosted graphql host.
//!
//! Every answer is 200. There are the four tables of `auth` that people look after themselves;
//! fragments, aggregates and subscriptions are not known here.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use serde_json::{Map, Value, json};

use self::parse::{Document, Operation};
use self::resolve::Variables;
use super::bearer::{self, Fault};
use super::elevation;
use crate::store::{Store, World};

mod filter;
mod parse;
mod resolve;
mod run;
mod table;

/// Why a request is refused, as Hasura says it.
#[derive(Debug)]
struct Problem {
    path: String,
    code: &'static str,
    message: String,
}

type Checked<T> = Result<T, Problem>;

/// Who asks.
struct Session {
    user_id: String,
    role: String,
    elevated: bool,
}

impl Problem {
    fn new(path: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            code,
            message: message.into(),
        }
    }

    fn invalid(path: &str, message: impl Into<String>) -> Self {
        Self::new(path, "validation-failed", message)
    }

    /// What a role is told about something it has no permission for.
    fn no_field(path: &str, field: &str, kind: &str) -> Self {
        Self::invalid(
            &format!("{path}.selectionSet.{field}"),
            format!("field '{field}' not found in type: '{kind}'"),
        )
    }
}

pub(super) async fn answer(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    raw: Bytes,
) -> Json<Value> {
    let mut store = world.lock();
    Json(match handle(&mut store, &headers, &raw) {
        Ok(data) => json!({ "data": data }),
        Err(problem) => json!({ "errors": [{
            "message": problem.message,
            "extensions": { "path": problem.path, "code": problem.code },
        }] }),
    })
}

fn handle(store: &mut Store, headers: &HeaderMap, raw: &[u8]) -> Checked<Map<String, Value>> {
    let session = session(store, headers)?;
    let body: Value = serde_json::from_slice(raw)
        .map_err(|error| Problem::new("$", "invalid-json", error.to_string()))?;
    let Some(query) = body["query"].as_str() else {
        let message = "parsing Text failed, expected String, but encountered Null";
        return Err(Problem::new("$.query", "parse-failed", message));
    };
    let document = Document::parse(query)
        .ok_or_else(|| Problem::invalid("$.query", "not a valid graphql query"))?;
    let operation = choose(&document, body["operationName"].as_str())?;
    let given = body["variables"].as_object().cloned().unwrap_or_default();
    let variables = Variables::new(operation, given)?;
    run::run(store, &session, operation, &variables)
}

fn choose<'a>(document: &'a Document, name: Option<&str>) -> Checked<&'a Operation> {
    match (name, document.operations.as_slice()) {
        (None, [only]) => Ok(only),
        (None, _) => Err(Problem::invalid(
            "$",
            "exactly one operation has to be present in the document when operationName is not specified",
        )),
        (Some(name), all) => all
            .iter()
            .find(|operation| operation.name.as_deref() == Some(name))
            .ok_or_else(|| {
                let message = format!("no such operation found in the document: \"{name}\"");
                Problem::invalid("$", message)
            }),
    }
}

/// Without a token one has the role of the public, which may do nothing here.
fn session(store: &Store, headers: &HeaderMap) -> Checked<Session> {
    let claims = match bearer::claims_of(store, headers) {
        Ok(claims) => claims,
        Err(Fault::NoHeader) if headers.contains_key(header::AUTHORIZATION) => {
            let message = "Malformed Authorization header";
            return Err(Problem::new("$", "invalid-headers", message));
        }
        Err(Fault::NoHeader | Fault::NotElevated) => {
            return Ok(Session {
                user_id: String::new(),
                role: "public".to_owned(),
                elevated: false,
            });
        }
        Err(fault) => {
            let why = match fault {
                Fault::Expired => "JWTExpired",
                Fault::BadSignature => "JWSError JWSInvalidSignature",
                Fault::Malformed | Fault::NoHeader | Fault::NotElevated => {
                    "JWSError (JSONDecodeError \"Not valid UTF8\")"
                }
            };
            let message = format!("Could not verify JWT: {why}");
            return Err(Problem::new("$", "invalid-jwt", message));
        }
    };
    let hasura = &claims["https://hasura.io/jwt/claims"];
    let asked = headers
        .get("x-hasura-role")
        .and_then(|role| role.to_str().ok());
    let role = asked
        .or_else(|| hasura["x-hasura-default-role"].as_str())
        .unwrap_or_default();
    let allowed = hasura["x-hasura-allowed-roles"].as_array();
    if !allowed.is_some_and(|roles| roles.iter().any(|known| known == role)) {
        let message = "Your requested role is not in allowed roles";
        return Err(Problem::new("$", "access-denied", message));
    }
    Ok(Session {
        user_id: claims["sub"].as_str().unwrap_or_default().to_owned(),
        role: role.to_owned(),
        elevated: elevation::is_elevated(&claims),
    })
}
