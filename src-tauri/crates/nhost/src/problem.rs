//! How the Auth service says no: seven shapes, folded into one.

use protocol::http::Problem;
use serde::Deserialize;

/// An error answer of the Auth service.
#[derive(Clone, Debug)]
pub struct AuthProblem {
    /// What went wrong, as a word to decide by.
    pub code: ErrorCode,
    /// The session has to be elevated first.
    pub needs_elevation: bool,
    /// The access token is missing, malformed or expired.
    pub needs_sign_in: bool,
}

macro_rules! error_codes {
    ($($variant:ident = $word:literal, $doc:literal;)*) => {
        /// The words of the Auth service for what went wrong.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum ErrorCode {
            $(#[doc = $doc] $variant,)*
            /// A word that is not in this list, at most 64 characters; empty where the answer had none.
            Other(String),
        }

        impl ErrorCode {
            /// The word on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Other(word) => word,
                }
            }

            fn from_wire(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)*
                    other => Self::Other(other.chars().filter(char::is_ascii_graphic).take(64).collect()),
                }
            }
        }
    };
}

error_codes! {
    DefaultRoleMustBeInAllowedRoles = "default-role-must-be-in-allowed-roles", "The default role is not among the allowed ones.";
    DisabledEndpoint = "disabled-endpoint", "The project does not offer this.";
    DisabledMfaTotp = "disabled-mfa-totp", "The user has no active second factor.";
    DisabledUser = "disabled-user", "The user is disabled.";
    EmailAlreadyInUse = "email-already-in-use", "There is a user with this address.";
    EmailAlreadyVerified = "email-already-verified", "The address is verified already.";
    ForbiddenAnonymous = "forbidden-anonymous", "Anonymous users may not.";
    InternalServerError = "internal-server-error", "The service failed.";
    InvalidEmailPassword = "invalid-email-password", "Unknown user, wrong password, or an address that is blocked.";
    InvalidOtp = "invalid-otp", "The one-time password is wrong.";
    InvalidPat = "invalid-pat", "The personal access token is wrong or expired.";
    InvalidRefreshToken = "invalid-refresh-token", "The refresh token is unknown, used or expired.";
    InvalidRequest = "invalid-request", "Malformed; with concealed errors also: credentials refused.";
    InvalidState = "invalid-state", "The provider's answer came too late.";
    InvalidTicket = "invalid-ticket", "The ticket is unknown, used or expired.";
    InvalidTotp = "invalid-totp", "The one-time code is wrong.";
    LocaleNotAllowed = "locale-not-allowed", "The project does not know this language.";
    MfaTypeNotFound = "mfa-type-not-found", "The user has no such factor.";
    NoTotpSecret = "no-totp-secret", "No authenticator app was set up.";
    OauthProfileFetchFailed = "oauth-profile-fetch-failed", "The provider did not tell the profile.";
    OauthProviderError = "oauth-provider-error", "The provider failed.";
    OauthTokenExchangeFailed = "oauth-token-echange-failed", "The provider did not exchange the code; misspelt on the wire.";
    PasswordInHibpDatabase = "password-in-hibp-database", "Found in a collection of leaked passwords.";
    PasswordTooShort = "password-too-short", "Shorter than the project's minimum.";
    ProviderAccountAlreadyLinked = "provider-account-already-linked", "Linked to another user.";
    RedirectToNotAllowed = "redirectTo-not-allowed", "The address is not on the project's list.";
    RequestValidation = "request-validation-error", "The request broke the schema.";
    RoleNotAllowed = "role-not-allowed", "The user may not have this role.";
    SchemaValidation = "schema-validation-error", "The body broke the schema.";
    SignupDisabled = "signup-disabled", "Nobody may sign up.";
    TotpAlreadyActive = "totp-already-active", "An authenticator app is active already.";
    Unauthorized = "unauthorized", "The access token is missing, malformed or expired.";
    UnverifiedUser = "unverified-user", "The address has to be verified first.";
    UserAlreadyExists = "user-already-exists", "There is a user with this address (newer servers).";
    UserNotAnonymous = "user-not-anonymous", "The user has ways of signing in already.";
    CannotSendSms = "cannot-send-sms", "The text message could not be sent.";
}

/// What older servers put into their free text. The only text that is looked at, because these servers have no
/// code for it.
const SECURITY: &str = "SecurityRequirementsError";
const ELEVATED: &str = "elevated-claim-required";

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
            let code = if status == 400 {
                ErrorCode::InvalidRequest
            } else {
                ErrorCode::Other(String::new())
            };
            return Some(Self {
                code,
                needs_elevation: false,
                needs_sign_in: false,
            });
        }

        let wire: Wire = serde_json::from_slice(body).ok()?;
        let text = wire.error.or(wire.msg)?;
        let needs_elevation = text.ends_with(ELEVATED)
            || wire.security_scheme.as_deref() == Some("BearerAuthElevated");
        // Shape 2: a sentence instead of a word.
        let is_sentence = text.contains(' ');
        let is_security = text == "unauthorized" || (is_sentence && text.contains(SECURITY));
        let code = match (is_security, is_sentence) {
            (true, _) => ErrorCode::Unauthorized,
            (false, true) => ErrorCode::RequestValidation,
            (false, false) => ErrorCode::from_wire(&text),
        };

        Some(Self {
            code,
            needs_elevation,
            needs_sign_in: is_security && !needs_elevation,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shapes_are_folded_into_one() {
        for (status, body, code, elevation, sign_in) in [
            (
                401,
                r#"{"status":401,"message":"Incorrect","error":"invalid-email-password"}"#,
                "invalid-email-password",
                false,
                false,
            ),
            (
                400,
                r#"{"error":"error in openapi3filter.SecurityRequirementsError: token is expired"}"#,
                "unauthorized",
                false,
                true,
            ),
            (
                400,
                r#"{"error":"openapi3filter.SecurityRequirementsError: elevated-claim-required"}"#,
                "unauthorized",
                true,
                false,
            ),
            (
                400,
                r#"{"error":"error in openapi3filter.RequestError: request body has an error"}"#,
                "request-validation-error",
                false,
                false,
            ),
            (
                401,
                r#"{"error":"unauthorized","reason":"invalid token"}"#,
                "unauthorized",
                false,
                true,
            ),
            (
                401,
                r#"{"error":"unauthorized","reason":"elevated claim required","securityScheme":"BearerAuthElevated"}"#,
                "unauthorized",
                true,
                false,
            ),
            (
                400,
                r#"{"error":"schema-validation-error","reason":"x"}"#,
                "schema-validation-error",
                false,
                false,
            ),
            (
                400,
                r#"{"msg":"Query argument ticket is required"}"#,
                "request-validation-error",
                false,
                false,
            ),
            (400, "", "invalid-request", false, false),
            (429, "", "", false, false),
            (
                409,
                r#"{"status":409,"message":"x","error":"brand-new"}"#,
                "brand-new",
                false,
                false,
            ),
        ] {
            let problem = AuthProblem::decode(status, body.as_bytes()).unwrap();
            assert_eq!(problem.code.as_str(), code, "{body}");
            assert_eq!(
                (problem.needs_elevation, problem.needs_sign_in),
                (elevation, sign_in),
                "{body}"
            );
        }
    }

    #[test]
    fn plain_text_is_no_problem_of_the_vendor() {
        assert!(AuthProblem::decode(404, b"404 page not found").is_none());
        assert!(AuthProblem::decode(502, b"<html>").is_none());
    }
}
