//! What the page has a screen for when something fails.

mod problem;

use std::sync::atomic::{AtomicU32, Ordering};

use account::{Error, Invalid, LOOPBACK_PORTS, UnreachableKind};
use serde::Serialize;
use specta::Type;

pub(crate) use self::problem::{
    CallProblem, CodeProblem, FilesProblem, PasskeyProblem, PictureProblem,
};
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
