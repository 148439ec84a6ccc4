//! Refusals of the My Account API.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::auth0::dpop::Refused;

#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    number: u16,
    title: &'static str,
    detail: String,
    validation_errors: Vec<Value>,
    headers: Vec<(&'static str, HeaderValue)>,
}

impl Problem {
    pub(super) fn new(
        status: StatusCode,
        number: u16,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            status,
            number,
            title,
            detail: detail.into(),
            validation_errors: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// A body with something in the wrong place; `pointer` is a JSON pointer.
    pub(super) fn invalid(pointer: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let field = pointer.trim_start_matches('/').replace('/', ".");
        let problem = Self::new(
            StatusCode::BAD_REQUEST,
            3,
            "Validation Error",
            "Invalid request payload input",
        );
        Self {
            validation_errors: vec![
                json!({ "detail": detail, "field": field, "pointer": pointer, "source": "body" }),
            ],
            ..problem
        }
    }

    /// A parameter of the query that makes no sense.
    pub(super) fn invalid_query(name: &str, detail: impl Into<String>) -> Self {
        let problem = Self::new(
            StatusCode::BAD_REQUEST,
            3,
            "Validation Error",
            "Invalid request query input",
        );
        Self {
            validation_errors: vec![
                json!({ "detail": detail.into(), "field": name, "source": "query" }),
            ],
            ..problem
        }
    }

    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 1, "Bad Request", detail)
    }

    pub(super) fn unauthorized(detail: &str) -> Self {
        let challenge = "Bearer realm=\"Users\", error=\"invalid_token\"";
        Self::new(StatusCode::UNAUTHORIZED, 3, "Invalid Token", detail)
            .with_header("www-authenticate", challenge)
    }

    /// A token that its key has to unlock, and does not.
    pub(super) fn not_proven(refused: Refused) -> Self {
        let problem = Self::new(
            StatusCode::UNAUTHORIZED,
            3,
            "Invalid Token",
            refused.description,
        );
        Self {
            headers: refused.headers,
            ..problem
        }
    }

    pub(super) fn insufficient_scope(scope: &str) -> Self {
        let detail = format!("Insufficient scope, expected: {scope}");
        let challenge =
            format!("Bearer realm=\"Users\", error=\"insufficient_scope\", scope=\"{scope}\"");
        Self::new(StatusCode::FORBIDDEN, 2, "Insufficient Scope", detail)
            .with_header("www-authenticate", &challenge)
    }

    pub(super) fn forbidden(detail: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, 1, "Forbidden", detail)
    }

    pub(super) fn not_found(detail: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, 1, "Not Found", detail)
    }

    pub(super) fn conflict(detail: &str) -> Self {
        Self::new(StatusCode::CONFLICT, 1, "Conflict", detail)
    }

    /// A push nobody has answered yet.
    pub(super) fn pending() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            14,
            "authorization_pending",
            "authorization_pending: the notification has not been answered",
        )
    }

    pub(super) fn with_header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::try_from(value) {
            self.headers.push((name, value));
        }
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status.as_u16();
        let mut body = json!({
            "type": format!("https://auth0.com/api-errors/A0E-{status}-{:04}", self.number),
            "status": status,
            "title": self.title,
            "detail": self.detail,
        });
        if !self.validation_errors.is_empty() {
            body["validation_errors"] = self.validation_errors.into();
        }
        let mut response = (self.status, Json(body)).into_response();
        let problem_json = HeaderValue::from_static("application/problem+json");
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, problem_json);
        for (name, value) in self.headers {
            response.headers_mut().insert(name, value);
        }
        response
    }
}
