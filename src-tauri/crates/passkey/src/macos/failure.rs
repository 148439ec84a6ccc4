//! From the errors of `authenticator` to ours.

use authenticator::{
    PinError,
    ctap2::commands::StatusCode,
    errors::{AuthenticatorError, CommandError, HIDError, U2FTokenError},
};

use crate::{Error, Mismatch};

/// The status codes that mean something to a person (CTAP 2.1 §8.2), by their number.
const MEANINGS: [(u8, Error); 14] = [
    (0x05, Error::TimedOut),
    (0x19, Error::AlreadyRegistered),
    (0x22, Error::NoPasskey),
    (0x26, Error::NotSupported),
    (0x27, Error::Denied),
    (0x28, Error::Full),
    (0x2b, Error::NotSupported),
    (0x2c, Error::NotSupported),
    (0x2d, Error::Cancelled),
    (0x2e, Error::NoPasskey),
    (0x2f, Error::TimedOut),
    (0x30, Error::Denied),
    (0x37, Error::PinRefused),
    (0x3a, Error::TimedOut),
];

pub(super) fn meaning(error: &AuthenticatorError) -> Error {
    match error {
        AuthenticatorError::CancelledByUser => Error::Cancelled,
        AuthenticatorError::CredentialExcluded => Error::AlreadyRegistered,
        AuthenticatorError::PinError(pin) => pin_meaning(pin),
        AuthenticatorError::U2FToken(token) => u2f_meaning(*token),
        AuthenticatorError::HIDError(HIDError::Command(CommandError::StatusCode(code, _))) => {
            ctap_meaning(code)
        }
        AuthenticatorError::HIDError(_) | AuthenticatorError::Io(_) => Error::Gone,
        AuthenticatorError::CryptoError => Error::Answer(Mismatch::Encoding),
        AuthenticatorError::InvalidRelyingPartyInput
        | AuthenticatorError::NoConfiguredTransports
        | AuthenticatorError::Platform
        | AuthenticatorError::InternalError(_)
        | AuthenticatorError::Custom(_)
        | AuthenticatorError::VersionMismatch(..)
        | AuthenticatorError::UnsupportedOption(_) => Error::NotSupported,
    }
}

fn ctap_meaning(code: &StatusCode) -> Error {
    let Some(code) = number(code) else {
        return Error::NotSupported;
    };

    MEANINGS
        .into_iter()
        .find(|(known, _)| *known == code)
        .map_or(Error::Platform(code.into()), |(_, error)| error)
}

/// `StatusCode` can be made from its number, but neither copied nor compared.
fn number(code: &StatusCode) -> Option<u8> {
    let name = format!("{code:?}");

    (0..=u8::MAX).find(|number| format!("{:?}", StatusCode::from(*number)) == name)
}

fn pin_meaning(error: &PinError) -> Error {
    match error {
        PinError::PinRequired => Error::Cancelled,
        PinError::PinIsTooShort | PinError::PinIsTooLong(_) => Error::PinRefused,
        PinError::PinAuthBlocked => Error::PinBlockedForNow,
        PinError::PinBlocked => Error::PinBlocked,
        PinError::PinNotSet | PinError::UvBlocked => Error::UserVerificationUnavailable,
        PinError::InvalidPin(_) | PinError::InvalidUv(_) | PinError::PinAuthInvalid => {
            Error::Denied
        }
        PinError::Crypto(_) => Error::Answer(Mismatch::Encoding),
    }
}

fn u2f_meaning(error: U2FTokenError) -> Error {
    match error {
        U2FTokenError::InvalidState => Error::AlreadyRegistered,
        U2FTokenError::NotAllowed => Error::TimedOut,
        U2FTokenError::NotSupported | U2FTokenError::ConstraintError => Error::NotSupported,
        U2FTokenError::Unknown => Error::Gone,
    }
}
