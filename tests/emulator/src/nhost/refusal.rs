//! The business errors: `{status, message, error}`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::settings::NhostSettings;

/// Why the project says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    DefaultRoleMustBeInAllowedRoles,
    DisabledUser,
    EmailAlreadyInUse,
    EmailAlreadyVerified,
    ForbiddenAnonymous,
    InvalidEmailPassword,
    InvalidRefreshToken,
    InvalidRequest,
    InvalidTicket,
    PasswordTooShort,
    RedirectToNotAllowed,
    RoleNotAllowed,
    SignupDisabled,
    UnverifiedUser,
}

impl Refusal {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::DefaultRoleMustBeInAllowedRoles => "default-role-must-be-in-allowed-roles",
            Self::DisabledUser => "disabled-user",
            Self::EmailAlreadyInUse => "email-already-in-use",
            Self::EmailAlreadyVerified => "email-already-verified",
            Self::ForbiddenAnonymous => "forbidden-anonymous",
            Self::InvalidEmailPassword => "invalid-email-password",
            Self::InvalidRefreshToken => "invalid-refresh-token",
            Self::InvalidRequest => "invalid-request",
            Self::InvalidTicket => "invalid-ticket",
            Self::PasswordTooShort => "password-too-short",
            Self::RedirectToNotAllowed => "redirectTo-not-allowed",
            Self::RoleNotAllowed => "role-not-allowed",
            Self::SignupDisabled => "signup-disabled",
            Self::UnverifiedUser => "unverified-user",
        }
    }

    pub(super) fn message(self) -> &'static str {
        match self {
            Self::DefaultRoleMustBeInAllowedRoles => "Default role must be in allowed roles",
            Self::DisabledUser => "User is disabled",
            Self::EmailAlreadyInUse => "Email already in use",
            Self::EmailAlreadyVerified => "User's email is already verified",
            Self::ForbiddenAnonymous => "Forbidden, user is anonymous.",
            Self::InvalidEmailPassword => "Incorrect email or password",
            Self::InvalidRefreshToken => "Invalid or expired refresh token",
            Self::InvalidRequest => "The request payload is incorrect",
            Self::InvalidTicket => "Invalid ticket",
            Self::PasswordTooShort => "Password is too short",
            Self::RedirectToNotAllowed => "The value of \"options.redirectTo\" is not allowed.",
            Self::RoleNotAllowed => "Role not allowed",
            Self::SignupDisabled => "Sign up is disabled.",
            Self::UnverifiedUser => "User is not verified.",
        }
    }

    pub(super) fn answer(self, settings: &NhostSettings) -> Response {
        let told = if settings.conceal_errors {
            self.concealed()
        } else {
            self
        };
        let status = told.status();
        let body =
            json!({ "error": told.code(), "message": told.message(), "status": status.as_u16() });
        (status, Json(body)).into_response()
    }

    fn status(self) -> StatusCode {
        match self {
            Self::DefaultRoleMustBeInAllowedRoles
            | Self::EmailAlreadyVerified
            | Self::InvalidRequest
            | Self::PasswordTooShort
            | Self::RedirectToNotAllowed
            | Self::RoleNotAllowed => StatusCode::BAD_REQUEST,
            Self::DisabledUser
            | Self::InvalidEmailPassword
            | Self::InvalidRefreshToken
            | Self::InvalidTicket
            | Self::UnverifiedUser => StatusCode::UNAUTHORIZED,
            Self::ForbiddenAnonymous | Self::SignupDisabled => StatusCode::FORBIDDEN,
            Self::EmailAlreadyInUse => StatusCode::CONFLICT,
        }
    }

    /// What is left of a refusal when the project says nothing about accounts.
    fn concealed(self) -> Self {
        match self {
            Self::DisabledUser
            | Self::EmailAlreadyInUse
            | Self::EmailAlreadyVerified
            | Self::ForbiddenAnonymous
            | Self::InvalidEmailPassword
            | Self::InvalidRefreshToken
            | Self::InvalidTicket
            | Self::RoleNotAllowed
            | Self::SignupDisabled
            | Self::UnverifiedUser => Self::InvalidRequest,
            Self::DefaultRoleMustBeInAllowedRoles
            | Self::InvalidRequest
            | Self::PasswordTooShort
            | Self::RedirectToNotAllowed => self,
        }
    }
}
