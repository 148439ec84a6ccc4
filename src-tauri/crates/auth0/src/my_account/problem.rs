//! How the My Account API says no.

use protocol::{
    display_text::DisplayText,
    http::{CallError, Problem},
};
use serde_json::{Map, Value};

use protocol::word;

use crate::sentence::sentence;

/// How a call of the My Account API ends badly.
pub type MyAccountError = CallError<MyAccountProblem>;

/// Bounds the list of what is wrong with a request; one per member of the largest request is a tenth of it.
const MOST_ERRORS: usize = 64;

/// An error answer ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457), `application/problem+json`).
///
/// A number of a status in the body is not read: the HTTP status of the error counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyAccountProblem {
    /// What went wrong, to decide by.
    pub kind: ProblemKind,
    /// What the vendor says about it.
    pub details: Box<ProblemDetails>,
}

/// What the vendor says about a problem, for logs and support; only the code is to decide by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemDetails {
    /// The vendor's number for it, such as `A0E-400-0003`: the end of the `type` address.
    pub code: Option<String>,
    /// The address that names the kind of problem.
    pub type_uri: Option<DisplayText>,
    /// A short name of the problem.
    pub title: Option<DisplayText>,
    /// The vendor's sentence about this occurrence.
    pub detail: Option<DisplayText>,
    /// What is wrong with which member of the request.
    pub validation_errors: Vec<ValidationError>,
}

/// What is wrong with one member of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    /// The vendor's sentence.
    pub detail: DisplayText,
    /// The name of the member.
    pub field: Option<DisplayText>,
    /// Where the member stands (RFC 6901), such as `/preferred_authentication_method`.
    pub pointer: Option<DisplayText>,
}

/// What went wrong, as far as a caller acts differently upon it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// 400: the request is malformed, or a code is wrong.
    BadRequest,
    /// 401: the token is missing, expired or of another domain.
    Unauthorized,
    /// 403: the token lacks the scope of the operation.
    InsufficientScope,
    /// 401 or 403: the tenant wants an interactive sign-in with a second factor; refreshing cannot help.
    UnmetAuthenticationRequirements,
    /// 401 or 403: a second factor has to be proven first.
    MfaRequired,
    /// 4xx to a verify call: the person has not yet approved in their app.
    AuthorizationPending,
    /// 403 for any other reason.
    Forbidden,
    /// 404: there is no such thing, or no longer.
    NotFound,
    /// 409: it may not be removed, or is connected already.
    Conflict,
    /// 415: the body was not JSON.
    UnsupportedMediaType,
    /// 429: too many calls.
    TooManyRequests,
    /// 5xx: the provider failed.
    Server,
    /// Any other status.
    Other,
}

impl ProblemKind {
    /// Returns what went wrong, by its status alone where the body says nothing; `None` without an answer, and
    /// for a 2xx whose body is the fault.
    pub fn of(error: &MyAccountError) -> Option<Self> {
        if let Some(problem) = error.problem() {
            return Some(problem.kind);
        }

        error
            .status()
            .filter(|status| *status >= 400)
            .map(Self::of_status)
    }

    fn of_status(status: u16) -> Self {
        match status {
            400 => Self::BadRequest,
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            409 => Self::Conflict,
            415 => Self::UnsupportedMediaType,
            429 => Self::TooManyRequests,
            500..=599 => Self::Server,
            _ => Self::Other,
        }
    }

    /// The vendor documents no codes for these: the words stand in the title, the sentence or the address.
    fn of_words(status: u16, words: &str) -> Option<Self> {
        let is_refusal = matches!(status, 401 | 403);
        let is_said = |text| words.contains(text);
        if is_refusal && is_said("unmet authentication requirements") {
            return Some(Self::UnmetAuthenticationRequirements);
        }
        if is_refusal && is_said("mfa required") {
            return Some(Self::MfaRequired);
        }
        if status == 403 && is_said("insufficient scope") {
            return Some(Self::InsufficientScope);
        }
        if (400..500).contains(&status) && is_said("authorization pending") {
            return Some(Self::AuthorizationPending);
        }

        None
    }
}

impl Problem for MyAccountProblem {
    fn decode(status: u16, body: &[u8]) -> Option<Self> {
        let body: Map<String, Value> = serde_json::from_slice(body).ok()?;
        let first = |names: &[&str]| names.iter().find_map(|name| body.get(*name)?.as_str());
        let type_uri = first(&["type"]);
        // What stands before the API answers with OAuth's names, or with a shape of its own.
        let title = first(&["title", "error"]);
        let detail = first(&["detail", "error_description", "message"]);
        if type_uri.is_none() && title.is_none() && detail.is_none() {
            return None;
        }
        let code = type_uri.and_then(code_of).or_else(|| first(&["errorCode"]));
        let words = [type_uri, title, detail, code];
        let words = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let words = words.to_lowercase().replace(['_', '-'], " ");

        Some(Self {
            kind: ProblemKind::of_words(status, &words)
                .unwrap_or_else(|| ProblemKind::of_status(status)),
            details: Box::new(ProblemDetails {
                code: code.map(word::clean),
                type_uri: type_uri.map(sentence),
                title: title.map(sentence),
                detail: detail.map(sentence),
                validation_errors: validation_errors(body.get("validation_errors")),
            }),
        })
    }
}

/// Returns the end of the address, after a slash or a hash, when it looks like a number of the vendor.
fn code_of(type_uri: &str) -> Option<&str> {
    let code = type_uri.rsplit(['/', '#']).next()?;
    let is_code =
        code.contains('-') && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');

    is_code.then_some(code)
}

fn validation_errors(list: Option<&Value>) -> Vec<ValidationError> {
    let items = list.and_then(Value::as_array).into_iter().flatten();
    let read = |item: &Value| {
        let text = |name| item.get(name).and_then(Value::as_str).map(sentence);

        Some(ValidationError {
            detail: text("detail")?,
            field: text("field"),
            pointer: text("pointer"),
        })
    };

    items.take(MOST_ERRORS).filter_map(read).collect()
}

#[cfg(test)]
mod tests;
