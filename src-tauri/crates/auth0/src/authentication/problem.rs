//! How the Authentication API says no.

mod code;
mod mfa_required;
mod password_refusal;

use protocol::{
    display_text::DisplayText,
    http::{CallError, Problem},
};
use serde_json::{Map, Value};

pub use code::ErrorCode;
pub use mfa_required::{MfaFactorType, MfaRequired, MfaToken};
pub use password_refusal::{PasswordRefusal, PasswordRefusalName, PasswordRule};

use crate::sentence::sentence;

/// How a call of the Authentication API ends badly.
pub type AuthenticationError = CallError<AuthenticationProblem>;

/// An error answer of the Authentication API, whichever of its shapes it has: OAuth's `error` and
/// `error_description`, the older `code` and `description`, or `errorCode` and `message`.
#[derive(Clone, Debug)]
pub struct AuthenticationProblem {
    /// What went wrong, to decide by.
    pub code: ErrorCode,
    /// What the vendor says about it.
    pub details: Box<ProblemDetails>,
}

/// What the vendor says about a problem.
#[derive(Clone, Debug)]
pub struct ProblemDetails {
    /// The vendor's sentence, for logs and support; never to decide by.
    pub description: Option<DisplayText>,
    /// How to go on, with [`ErrorCode::MfaRequired`].
    pub mfa: Option<MfaRequired>,
    /// What is wrong with the password, with [`ErrorCode::InvalidPassword`].
    pub password: Option<PasswordRefusal>,
}

impl Problem for AuthenticationProblem {
    fn decode(_status: u16, body: &[u8]) -> Option<Self> {
        let body: Map<String, Value> = serde_json::from_slice(body).ok()?;
        let first = |names: &[&str]| names.iter().find_map(|name| body.get(*name)?.as_str());
        // Where there is an `errorCode`, the `error` beside it is the name of the HTTP status.
        let code = ErrorCode::from_wire(first(&["errorCode", "error", "code"])?);
        // The older shape's description may be an object of rules, with a sentence beside it.
        let description = first(&["error_description", "description", "message"]);

        Some(Self {
            details: Box::new(ProblemDetails {
                description: description.map(sentence),
                mfa: (code == ErrorCode::MfaRequired)
                    .then(|| MfaRequired::read(&body))
                    .flatten(),
                password: (code == ErrorCode::InvalidPassword)
                    .then(|| PasswordRefusal::read(&body))
                    .flatten(),
            }),
            code,
        })
    }
}

#[cfg(test)]
mod tests;
