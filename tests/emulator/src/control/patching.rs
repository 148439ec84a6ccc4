//! Changing part of something: members that are given replace those that are there.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Lays `change` over `current` and reads the result back; unknown members are refused.
pub(super) fn patched<T: Serialize + DeserializeOwned>(
    current: &T,
    change: Value,
) -> Result<T, Box<Response>> {
    let mut whole =
        serde_json::to_value(current).map_err(|error| bad_request(&error.to_string()))?;
    lay_over(&mut whole, change);
    serde_json::from_value(whole).map_err(|error| bad_request(&error.to_string()))
}

pub(super) fn bad_request(problem: &str) -> Box<Response> {
    Box::new((StatusCode::BAD_REQUEST, Json(json!({ "problem": problem }))).into_response())
}

fn lay_over(whole: &mut Value, change: Value) {
    match (whole, change) {
        // Something without members is replaced, so that free-form objects can be set at all.
        (Value::Object(members), Value::Object(changes)) => {
            for (name, change) in changes {
                lay_over(members.entry(name).or_insert(Value::Null), change);
            }
        }
        (whole, change) => *whole = change,
    }
}
