//! Reading a JSON body strictly: nothing missing, nothing more, nothing of another kind.

use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value};

use super::endpoint::Endpoint;
use super::problem::Problem;

#[derive(Debug, Default)]
pub(super) struct Body(Map<String, Value>);

impl Body {
    pub(super) fn read(
        endpoint: &Endpoint,
        headers: &HeaderMap,
        bytes: &[u8],
    ) -> Result<Self, Problem> {
        if !endpoint.has_body() {
            return Ok(Self::default());
        }
        let content_type = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let content_type = content_type
            .and_then(|value| value.split(';').next())
            .unwrap_or_default();
        if !content_type.trim().eq_ignore_ascii_case("application/json") {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                1,
                "Unsupported Media Type",
                "The body must be application/json",
            ));
        }
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(members)) => Ok(Self(members)),
            _ => Err(Problem::invalid("", "must be object")),
        }
    }

    pub(super) fn require_only(&self, known: &[&str]) -> Result<(), Problem> {
        only(&self.0, known, "")
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A text of at most so many characters, if it is there.
    pub(super) fn text(&self, name: &str, most: usize) -> Result<Option<&str>, Problem> {
        let pointer = format!("/{name}");
        let Some(value) = self.0.get(name) else {
            return Ok(None);
        };
        let text = value
            .as_str()
            .ok_or_else(|| Problem::invalid(&pointer, "must be string"))?;
        match text.chars().count() {
            0 => Err(Problem::invalid(
                &pointer,
                "must NOT have fewer than 1 characters",
            )),
            count if count > most => Err(Problem::invalid(
                &pointer,
                format!("must NOT have more than {most} characters"),
            )),
            _ => Ok(Some(text)),
        }
    }

    pub(super) fn require_text(&self, name: &str, most: usize) -> Result<&str, Problem> {
        self.text(name, most)?.ok_or_else(|| missing(name))
    }

    pub(super) fn require_object(&self, name: &str) -> Result<&Map<String, Value>, Problem> {
        let value = self.0.get(name).ok_or_else(|| missing(name))?;
        value
            .as_object()
            .ok_or_else(|| Problem::invalid(&format!("/{name}"), "must be object"))
    }
}

/// Refuses a member that is not among the known ones.
pub(super) fn only(
    members: &Map<String, Value>,
    known: &[&str],
    above: &str,
) -> Result<(), Problem> {
    match members.keys().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(Problem::invalid(
            &format!("{above}/{name}"),
            "must NOT have additional properties",
        )),
    }
}

fn missing(name: &str) -> Problem {
    Problem::invalid(
        &format!("/{name}"),
        format!("must have required property '{name}'"),
    )
}
