//! Why a callback is not taken, and why a provider sends one without a code.

use super::ReturnedState;

/// Bounds a code that nobody documents; the longest documented one has 25 characters.
const LONGEST_CODE: usize = 64;

/// Why an address is not the answer to an authorization request.
///
/// None of these ends a pending sign-in, unless the state proves that the answer is its own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// It is not an address at all.
    #[error("not an address")]
    NotUrl,
    /// It is longer, or has more parameters, than any answer.
    #[error("the callback is too large")]
    TooLarge,
    /// It has control characters or a broken encoding.
    #[error("the callback has a bad encoding")]
    BadEncoding,
    /// It is for another program.
    #[error("the callback has another scheme")]
    WrongScheme,
    /// It is for another connection, or for nothing of ours.
    #[error("the callback has another target")]
    WrongTarget,
    /// A parameter stands twice.
    #[error("the callback repeats a parameter")]
    RepeatedParameter,
    /// It carries a token, which the code flow never does: somebody wants to plant a session.
    #[error("the callback carries a token")]
    TokenInFrontChannel,
    /// It does not say which request it answers.
    #[error("the callback has no state")]
    StateMissing,
    /// It has no code of either kind and no error in its query.
    #[error("the callback has no code")]
    NoCode,
    /// It has more than one of a code, a connect code and an error.
    #[error("the callback has several answers")]
    SeveralAnswers {
        /// Which request it answers; that one is over.
        state: ReturnedState,
    },
    /// Its code is none that could be sent.
    #[error("the callback has an unusable code")]
    BadValue,
    /// It does not name its issuer though this issuer always does.
    #[error("the callback does not name its issuer")]
    IssuerMissing,
    /// It names another issuer.
    #[error("the callback names another issuer")]
    IssuerMismatch,
}

/// Why a provider refuses (RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorizationError {
    /// The person, or a rule of the provider, said no.
    AccessDenied,
    /// A person would have to sign in.
    LoginRequired,
    /// A person would have to agree.
    ConsentRequired,
    /// A person would have to do something.
    InteractionRequired,
    /// A person would have to prove more.
    MfaRequired,
    /// The request is malformed.
    InvalidRequest,
    /// A scope is unknown or not allowed.
    InvalidScope,
    /// The person is blocked.
    Unauthorized,
    /// This program may not ask like that.
    UnauthorizedClient,
    /// The provider does not do the code flow.
    UnsupportedResponseType,
    /// Something broke at the provider.
    ServerError,
    /// The provider is busy.
    TemporarilyUnavailable,
    /// Any other code, cut to 64 visible ASCII characters.
    Other(String),
}

impl AuthorizationError {
    /// Returns the code on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::AccessDenied => "access_denied",
            Self::LoginRequired => "login_required",
            Self::ConsentRequired => "consent_required",
            Self::InteractionRequired => "interaction_required",
            Self::MfaRequired => "mfa_required",
            Self::InvalidRequest => "invalid_request",
            Self::InvalidScope => "invalid_scope",
            Self::Unauthorized => "unauthorized",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::Other(code) => code,
        }
    }

    pub(super) fn read(code: &str) -> Self {
        match code {
            "access_denied" => Self::AccessDenied,
            "login_required" => Self::LoginRequired,
            "consent_required" => Self::ConsentRequired,
            "interaction_required" => Self::InteractionRequired,
            "mfa_required" => Self::MfaRequired,
            "invalid_request" => Self::InvalidRequest,
            "invalid_scope" => Self::InvalidScope,
            "unauthorized" => Self::Unauthorized,
            "unauthorized_client" => Self::UnauthorizedClient,
            "unsupported_response_type" => Self::UnsupportedResponseType,
            "server_error" => Self::ServerError,
            "temporarily_unavailable" => Self::TemporarilyUnavailable,
            _ => Self::Other(
                code.chars()
                    .filter(char::is_ascii_graphic)
                    .take(LONGEST_CODE)
                    .collect(),
            ),
        }
    }
}
