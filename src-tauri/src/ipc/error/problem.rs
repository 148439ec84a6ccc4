//! What is wrong in detail, in the page's words.

use account::{ports::RecordError, qr::ReadError, totp::AddressError};
use serde::Serialize;
use specta::Type;

use super::clamp;

/// Why a call of the page led to no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CallProblem {
    /// There is no such command for this page.
    NotAllowed,
    /// Arguments are missing, of another type, too many, too large or too deep.
    Arguments,
    /// As many calls as the app takes at once wait for their answer.
    TooMany,
}

/// What is wrong with the code of an authenticator app.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(
    tag = "problem",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub(crate) enum CodeProblem {
    /// The code before this one; a new one appears after so many seconds.
    Previous { wait_secs: u32 },
    /// The code after this one; it is good after so many seconds.
    Next { wait_secs: u32 },
    /// The phone's clock is ahead by so many seconds; behind when negative.
    ClockOff { seconds: i32 },
    /// Refused a moment ago; a new one appears after so many seconds.
    Spent { wait_secs: u32 },
    /// Something else than digits.
    NotDigits,
    /// Not as many digits as a code has.
    WrongLength { expected: u8 },
    /// A code of something else, or mistyped.
    OfSomethingElse,
}

/// Why a ceremony with an authenticator, or the work on a security key, came to nothing.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PasskeyProblem {
    /// Nobody acted in time.
    TimedOut,
    /// The authenticator, or the person at the system's dialog, said no.
    Denied,
    /// This authenticator holds a passkey for this account already.
    AlreadyRegistered,
    /// This authenticator holds no passkey that was asked for.
    NoPasskey,
    /// The provider named another domain than the connection's: nothing was asked of the authenticator.
    WrongDomain,
    /// The authenticator, or this system, cannot do it.
    NotSupported,
    /// Too many wrong PINs: only resetting the key helps, which erases it.
    PinBlocked,
    /// Three wrong PINs in a row: taking the key out and putting it in again helps.
    PinLockedUntilReinserted,
    /// The system does not let this program open the key.
    DeviceAccess,
    /// No room on the key for another passkey.
    KeyFull,
    /// What the provider, or the authenticator, sent is not what the standard says.
    BadOptions,
    /// The key was taken out, or the phone is gone.
    Gone,
    /// There is one ceremony at a time.
    CeremonyRunning,
}

/// Why a picture says nothing about an authenticator app.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PictureProblem {
    /// Not a picture, or a damaged one.
    NotAPicture,
    /// Neither PNG nor JPEG.
    OtherFormat,
    /// Too many bytes or pixels.
    TooLarge,
    /// No QR code in it.
    NoCode,
    /// Several codes for authenticator apps.
    SeveralCodes,
    /// A code for something else.
    NotForAuthenticators,
    /// An export of another app: several accounts.
    Export,
    /// Codes that count uses instead of time.
    Counting,
    /// The secret in it cannot be used.
    BrokenKey,
    /// Something else in it cannot be used.
    Broken,
}

/// What is wrong with the app's files.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FilesProblem {
    /// No space left.
    Full,
    /// Missing rights, or something that is no file of ours.
    NotWritable,
    /// Of a newer version of the app.
    NewerVersion,
}

impl From<account::totp::CodeProblem> for CodeProblem {
    fn from(problem: account::totp::CodeProblem) -> Self {
        use account::totp::CodeProblem as Origin;
        match problem {
            Origin::Previous { wait_secs } => Self::Previous { wait_secs },
            Origin::Next { wait_secs } => Self::Next { wait_secs },
            Origin::ClockOff { seconds } => Self::ClockOff {
                seconds: clamp(seconds),
            },
            Origin::Spent { wait_secs } => Self::Spent { wait_secs },
            Origin::NotDigits => Self::NotDigits,
            Origin::WrongLength { expected } => Self::WrongLength { expected },
            Origin::OfSomethingElse => Self::OfSomethingElse,
        }
    }
}

impl From<account::PictureProblem> for PictureProblem {
    fn from(problem: account::PictureProblem) -> Self {
        use account::PictureProblem as Origin;
        match problem {
            Origin::Unread(ReadError::NotAPicture) => Self::NotAPicture,
            Origin::Unread(ReadError::OtherFormat) => Self::OtherFormat,
            Origin::Unread(ReadError::TooLarge) => Self::TooLarge,
            Origin::Unread(ReadError::NoCode) => Self::NoCode,
            Origin::SeveralCodes => Self::SeveralCodes,
            Origin::Address(AddressError::Scheme) => Self::NotForAuthenticators,
            Origin::Address(AddressError::Migration) => Self::Export,
            Origin::Address(AddressError::Hotp) => Self::Counting,
            Origin::Address(AddressError::Key(_)) => Self::BrokenKey,
            Origin::Address(
                AddressError::TooLong
                | AddressError::Kind
                | AddressError::Malformed
                | AddressError::Duplicate(_)
                | AddressError::Digits
                | AddressError::Period
                | AddressError::Algorithm,
            ) => Self::Broken,
        }
    }
}

impl From<RecordError> for FilesProblem {
    fn from(problem: RecordError) -> Self {
        match problem {
            RecordError::Full => Self::Full,
            RecordError::Newer => Self::NewerVersion,
            RecordError::NotWritable | RecordError::TooLarge => Self::NotWritable,
        }
    }
}
