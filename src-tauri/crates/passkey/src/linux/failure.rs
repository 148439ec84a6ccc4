//! From the errors of `libwebauthn` to ours.

use libwebauthn::{
    transport::hid::HidError,
    transport::hybrid::error::PxpError,
    webauthn::error::{CtapError, PlatformError, WebAuthnError},
};

use crate::{Error, Mismatch};

/// Why a try with a key failed: two of the reasons are worth another try.
pub(super) enum Failure {
    WrongPin,
    NotRecognised,
    Final(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Final(error)
    }
}

/// What the transports' own errors mean.
pub(super) trait Transport {
    fn meaning(&self) -> Error;
}

impl Transport for HidError {
    fn meaning(&self) -> Error {
        if matches!(self, Self::Open(_)) {
            Error::NoPermission
        } else if matches!(self, Self::ApiInit(_)) {
            Error::NotSupported
        } else if matches!(self, Self::Cancelled) {
            Error::Cancelled
        } else if matches!(self, Self::Timeout) {
            Error::TimedOut
        } else {
            Error::Gone
        }
    }
}

impl Transport for PxpError {
    fn meaning(&self) -> Error {
        if matches!(self, Self::Timeout) {
            Error::TimedOut
        } else {
            Error::Gone
        }
    }
}

#[cfg(feature = "nfc")]
impl Transport for libwebauthn::transport::nfc::NfcError {
    fn meaning(&self) -> Error {
        Error::Gone
    }
}

impl<E: Transport> From<WebAuthnError<E>> for Failure {
    fn from(error: WebAuthnError<E>) -> Self {
        match error {
            WebAuthnError::Ctap(CtapError::PINInvalid) => Self::WrongPin,
            WebAuthnError::Ctap(CtapError::UVInvalid) => Self::NotRecognised,
            WebAuthnError::Ctap(code) => Self::Final(ctap(code)),
            WebAuthnError::Transport(transport) => Self::Final(transport.meaning()),
            WebAuthnError::Platform(platform) => Self::Final(platform_error(&platform)),
            _ => Self::Final(Error::NotSupported),
        }
    }
}

/// The status codes that mean something to a person (CTAP 2.1 §8.2).
const MEANINGS: [(CtapError, Error); 27] = [
    (CtapError::CredentialExcluded, Error::AlreadyRegistered),
    (CtapError::NoCredentials, Error::NoPasskey),
    (CtapError::InvalidCredential, Error::NoPasskey),
    (CtapError::OperationDenied, Error::Denied),
    (CtapError::NotAllowed, Error::Denied),
    (CtapError::Timeout, Error::TimedOut),
    (CtapError::UserActionTimeout, Error::TimedOut),
    (CtapError::ActionTimeout, Error::TimedOut),
    (CtapError::UserPresenceRequired, Error::TimedOut),
    (CtapError::KeepAliveCancel, Error::Cancelled),
    (CtapError::PINBlocked, Error::PinBlocked),
    (CtapError::PINAuthBlocked, Error::PinBlockedForNow),
    (CtapError::PINPolicyViolation, Error::PinRefused),
    // `libwebauthn` says so too when the person typed none.
    (CtapError::PINRequired, Error::Cancelled),
    (CtapError::PINNotSet, Error::UserVerificationUnavailable),
    (CtapError::UvBlocked, Error::UserVerificationUnavailable),
    (CtapError::UnauthorizedPermission, Error::NotSupported),
    (CtapError::KeyStoreFull, Error::Full),
    (CtapError::LimitExceeded, Error::NotSupported),
    (CtapError::RequestTooLarge, Error::NotSupported),
    (CtapError::UnsupportedAlgorithm, Error::NotSupported),
    (CtapError::UnsupportedExtension, Error::NotSupported),
    (CtapError::UnsupportedOption, Error::NotSupported),
    (CtapError::InvalidOption, Error::NotSupported),
    (CtapError::InvalidCommand, Error::NotSupported),
    (CtapError::InvalidSubcommand, Error::NotSupported),
    (CtapError::ChannelBusy, Error::Gone),
];

fn ctap(code: CtapError) -> Error {
    MEANINGS
        .into_iter()
        .find(|(known, _)| *known == code)
        .map_or(Error::Platform(u8::from(code).into()), |(_, error)| error)
}

fn platform_error(error: &PlatformError) -> Error {
    match error {
        PlatformError::Cancelled => Error::Cancelled,
        PlatformError::PinTooShort | PlatformError::PinTooLong => Error::PinRefused,
        PlatformError::PinNotSupported | PlatformError::NoUvAvailable => {
            Error::UserVerificationUnavailable
        }
        PlatformError::RequestTooLarge
        | PlatformError::NotSupported
        | PlatformError::SyntaxError => Error::NotSupported,
        PlatformError::InvalidDeviceResponse
        | PlatformError::CborError(_)
        | PlatformError::CryptoError(_) => Error::Answer(Mismatch::Encoding),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wa18_every_way_to_lose_a_key_has_its_own_name() {
        for (code, error) in [
            (0x19, Error::AlreadyRegistered),
            (0x28, Error::Full),
            (0x2d, Error::Cancelled),
            (0x2e, Error::NoPasskey),
            (0x2f, Error::TimedOut),
            (0x32, Error::PinBlocked),
            (0x34, Error::PinBlockedForNow),
            (0xf0, Error::Platform(0xf0)),
        ] {
            assert_eq!(ctap(CtapError::from(code)), error, "{code:#x}");
        }
        assert_eq!(HidError::DeviceLockPoisoned.meaning(), Error::Gone);
        assert_eq!(PxpError::ConnectionLost.meaning(), Error::Gone);
    }
}
