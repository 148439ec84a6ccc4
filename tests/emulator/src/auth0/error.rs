//! Refusals of the Authentication API.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

#[derive(Debug)]
pub(crate) struct OauthError {
    status: StatusCode,
    error: &'static str,
    pub(crate) description: String,
    uri: Option<&'static str>,
    members: Vec<(&'static str, Value)>,
    headers: Vec<(&'static str, String)>,
}

impl OauthError {
    pub(crate) fn new(
        status: StatusCode,
        error: &'static str,
        description: impl Into<String>,
    ) -> Self {
        Self {
            status,
            error,
            description: description.into(),
            uri: None,
            members: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// Adds a member to the body.
    pub(crate) fn with(mut self, name: &'static str, value: Value) -> Self {
        self.members.push((name, value));
        self
    }

    /// Adds a header.
    pub(crate) fn with_header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(crate) fn invalid_request(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", description)
    }

    pub(crate) fn invalid_grant(description: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "invalid_grant", description)
    }

    /// The application did not show that it is who it says.
    pub(crate) fn invalid_client(description: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "invalid_client", description)
    }

    pub(crate) fn access_denied(description: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "access_denied", description)
    }

    /// An audience that this tenant, or this application, has nothing to do with.
    pub(crate) fn unknown_audience(audience: &str) -> Self {
        Self::access_denied(format!("Service not enabled within domain: {audience}"))
    }

    /// What somebody is told whom an administrator blocked.
    pub(crate) fn blocked_user() -> Self {
        Self::new(StatusCode::FORBIDDEN, "unauthorized", "user is blocked")
    }

    /// Too often wrong, or too often asked.
    pub(crate) fn too_many_attempts(description: impl Into<String>) -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_attempts",
            description,
        )
    }

    pub(crate) fn grant_not_allowed(grant_type: &str) -> Self {
        let description = format!("Grant type '{grant_type}' not allowed for the client.");
        let refusal = Self::new(StatusCode::FORBIDDEN, "unauthorized_client", description);
        Self {
            uri: Some("https://auth0.com/docs/clients/client-grant-types"),
            ..refusal
        }
    }
}

impl IntoResponse for OauthError {
    fn into_response(self) -> Response {
        let mut body = json!({ "error": self.error, "error_description": self.description });
        if let Some(uri) = self.uri {
            body["error_uri"] = uri.into();
        }
        for (name, value) in self.members {
            body[name] = value;
        }
        let mut response = (
            self.status,
            [(header::CACHE_CONTROL, "no-store")],
            Json(body),
        )
            .into_response();
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}
