//! The business errors: `{status, message, error}`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::settings::{Dialect, NhostSettings};

/// Why the project says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    CannotSendSms,
    DefaultRoleMustBeInAllowedRoles,
    DisabledEndpoint,
    DisabledMfaTotp,
    DisabledUser,
    EmailAlreadyInUse,
    EmailAlreadyVerified,
    ForbiddenAnonymous,
    InternalServerError,
    InvalidEmailPassword,
    InvalidOtp,
    InvalidPat,
    InvalidRefreshToken,
    InvalidRequest,
    InvalidState,
    InvalidTicket,
    InvalidTotp,
    NoTotpSecret,
    OauthProfileFetchFailed,
    OauthProviderError,
    OauthTokenEchangeFailed,
    PasswordInHibpDatabase,
    PasswordTooShort,
    ProviderAccountAlreadyLinked,
    RedirectToNotAllowed,
    RoleNotAllowed,
    SignupDisabled,
    TotpAlreadyActive,
    UnverifiedUser,
    UserNotAnonymous,
}

/// What is said, with which status, and whether it is concealed where nothing is said about accounts.
struct Facts(&'static str, u16, Concealed, &'static str);

#[derive(PartialEq, Eq)]
enum Concealed {
    Yes,
    No,
}

impl Refusal {
    pub(super) fn code(self, dialect: Dialect) -> &'static str {
        if self == Self::EmailAlreadyInUse && dialect >= Dialect::L2 {
            return "user-already-exists";
        }
        self.facts().0
    }

    pub(super) fn message(self) -> &'static str {
        self.facts().3
    }

    pub(super) fn answer(self, settings: &NhostSettings) -> Response {
        let told = self.told(settings);
        let Facts(_, status, _, message) = told.facts();
        let code = told.code(settings.dialect);
        let body = json!({ "error": code, "message": message, "status": status });
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(body)).into_response()
    }

    /// What is left of a refusal where the project says nothing about accounts.
    pub(super) fn told(self, settings: &NhostSettings) -> Self {
        if settings.conceal_errors && self.facts().2 == Concealed::Yes {
            Self::InvalidRequest
        } else {
            self
        }
    }

    fn facts(self) -> Facts {
        use Concealed::{No, Yes};
        match self {
            Self::CannotSendSms => Facts(
                "cannot-send-sms",
                400,
                No,
                "Cannot send SMS, check your phone number is correct",
            ),
            Self::DefaultRoleMustBeInAllowedRoles => Facts(
                "default-role-must-be-in-allowed-roles",
                400,
                No,
                "Default role must be in allowed roles",
            ),
            Self::DisabledEndpoint => {
                Facts("disabled-endpoint", 409, No, "This endpoint is disabled")
            }
            Self::DisabledMfaTotp => Facts(
                "disabled-mfa-totp",
                401,
                Yes,
                "User does not have TOTP MFA enabled",
            ),
            Self::DisabledUser => Facts("disabled-user", 401, Yes, "User is disabled"),
            Self::EmailAlreadyInUse => {
                Facts("email-already-in-use", 409, Yes, "Email already in use")
            }
            Self::EmailAlreadyVerified => Facts(
                "email-already-verified",
                400,
                Yes,
                "User's email is already verified",
            ),
            Self::ForbiddenAnonymous => Facts(
                "forbidden-anonymous",
                403,
                Yes,
                "Forbidden, user is anonymous.",
            ),
            Self::InternalServerError => {
                Facts("internal-server-error", 500, No, "Internal server error")
            }
            Self::InvalidEmailPassword => Facts(
                "invalid-email-password",
                401,
                Yes,
                "Incorrect email or password",
            ),
            Self::InvalidOtp => Facts("invalid-otp", 400, Yes, "Invalid or expired OTP"),
            Self::InvalidPat => Facts(
                "invalid-pat",
                401,
                Yes,
                "Invalid or expired personal access token",
            ),
            Self::InvalidRefreshToken => Facts(
                "invalid-refresh-token",
                401,
                Yes,
                "Invalid or expired refresh token",
            ),
            Self::InvalidRequest => Facts(
                "invalid-request",
                400,
                No,
                "The request payload is incorrect",
            ),
            Self::InvalidState => Facts("invalid-state", 400, No, "Invalid state"),
            Self::InvalidTicket => Facts("invalid-ticket", 401, Yes, "Invalid ticket"),
            Self::InvalidTotp => Facts("invalid-totp", 401, Yes, "Invalid TOTP code"),
            Self::NoTotpSecret => Facts(
                "no-totp-secret",
                400,
                Yes,
                "User does not have a TOTP secret",
            ),
            Self::OauthProfileFetchFailed => Facts(
                "oauth-profile-fetch-failed",
                400,
                No,
                "Failed to get user profile",
            ),
            Self::OauthProviderError => Facts(
                "oauth-provider-error",
                400,
                No,
                "Provider returned an error",
            ),
            Self::OauthTokenEchangeFailed => Facts(
                "oauth-token-echange-failed",
                400,
                No,
                "Failed to exchange token",
            ),
            Self::PasswordInHibpDatabase => Facts(
                "password-in-hibp-database",
                400,
                No,
                "Password is in HIBP database",
            ),
            Self::PasswordTooShort => Facts("password-too-short", 400, No, "Password is too short"),
            Self::ProviderAccountAlreadyLinked => Facts(
                "provider-account-already-linked",
                400,
                No,
                "This provider account is already linked to a user",
            ),
            Self::RedirectToNotAllowed => Facts(
                "redirectTo-not-allowed",
                400,
                No,
                "The value of \"options.redirectTo\" is not allowed.",
            ),
            Self::RoleNotAllowed => Facts("role-not-allowed", 400, Yes, "Role not allowed"),
            Self::SignupDisabled => Facts("signup-disabled", 403, Yes, "Sign up is disabled."),
            Self::TotpAlreadyActive => {
                Facts("totp-already-active", 400, No, "TOTP MFA is already active")
            }
            Self::UnverifiedUser => Facts("unverified-user", 401, Yes, "User is not verified."),
            Self::UserNotAnonymous => Facts(
                "user-not-anonymous",
                400,
                No,
                "Logged in user is not anonymous",
            ),
        }
    }
}
