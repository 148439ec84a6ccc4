//! How the Auth service says no: seven shapes, folded into one.

use protocol::http::{CallError, Problem};
use serde::Deserialize;

use crate::word::open_words;

/// How a call of the Auth service ends badly.
pub type AuthError = CallError<AuthProblem>;

/// An error answer of the Auth service. What it says to people is never kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthProblem {
    /// What went wrong, as a word to decide by.
    pub code: ErrorCode,
    /// The session has to be elevated first: see [`crate::AuthClient::elevate_webauthn`].
    pub needs_elevation: bool,
    /// The access token is missing, malformed or expired.
    pub needs_sign_in: bool,
}

open_words! {
    /// The words of the Auth service for what went wrong
    /// ([`ErrorResponseError`](https://docs.nhost.io/reference/javascript/nhost-js/auth#errorresponseerror)).
    pub enum ErrorCode {
        /// The default role is not among the allowed ones (400).
        DefaultRoleMustBeInAllowedRoles = "default-role-must-be-in-allowed-roles",
        /// The project does not offer this (409).
        DisabledEndpoint = "disabled-endpoint",
        /// The user has no active second factor (401).
        DisabledMfaTotp = "disabled-mfa-totp",
        /// The user is disabled (401).
        DisabledUser = "disabled-user",
        /// There is a user with this address (409).
        EmailAlreadyInUse = "email-already-in-use",
        /// The address is verified already (400).
        EmailAlreadyVerified = "email-already-verified",
        /// Anonymous users may not (403).
        ForbiddenAnonymous = "forbidden-anonymous",
        /// The service failed (500).
        InternalServerError = "internal-server-error",
        /// Unknown user, wrong password, or an address that is blocked (401).
        InvalidEmailPassword = "invalid-email-password",
        /// The one-time password is wrong (400).
        InvalidOtp = "invalid-otp",
        /// The personal access token is wrong or expired (401).
        InvalidPat = "invalid-pat",
        /// The refresh token is unknown, used or expired (401).
        InvalidRefreshToken = "invalid-refresh-token",
        /// Malformed; where the project conceals errors also: credentials refused (400).
        InvalidRequest = "invalid-request",
        /// The provider's answer came too late (400).
        InvalidState = "invalid-state",
        /// The ticket is unknown, used or expired (401).
        InvalidTicket = "invalid-ticket",
        /// The code of the authenticator app is wrong (401).
        InvalidTotp = "invalid-totp",
        /// The project does not know this language (400).
        LocaleNotAllowed = "locale-not-allowed",
        /// The user has no such factor (400).
        MfaTypeNotFound = "mfa-type-not-found",
        /// No authenticator app was set up (400).
        NoTotpSecret = "no-totp-secret",
        /// The provider did not tell the profile (400).
        OauthProfileFetchFailed = "oauth-profile-fetch-failed",
        /// The provider failed (400).
        OauthProviderError = "oauth-provider-error",
        /// The provider did not exchange the code (400); misspelt on the wire.
        OauthTokenExchangeFailed = "oauth-token-echange-failed",
        /// Too many wrong one-time passwords (400, newer servers).
        OtpTooManyAttempts = "otp-too-many-attempts",
        /// Found in a collection of leaked passwords (400).
        PasswordInHibpDatabase = "password-in-hibp-database",
        /// Shorter than the project's minimum (400).
        PasswordTooShort = "password-too-short",
        /// Linked to another user, or to this one already (400).
        ProviderAccountAlreadyLinked = "provider-account-already-linked",
        /// The address is not on the project's list (400).
        RedirectToNotAllowed = "redirectTo-not-allowed",
        /// The request broke the schema (400).
        RequestValidation = "request-validation-error",
        /// The user may not have this role (400).
        RoleNotAllowed = "role-not-allowed",
        /// The body broke the schema (400).
        SchemaValidation = "schema-validation-error",
        /// Nobody may sign up (403).
        SignupDisabled = "signup-disabled",
        /// An authenticator app is active already (400).
        TotpAlreadyActive = "totp-already-active",
        /// The access token is missing, malformed, expired or not elevated (400 or 401).
        Unauthorized = "unauthorized",
        /// The address has to be verified first (401).
        UnverifiedUser = "unverified-user",
        /// There is a user with this address (409, newer servers).
        UserAlreadyExists = "user-already-exists",
        /// The user has ways of signing in already (400).
        UserNotAnonymous = "user-not-anonymous",
        /// The text message could not be sent (400).
        CannotSendSms = "cannot-send-sms",
        /// This server does not know the path (404). The service has no word for it; this one is never sent.
        EndpointNotFound = "endpoint-not-found",
        /// The project lets only those sign up who passed a check of Cloudflare's against robots (403), which takes a
        /// browser; its answer goes into the header `x-cf-turnstile-response`. The service has no word for it either.
        TurnstileRequired = "turnstile-required",
    }
}

/// What older servers put into their free text, and what they say about an unknown path. The only texts that are
/// looked at, because these servers have no code for it.
const SECURITY: &str = "SecurityRequirementsError";
const ELEVATED: &str = "elevated-claim-required";
const NO_SUCH_PATH: &[u8] = b"404 page not found";

impl AuthProblem {
    fn of(code: ErrorCode) -> Self {
        Self {
            code,
            needs_elevation: false,
            needs_sign_in: false,
        }
    }

    /// Tells whether the request may have had a member that the server does not know.
    pub(crate) fn is_of_the_schema(&self) -> bool {
        matches!(
            self.code,
            ErrorCode::RequestValidation | ErrorCode::SchemaValidation
        )
    }
}

impl Problem for AuthProblem {
    fn decode(status: u16, body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Wire {
            error: Option<String>,
            msg: Option<String>,
            #[serde(rename = "securityScheme")]
            security_scheme: Option<String>,
        }

        // Shape 5: rate limits, syntactically bad addresses and crashes come without a body.
        if body.is_empty() {
            return Some(Self::of(match status {
                400 => ErrorCode::InvalidRequest,
                404 => ErrorCode::EndpointNotFound,
                _ => ErrorCode::Other(String::new()),
            }));
        }
        // Shape 6.
        if status == 404 && body.trim_ascii() == NO_SUCH_PATH {
            return Some(Self::of(ErrorCode::EndpointNotFound));
        }

        let wire: Wire = serde_json::from_slice(body).ok()?;
        let text = wire.error.or(wire.msg)?;
        let needs_elevation = text.ends_with(ELEVATED)
            || wire.security_scheme.as_deref() == Some("BearerAuthElevated");
        // Shape 2: a sentence instead of a word.
        let is_sentence = text.contains(' ');
        let is_security = text == "unauthorized" || (is_sentence && text.contains(SECURITY));
        let code = match (is_security, is_sentence, status) {
            (true, _, _) => ErrorCode::Unauthorized,
            // What the service answers itself is 400; only the check in front of a sign-up is 403.
            (false, true, 403) => ErrorCode::TurnstileRequired,
            (false, true, _) => ErrorCode::RequestValidation,
            (false, false, _) => ErrorCode::from_wire(&text),
        };

        Some(Self {
            code,
            needs_elevation,
            needs_sign_in: is_security && !needs_elevation,
        })
    }
}

#[cfg(test)]
mod tests;
