//! What can go wrong, each case under the name that a browser's `DOMException` would have.

use crate::OptionsError;

/// Why a ceremony, or work on a security key, came to nothing.
///
/// Texts are for logs. None holds a PIN, a challenge, an identifier or a name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The connection's own domain or origin is none that passkeys can be bound to.
    #[error("not a domain and origin that passkeys can be bound to")]
    NotADomain,
    /// The server's options were refused; no authenticator was asked.
    #[error("the server's options were refused")]
    Options(#[from] OptionsError),
    /// The person, or the program for them, stopped it.
    #[error("cancelled")]
    Cancelled,
    /// Nobody acted in time.
    #[error("timed out")]
    TimedOut,
    /// The authenticator, or the person at the system's dialog, said no.
    #[error("refused by the authenticator")]
    Denied,
    /// One of the credentials to exclude is on this authenticator already (WebAuthn Level 3 §5.1.3).
    #[error("this authenticator holds a passkey for this account already")]
    AlreadyRegistered,
    /// The authenticator holds no passkey that was asked for.
    #[error("no such passkey on this authenticator")]
    NoPasskey,
    /// Too many wrong PINs; only resetting the key, which erases it, helps (CTAP 2.1 §6.5.2.3).
    #[error("the PIN is blocked for good")]
    PinBlocked,
    /// Three wrong PINs in a row; taking the key out and putting it in again helps (CTAP 2.1 §6.5.2.3).
    #[error("the PIN is blocked until the key is taken out")]
    PinBlockedForNow,
    /// The new PIN breaks the key's own rules, more often than it makes sense to ask again.
    #[error("the key does not take this PIN")]
    PinRefused,
    /// Proof of who is there was required and this authenticator has no way to it.
    #[error("the authenticator cannot verify who is there")]
    UserVerificationUnavailable,
    /// No room for another discoverable credential.
    #[error("the authenticator is full")]
    Full,
    /// The authenticator, or this system, cannot do what was asked.
    #[error("not supported")]
    NotSupported,
    /// The system does not let this program open the security key. On Linux a udev rule is missing.
    #[error("no permission to open the security key")]
    NoPermission,
    /// The authenticator was taken away, or the connection to the phone broke.
    #[error("the connection to the authenticator was lost")]
    Gone,
    /// What came back does not answer what was asked; it was thrown away.
    #[error("the authenticator's answer does not fit the question: {0}")]
    Answer(Mismatch),
    /// Something that has no name of its own; the number is the system's or the key's.
    #[error("the authenticator reported {0:#x}")]
    Platform(u32),
}

/// In which way an authenticator's answer was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mismatch {
    /// Type, challenge or origin of the client data is not what was sent (WebAuthn Level 3 §7.1).
    #[error("client data")]
    ClientData,
    /// Made for another domain, or without the presence or verification that was required (WebAuthn Level 3 §6.1).
    #[error("authenticator data")]
    AuthenticatorData,
    /// Not the encoding that CTAP prescribes (CTAP 2.1 §8).
    #[error("encoding")]
    Encoding,
    /// A credential identifier that is empty, too long, or not among those asked for.
    #[error("credential identifier")]
    CredentialId,
    /// A kind of key that was not offered.
    #[error("algorithm")]
    Algorithm,
}

impl Error {
    /// The name of the `DOMException` that `navigator.credentials` would throw (WebAuthn Level 3 §5.1.3, §5.1.4).
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotADomain => "SecurityError",
            Self::Options(refused) => refused.name(),
            Self::Cancelled => "AbortError",
            Self::AlreadyRegistered => "InvalidStateError",
            Self::UserVerificationUnavailable | Self::Full => "ConstraintError",
            Self::NotSupported => "NotSupportedError",
            Self::TimedOut
            | Self::Denied
            | Self::NoPasskey
            | Self::PinBlocked
            | Self::PinBlockedForNow
            | Self::PinRefused
            | Self::NoPermission => "NotAllowedError",
            Self::Gone | Self::Answer(_) | Self::Platform(_) => "UnknownError",
        }
    }
}
