//! How the Authentication API says no.

use protocol::{display_text::DisplayText, http::Problem};
use serde::Deserialize;

/// An error answer of the Authentication API: of OAuth's shape or of the older `code` shape.
#[derive(Clone, Debug)]
pub struct AuthenticationProblem {
    /// What went wrong, as a word to decide by.
    pub code: ErrorCode,
    /// The vendor's sentence, for logs and support; never to decide by.
    pub description: Option<DisplayText>,
}

/// The words of the Authentication API for what went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// A code, token, password or verifier is wrong, used or expired.
    InvalidGrant,
    /// The client is unknown or did not authenticate.
    InvalidClient,
    /// This grant is not enabled for the client.
    UnauthorizedClient,
    /// The grant type is not known.
    UnsupportedGrantType,
    /// A parameter is missing or malformed.
    InvalidRequest,
    /// A scope cannot be granted.
    InvalidScope,
    /// The person or a rule said no; or a service is not enabled.
    AccessDenied,
    /// The user is blocked.
    Unauthorized,
    /// A second factor is needed.
    MfaRequired,
    /// The token has expired.
    ExpiredToken,
    /// Interactive sign-in with a second factor is needed; refreshing cannot help.
    UnmetAuthenticationRequirements,
    /// Too many wrong passwords.
    TooManyAttempts,
    /// Too many requests.
    TooManyRequests,
    /// A word that is not in this list, at most 64 characters.
    Other(String),
}

impl ErrorCode {
    const CHARACTERS: usize = 64;

    /// The word on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidClient => "invalid_client",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidRequest => "invalid_request",
            Self::InvalidScope => "invalid_scope",
            Self::AccessDenied => "access_denied",
            Self::Unauthorized => "unauthorized",
            Self::MfaRequired => "mfa_required",
            Self::ExpiredToken => "expired_token",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
            Self::TooManyAttempts => "too_many_attempts",
            Self::TooManyRequests => "too_many_requests",
            Self::Other(word) => word,
        }
    }

    fn from_wire(word: &str) -> Self {
        match word {
            "invalid_grant" => Self::InvalidGrant,
            "invalid_client" => Self::InvalidClient,
            "unauthorized_client" => Self::UnauthorizedClient,
            "unsupported_grant_type" => Self::UnsupportedGrantType,
            "invalid_request" => Self::InvalidRequest,
            "invalid_scope" => Self::InvalidScope,
            "access_denied" => Self::AccessDenied,
            "unauthorized" => Self::Unauthorized,
            "mfa_required" => Self::MfaRequired,
            "expired_token" => Self::ExpiredToken,
            "unmet_authentication_requirements" => Self::UnmetAuthenticationRequirements,
            "too_many_attempts" => Self::TooManyAttempts,
            "too_many_requests" => Self::TooManyRequests,
            other => Self::Other(
                DisplayText::clean(other, Self::CHARACTERS)
                    .as_str()
                    .to_owned(),
            ),
        }
    }
}

impl Problem for AuthenticationProblem {
    fn decode(_status: u16, body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Wire {
            error: Option<String>,
            code: Option<String>,
            error_description: Option<String>,
            description: Option<serde_json::Value>,
        }
        /// As much of a sentence as a log line takes.
        const DESCRIPTION_CHARACTERS: usize = 256;

        let wire: Wire = serde_json::from_slice(body).ok()?;
        let word = wire.error.or(wire.code)?;
        // The older shape's description may be an object with password rules: those are no sentence.
        let sentence = wire.error_description.or_else(|| {
            wire.description
                .and_then(|text| text.as_str().map(str::to_owned))
        });

        Some(Self {
            code: ErrorCode::from_wire(&word),
            description: sentence.map(|text| DisplayText::clean(&text, DESCRIPTION_CHARACTERS)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(body: &str) -> Option<(String, Option<String>)> {
        AuthenticationProblem::decode(403, body.as_bytes()).map(|problem| {
            (
                problem.code.as_str().to_owned(),
                problem.description.map(|text| text.as_str().to_owned()),
            )
        })
    }

    #[test]
    fn both_shapes_are_read() {
        let oauth = r#"{"error":"invalid_grant","error_description":"Wrong email or password."}"#;
        assert_eq!(
            decoded(oauth),
            Some((
                "invalid_grant".into(),
                Some("Wrong email or password.".into())
            ))
        );

        let older = r#"{"code":"invalid_password","description":{"rules":[]},"name":"PasswordStrengthError"}"#;
        assert_eq!(decoded(older), Some(("invalid_password".into(), None)));
    }

    #[test]
    fn what_is_neither_shape_is_no_problem_of_the_vendor() {
        for body in [
            "",
            "<html>",
            "[]",
            "{}",
            r#"{"error":5}"#,
            r#"{"message":"x"}"#,
        ] {
            assert_eq!(decoded(body), None, "{body}");
        }
    }
}
