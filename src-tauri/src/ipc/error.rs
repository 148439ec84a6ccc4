//! What the page has a screen for when something fails.

use std::sync::atomic::{AtomicU32, Ordering};

use account::{
    Error, Invalid, LOOPBACK_PORTS, UnreachableKind, ports::RecordError, qr::ReadError,
    totp::AddressError,
};
use serde::Serialize;
use specta::Type;

use super::refusal::{
    CallbackProblem, InvalidReason, NoneReason, Refusal, StepUpReason, VaultProblem,
};
use crate::{authenticator::NoAuthenticator, ceremony::AlreadyRunning, clipboard::Unavailable};

/// What the page has a screen for when something fails. The sentence is the page's matter.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(
    tag = "code",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub(crate) enum CommandError {
    /// A value typed by the person; the field is named as on the request.
    InvalidInput {
        field: String,
        reason: InvalidReason,
    },
    /// No such account, connection or pending sign-in.
    NotFound,
    /// The account has to sign in again.
    SignedOut,
    /// The person stopped it.
    Cancelled,
    /// No answer from the provider.
    Offline { host: String },
    /// The proxy of the network wants a name and a password.
    ProxyAuthentication { host: String },
    /// The provider's certificate was not accepted.
    Tls { host: String },
    /// No answer in time.
    TimedOut { host: String },
    /// The provider wants fewer questions.
    RateLimited { retry_after_secs: u32 },
    /// The provider's documented refusal of what the person did.
    Refused { refusal: Refusal },
    /// The feature is not there: a tier to draw, not a failure.
    Unavailable { reason: NoneReason },
    /// Provider and connection do not fit; the hint is the provider's own code.
    Misconfigured {
        hint: String,
        request_id: Option<String>,
    },
    /// An answer that nobody documented.
    ProviderFailed {
        status: Option<u16>,
        request_id: Option<String>,
    },
    /// Somebody answers there, but not this kind of provider.
    NotThisProvider { host: String },
    /// The provider wants newer or stronger proof first; then the same request can be made once more.
    StepUpRequired { reason: StepUpReason },
    /// That proof has just been given, and the provider still refuses.
    StepUpDidNotHelp { reason: StepUpReason },
    /// The code is not the one that the authenticator app shows now; nothing was sent.
    CodeNotRight { problem: CodeProblem },
    /// A picture says nothing about an authenticator app.
    PictureNotRight { problem: PictureProblem },
    /// No program on this computer takes what an authenticator app needs.
    NoAuthenticator,
    /// The clipboard takes nothing right now.
    ClipboardBusy,
    /// This machine's clock is ahead by so many seconds; behind when negative.
    ClockOff { seconds: i32 },
    /// The provider's ID token broke a rule.
    IdToken { rule: String },
    /// Somebody else came back than was asked for.
    WrongAccount {
        expected: String,
        came_back_as: String,
    },
    /// A callback that changed nothing.
    Callback { reason: CallbackProblem },
    /// The vault is closed.
    Vault { reason: VaultProblem },
    /// No browser opened; the link can be copied.
    BrowserNotOpened,
    /// Every port of the loopback way is taken.
    LoopbackBusy { ports: Vec<u16> },
    /// The app's own files.
    Files { reason: FilesProblem },
    /// A file of the team rules here.
    Managed,
    /// Another process is busy with the same account.
    Busy,
    /// The authenticator, or the person at it, did not bring it about.
    Passkey { problem: PasskeyProblem },
    /// The page called in a way in which nothing of the app calls: a mistake of ours, or a script that is not.
    CallRefused { problem: CallProblem },
    /// A mistake of ours; the reference stands in the log.
    Internal { reference: String },
}

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

/// The one place where a failed command is logged.
impl From<Error> for CommandError {
    fn from(error: Error) -> Self {
        let reference = reference();
        if let Error::Defect(_) = error {
            tracing::error!(%error, reference, "a command failed");
        } else {
            tracing::info!(%error, "a command was refused");
        }

        Self::of(error, reference)
    }
}

/// A person's own "stop" is no problem of a passkey.
impl From<passkey::Error> for CommandError {
    fn from(error: passkey::Error) -> Self {
        use passkey::Error as Origin;
        tracing::info!(%error, "a ceremony came to nothing");
        let problem = match error {
            Origin::Cancelled => return Self::Cancelled,
            Origin::TimedOut => PasskeyProblem::TimedOut,
            Origin::AlreadyRegistered => PasskeyProblem::AlreadyRegistered,
            Origin::NoPasskey => PasskeyProblem::NoPasskey,
            Origin::NotADomain | Origin::Options(passkey::OptionsError::RelyingParty) => {
                PasskeyProblem::WrongDomain
            }
            Origin::Options(_) | Origin::Answer(_) => PasskeyProblem::BadOptions,
            Origin::UserVerificationUnavailable | Origin::NotSupported => {
                PasskeyProblem::NotSupported
            }
            Origin::PinBlocked => PasskeyProblem::PinBlocked,
            Origin::PinBlockedForNow => PasskeyProblem::PinLockedUntilReinserted,
            Origin::NoPermission => PasskeyProblem::DeviceAccess,
            Origin::Full => PasskeyProblem::KeyFull,
            Origin::Gone => PasskeyProblem::Gone,
            Origin::Denied | Origin::PinRefused | Origin::Platform(_) | _ => PasskeyProblem::Denied,
        };

        Self::Passkey { problem }
    }
}

impl From<AlreadyRunning> for CommandError {
    fn from(_: AlreadyRunning) -> Self {
        Self::Passkey {
            problem: PasskeyProblem::CeremonyRunning,
        }
    }
}

impl From<Invalid> for CommandError {
    fn from(invalid: Invalid) -> Self {
        Self::from(Error::InvalidInput(invalid))
    }
}

impl CommandError {
    /// The same, for an error that is part of the state and has been logged where it happened.
    pub(crate) fn shown(error: &Error) -> Self {
        Self::of(error.clone(), String::new())
    }

    fn of(error: Error, reference: String) -> Self {
        match error {
            Error::InvalidInput(invalid) => Self::InvalidInput {
                field: camel_case(invalid.field),
                reason: invalid.reason.into(),
            },
            Error::NotFound => Self::NotFound,
            Error::SignedOut => Self::SignedOut,
            Error::Cancelled => Self::Cancelled,
            Error::Unreachable {
                host,
                kind: UnreachableKind::Offline,
            } => Self::Offline { host },
            Error::Unreachable {
                host,
                kind: UnreachableKind::ProxyAuthentication,
            } => Self::ProxyAuthentication { host },
            Error::Unreachable {
                host,
                kind: UnreachableKind::Tls,
            } => Self::Tls { host },
            Error::Unreachable {
                host,
                kind: UnreachableKind::TimedOut,
            } => Self::TimedOut { host },
            Error::RateLimited { retry_after } => Self::RateLimited {
                retry_after_secs: u32::try_from(retry_after.as_secs()).unwrap_or(u32::MAX),
            },
            Error::Refused(refusal) => Self::Refused {
                refusal: refusal.into(),
            },
            Error::Unavailable(reason) => Self::Unavailable {
                reason: reason.into(),
            },
            Error::Misconfigured { hint, request_id } => Self::Misconfigured { hint, request_id },
            Error::ProviderFailed {
                status, request_id, ..
            } => Self::ProviderFailed { status, request_id },
            Error::NotThisProvider { host } => Self::NotThisProvider { host },
            Error::StepUpRequired(reason) => Self::StepUpRequired {
                reason: reason.into(),
            },
            Error::StepUpDidNotHelp(reason) => Self::StepUpDidNotHelp {
                reason: reason.into(),
            },
            Error::CodeNotRight(problem) => Self::CodeNotRight {
                problem: problem.into(),
            },
            Error::Picture(problem) => Self::PictureNotRight {
                problem: problem.into(),
            },
            Error::ClockOff { seconds } => Self::ClockOff {
                seconds: clamp(seconds),
            },
            Error::IdToken { rule } => Self::IdToken {
                rule: rule.to_owned(),
            },
            Error::WrongAccount {
                expected,
                came_back_as,
            } => Self::WrongAccount {
                expected,
                came_back_as,
            },
            Error::Callback(problem) => Self::Callback {
                reason: problem.into(),
            },
            Error::Vault(problem) => Self::Vault {
                reason: problem.into(),
            },
            Error::BrowserNotOpened => Self::BrowserNotOpened,
            Error::LoopbackBusy => Self::LoopbackBusy {
                ports: LOOPBACK_PORTS.to_vec(),
            },
            Error::Files(problem) => Self::Files {
                reason: problem.into(),
            },
            Error::Managed => Self::Managed,
            Error::Busy => Self::Busy,
            Error::Defect(_) => Self::Internal { reference },
        }
    }
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

impl From<NoAuthenticator> for CommandError {
    fn from(_: NoAuthenticator) -> Self {
        tracing::info!("no authenticator app took the address");

        Self::NoAuthenticator
    }
}

impl From<Unavailable> for CommandError {
    fn from(_: Unavailable) -> Self {
        tracing::info!("the clipboard took nothing");

        Self::ClipboardBusy
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

/// A word to find the line in the log by, new for every failure of this run.
pub(super) fn reference() -> String {
    static LAST: AtomicU32 = AtomicU32::new(0);
    let number = LAST.fetch_add(1, Ordering::Relaxed).wrapping_add(1);

    format!("{:x}-{number}", std::process::id())
}

pub(super) fn clamp(seconds: i64) -> i32 {
    i32::try_from(seconds).unwrap_or(if seconds < 0 { i32::MIN } else { i32::MAX })
}

/// Fields are named by the page in its own case.
pub(super) fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut text = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        text.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        text.push_str(letters.as_str());
    }

    text
}
