//! What is sent to enrol, confirm and change a method.

use protocol::{
    http::JsonBody,
    secret::{OneTimeCode, Password},
};
use serde_json::Value;

use crate::my_account::{AuthSession, word::PreferredAuthenticationMethod};

/// What to enrol. Keys for WebAuthn other than passkeys can be listed and removed, but no longer enrolled.
#[derive(Clone, Debug)]
pub enum NewMethod<'a> {
    /// A passkey.
    Passkey {
        /// The database connection to add it to, when not the default one.
        connection: Option<&'a str>,
        /// The identity to add it to, when several are linked.
        identity_user_id: Option<&'a str>,
    },
    /// A new password in place of the present one.
    Password {
        /// The database connection, when not the default one.
        connection: Option<&'a str>,
        /// The identity, when several are linked.
        identity_user_id: Option<&'a str>,
    },
    /// An authenticator app.
    Totp,
    /// The vendor's Guardian app.
    PushNotification,
    /// A recovery code.
    RecoveryCode,
    /// Codes by e-mail; the first one is sent at once.
    Email {
        /// Where to.
        email: &'a str,
    },
    /// Codes by phone; the first one is sent at once.
    Phone {
        /// Where to, with a plus sign and the country's prefix (E.164).
        phone_number: &'a str,
        /// By text message unless said otherwise.
        preferred_authentication_method: Option<&'a PreferredAuthenticationMethod>,
    },
}

/// What finishes an enrolment.
#[derive(Clone, Debug)]
pub struct Verification<'a> {
    /// From the [`Enrollment`](super::Enrollment).
    pub auth_session: &'a AuthSession,
    /// What the person did.
    pub proof: Proof<'a>,
}

/// What a person did to finish an enrolment.
#[derive(Clone, Debug)]
pub enum Proof<'a> {
    /// Typed the code of an authenticator app, a phone or an e-mail.
    OneTimeCode(&'a OneTimeCode),
    /// Created a passkey: the `RegistrationResponseJSON` of WebAuthn Level 3, binary values in base64url.
    Passkey(&'a Value),
    /// Chose a password: 1 to 256 characters, no control characters.
    NewPassword(&'a Password),
    /// Wrote the recovery code down, or approved in the Guardian app.
    Confirmed,
}

/// What to change about a method; what is `None` stays as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct MethodUpdate<'a> {
    /// A name that the person gives it; not for passkeys, passwords and recovery codes.
    pub name: Option<&'a str>,
    /// How a phone is told its code.
    pub preferred_authentication_method: Option<&'a PreferredAuthenticationMethod>,
}

impl NewMethod<'_> {
    pub(super) fn body(&self) -> JsonBody {
        let of = |kind| JsonBody::new().text("type", kind);
        let of_identity = |kind, connection, identity_user_id| {
            of(kind)
                .optional_text("connection", connection)
                .optional_text("identity_user_id", identity_user_id)
        };

        match self {
            Self::Passkey {
                connection,
                identity_user_id,
            } => of_identity("passkey", *connection, *identity_user_id),
            Self::Password {
                connection,
                identity_user_id,
            } => of_identity("password", *connection, *identity_user_id),
            Self::Totp => of("totp"),
            Self::PushNotification => of("push-notification"),
            Self::RecoveryCode => of("recovery-code"),
            Self::Email { email } => of("email").text("email", email),
            Self::Phone {
                phone_number,
                preferred_authentication_method,
            } => of("phone")
                .text("phone_number", phone_number)
                .optional_text(
                    "preferred_authentication_method",
                    preferred_authentication_method.map(PreferredAuthenticationMethod::as_str),
                ),
        }
    }
}

impl Verification<'_> {
    pub(super) fn body(&self) -> JsonBody {
        let body = JsonBody::new().secret("auth_session", self.auth_session);

        match self.proof {
            Proof::OneTimeCode(code) => body.secret("otp_code", code),
            Proof::Passkey(response) => body.value("authn_response", response.clone()),
            Proof::NewPassword(password) => body.secret("new_password", password),
            Proof::Confirmed => body,
        }
    }
}

impl MethodUpdate<'_> {
    pub(super) fn body(&self) -> JsonBody {
        JsonBody::new()
            .optional_text("name", self.name)
            .optional_text(
                "preferred_authentication_method",
                self.preferred_authentication_method
                    .map(PreferredAuthenticationMethod::as_str),
            )
    }
}
