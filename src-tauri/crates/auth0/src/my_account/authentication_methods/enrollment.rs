//! What starts an enrolment: a challenge to show, and what ties its end to it.

use protocol::{Url, http::What, secret_type};
use serde::Deserialize;
use serde_json::Value;

use super::{password_policy::PasswordPolicy, request::NewMethod};
use crate::my_account::{
    AuthSession, MethodId,
    call::{Answered, json},
    problem::MyAccountError,
};

secret_type! {
    /// The address behind the QR code of an authenticator app (`otpauth:`); holds the shared secret.
    BarcodeUri
}
secret_type! {
    /// The shared secret of an authenticator app in base32, to type where no camera is.
    ManualInputCode
}
secret_type! {
    /// A code to keep on paper, shown once: 24 capital letters and digits.
    RecoveryCode
}

/// An enrolment that has begun. It is listed as an unconfirmed method until it is verified or removed.
#[derive(Clone, Debug)]
pub struct Enrollment {
    /// What to verify it under; not always the id of the method that comes of it.
    pub id: MethodId,
    /// What to verify it with.
    pub auth_session: AuthSession,
    /// What the person has to do.
    pub challenge: Challenge,
}

/// What a person has to do to finish an enrolment.
#[derive(Clone, Debug)]
pub enum Challenge {
    /// Create a passkey.
    Passkey {
        /// `PublicKeyCredentialCreationOptionsJSON` of WebAuthn Level 3, binary values in base64url.
        authn_params_public_key: Value,
    },
    /// Choose a password.
    Password {
        /// What it has to be like.
        policy: PasswordPolicy,
    },
    /// Add the key to an authenticator app, and type the code it shows.
    Totp {
        /// The key as a QR code.
        barcode_uri: BarcodeUri,
        /// The key as text.
        manual_input_code: Option<ManualInputCode>,
    },
    /// Scan with the Guardian app, and approve there.
    PushNotification {
        /// The enrolment as a QR code.
        barcode_uri: BarcodeUri,
        /// The enrolment as text.
        manual_input_code: Option<ManualInputCode>,
    },
    /// Write the code down.
    RecoveryCode {
        /// The code, which is not shown again.
        recovery_code: RecoveryCode,
    },
    /// Type the code that was sent by e-mail.
    Email,
    /// Type the code that was sent by phone.
    Phone,
}

/// Returns how the answer to this request is read: it does not say itself what it is about.
pub(super) fn reader(
    new: &NewMethod<'_>,
) -> fn(&Answered<'_>) -> Result<Enrollment, MyAccountError> {
    match new {
        NewMethod::Passkey { .. } => passkey,
        NewMethod::Password { .. } => password,
        NewMethod::Totp => totp,
        NewMethod::PushNotification => push_notification,
        NewMethod::RecoveryCode => recovery_code,
        NewMethod::Email { .. } => email,
        NewMethod::Phone { .. } => phone,
    }
}

/// The members of nearly every answer, and those of one kind.
#[derive(Deserialize)]
struct Started<T> {
    id: MethodId,
    auth_session: AuthSession,
    #[serde(flatten)]
    of_kind: T,
}

#[derive(Deserialize)]
struct Barcode {
    barcode_uri: BarcodeUri,
    manual_input_code: Option<ManualInputCode>,
}

#[derive(Deserialize)]
struct Nothing {}

impl<T> Started<T> {
    fn with(self, challenge: impl FnOnce(T) -> Challenge) -> Enrollment {
        Enrollment {
            id: self.id,
            auth_session: self.auth_session,
            challenge: challenge(self.of_kind),
        }
    }
}

fn passkey(answered: &Answered<'_>) -> Result<Enrollment, MyAccountError> {
    #[derive(Deserialize)]
    struct Body {
        auth_session: AuthSession,
        authn_params_public_key: Value,
    }
    let body: Body = json(answered)?;
    if !body.authn_params_public_key.is_object() {
        return Err(shape(answered, ".authn_params_public_key"));
    }

    Ok(Enrollment {
        // This answer alone has no id in its body.
        id: located(answered).ok_or_else(|| shape(answered, "Location"))?,
        auth_session: body.auth_session,
        challenge: Challenge::Passkey {
            authn_params_public_key: body.authn_params_public_key,
        },
    })
}

fn password(answered: &Answered<'_>) -> Result<Enrollment, MyAccountError> {
    #[derive(Deserialize)]
    struct Body {
        policy: PasswordPolicy,
    }
    let started: Started<Body> = json(answered)?;

    Ok(started.with(|body| Challenge::Password {
        policy: body.policy,
    }))
}

fn totp(answered: &Answered<'_>) -> Result<Enrollment, MyAccountError> {
    let started: Started<Barcode> = json(answered)?;

    Ok(started.with(|body| Challenge::Totp {
        barcode_uri: body.barcode_uri,
        manual_input_code: body.manual_input_code,
    }))
}

fn push_notification(answered: &Answered<'_>) -> Result<Enrollment, MyAccountError> {
    let started: Started<Barcode> = json(answered)?;

    Ok(started.with(|body| Challenge::PushNotification {
        barcode_uri: body.barcode_uri,
        manual_input_code: body.manual_input_code,
    }))
}

fn recovery_code(answered: &Answered<'_>) -> Result<Enrollment, MyAccountError> {
    #[derive(Deserialize)]
    struct Body {
        recovery_code: RecoveryCode,
    }
    let started: Started<Body> = json(answered)?;

    Ok(started.with(|body| Challenge::RecoveryCode {
        recovery_code: body.recovery_code,
    }))
}

fn email(answered: &Answered<'_>) -> Result<Enrollment, MyAccountError> {
    let started: Started<Nothing> = json(answered)?;

    Ok(started.with(|_| Challenge::Email))
}

fn phone(answered: &Answered<'_>) -> Result<Enrollment, MyAccountError> {
    let started: Started<Nothing> = json(answered)?;

    Ok(started.with(|_| Challenge::Phone))
}

/// Returns the last segment of `Location`, percent-decoded once, when it is one of this tenant.
fn located(answered: &Answered<'_>) -> Option<MethodId> {
    let location = answered.answer.location.as_deref()?;

    id_at(answered.url, location)
}

fn id_at(asked: &Url, location: &str) -> Option<MethodId> {
    let location = asked.join(location).ok()?;
    if location.origin() != asked.origin() {
        return None;
    }
    let parent = location.path().strip_prefix(asked.path())?;
    let segment = parent.strip_prefix('/')?;
    if segment.contains('/') {
        return None;
    }
    let id = percent_encoding::percent_decode_str(segment)
        .decode_utf8()
        .ok()?;

    MethodId::parse(&id).ok()
}

fn shape(answered: &Answered<'_>, path: &str) -> MyAccountError {
    answered.answer.unexpected(What::Shape {
        path: path.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_location_is_decoded_once_and_only_of_this_tenant() {
        let asked = Url::parse("https://acme.auth0.com/me/v1/authentication-methods").unwrap();
        let base = "https://acme.auth0.com/me/v1/authentication-methods";
        for (location, id) in [
            (format!("{base}/passkey%7Cnew"), Some("passkey|new")),
            (format!("{base}/passkey|new"), Some("passkey|new")),
            (format!("{base}/passkey%257Cnew"), Some("passkey%7Cnew")),
            (
                format!("{base}/password%7CeyJ+a%3D%2F"),
                Some("password|eyJ+a=/"),
            ),
            (
                "/me/v1/authentication-methods/passkey%7Cnew".to_owned(),
                Some("passkey|new"),
            ),
            (format!("{base}/"), None),
            (base.to_owned(), None),
            (format!("{base}/a/b"), None),
            (format!("{base}/%FF"), None),
            (
                "https://evil.example/me/v1/authentication-methods/passkey%7Cnew".to_owned(),
                None,
            ),
            (
                "https://acme.auth0.com/other/passkey%7Cnew".to_owned(),
                None,
            ),
            ("http://".to_owned(), None),
        ] {
            let found = id_at(&asked, &location);
            assert_eq!(
                found.as_ref().map(MethodId::as_str),
                id,
                "AP06 AP07 {location}"
            );
        }
    }
}
