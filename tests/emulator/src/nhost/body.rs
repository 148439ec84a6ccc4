//! Reading a request body: content type, JSON, schema; and what is said when it does not fit.

use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::schema::{self, Kind, Schema};
use crate::settings::Dialect;

/// A body that fits its schema.
pub(super) type Members = Map<String, Value>;

/// Reads a body that must be there.
pub(super) fn read(
    schema: &Schema,
    dialect: Dialect,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Members, Box<Response>> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if body.is_empty() && content_type.is_none() {
        return Err(refuse(
            dialect,
            "request-validation-error",
            "value is required but missing",
        ));
    }
    let content_type = content_type.unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        let why = format!("header Content-Type has unexpected value \"{content_type}\"");
        return Err(refuse(dialect, "request-validation-error", &why));
    }
    let value: Value = serde_json::from_slice(body).map_err(|error| {
        refuse(
            dialect,
            "request-validation-error",
            &format!("failed to decode request body: {error}"),
        )
    })?;
    let Value::Object(members) = value else {
        return Err(refuse(
            dialect,
            "schema-validation-error",
            &in_schema(schema, "value must be an object"),
        ));
    };
    match schema::check(schema, dialect, &members) {
        Ok(()) if has_bad_email(schema, &members) => {
            Err(Box::new(StatusCode::BAD_REQUEST.into_response()))
        }
        Ok(()) => Ok(members),
        Err(why) => Err(refuse(
            dialect,
            "schema-validation-error",
            &in_schema(schema, &why),
        )),
    }
}

/// Reads a body that may be missing altogether.
pub(super) fn read_optional(
    schema: &Schema,
    dialect: Dialect,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Members, Box<Response>> {
    if body.is_empty() {
        return Ok(Members::new());
    }
    read(schema, dialect, headers, body)
}

/// The text of a member, or of a member of a member.
pub(super) fn text<'a>(members: &'a Members, path: &[&str]) -> Option<&'a str> {
    let (last, objects) = path.split_last()?;
    let mut at = members;
    for name in objects {
        at = at.get(*name)?.as_object()?;
    }
    at.get(*last)?.as_str()
}

/// A syntactically wrong address has an answer of its own: 400 with an empty body.
fn has_bad_email(schema: &Schema, members: &Members) -> bool {
    schema
        .fields
        .iter()
        .filter(|field| matches!(field.kind, Kind::Email))
        .filter_map(|field| text(members, &[field.name]))
        .any(|address| !is_email(address))
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !domain.is_empty()
            && !domain.contains('@')
            && !text.contains(char::is_whitespace)
    })
}

fn in_schema(schema: &Schema, why: &str) -> String {
    format!(
        "doesn't match schema #/components/schemas/{}: {why}",
        schema.name
    )
}

/// Refuses a parameter of the path or the query.
pub(super) fn refuse_parameter(dialect: Dialect, why: &str) -> Box<Response> {
    let body = match dialect {
        Dialect::L0 => json!({ "error": format!("error in openapi3filter.RequestError: {why}") }),
        Dialect::L1 | Dialect::L2 => json!({ "error": "request-validation-error", "reason": why }),
    };
    Box::new((StatusCode::BAD_REQUEST, Json(body)).into_response())
}

fn refuse(dialect: Dialect, error: &str, why: &str) -> Box<Response> {
    let body = match dialect {
        Dialect::L0 => {
            json!({ "error": format!("error in openapi3filter.RequestError: request body has an error: {why}") })
        }
        Dialect::L1 | Dialect::L2 => json!({ "error": error, "reason": why }),
    };
    Box::new((StatusCode::BAD_REQUEST, Json(body)).into_response())
}
