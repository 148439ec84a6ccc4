//! What a failure means for the person.

use std::{sync::Arc, time::Duration};

use crate::{
    factors::PictureProblem,
    invalid::Invalid,
    ports::{EntropyError, RecordError, VaultError},
    probe::NoneReason,
    totp::CodeProblem,
};

/// What a failure means for the person. A variant exists because the page does something different for it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// A value typed by the person.
    #[error(transparent)]
    InvalidInput(#[from] Invalid),
    /// No such account, connection or pending sign-in.
    #[error("not found")]
    NotFound,
    /// The account has to sign in again.
    #[error("the session has ended")]
    SignedOut,
    /// The person stopped it, here or at the provider.
    #[error("cancelled")]
    Cancelled,
    /// No answer from the provider.
    #[error("{host} did not answer ({kind:?})")]
    Unreachable {
        /// Who was asked.
        host: String,
        /// What happened instead of an answer.
        kind: UnreachableKind,
    },
    /// The provider wants fewer questions.
    #[error("rate limited for {} s", retry_after.as_secs())]
    RateLimited {
        /// When to try again.
        retry_after: Duration,
    },
    /// The provider's documented refusal of what the person did.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The feature is not there: not a failure, but a tier to draw.
    #[error("not there: {0:?}")]
    Unavailable(NoneReason),
    /// Provider and connection do not fit; the hint is the provider's own code.
    #[error("the provider is not set up for this: {hint}")]
    Misconfigured {
        /// An error code of the vendor, at most 64 characters.
        hint: String,
        /// For the provider's support.
        request_id: Option<String>,
    },
    /// An answer that nobody documented.
    #[error("unexpected answer {status:?} ({what})")]
    ProviderFailed {
        /// The HTTP status, where there was one.
        status: Option<u16>,
        /// What was wrong with it; never a part of it.
        what: String,
        /// For the provider's support.
        request_id: Option<String>,
    },
    /// Somebody answers there, but not this kind of provider.
    #[error("{host} is not this kind of provider")]
    NotThisProvider {
        /// Who was asked.
        host: String,
    },
    /// The provider wants proof that is newer or stronger before it does this. Nothing was changed: after the proof
    /// the same request can be made once more.
    #[error("a step-up is required: {0:?}")]
    StepUpRequired(StepUpReason),
    /// The person has just given that proof, and the provider still refuses.
    #[error("the step-up did not help: {0:?}")]
    StepUpDidNotHelp(StepUpReason),
    /// The code is not the one that an authenticator app shows now; nothing was sent.
    #[error("the code is not right: {0}")]
    CodeNotRight(#[from] CodeProblem),
    /// A picture says nothing about an authenticator app.
    #[error("the picture was of no use: {0}")]
    Picture(#[from] PictureProblem),
    /// The clock of this machine is too far off to check a sign-in.
    #[error("the clock is {seconds} s off")]
    ClockOff {
        /// How far this machine's clock is ahead of the provider's; negative when behind.
        seconds: i64,
    },
    /// The provider's ID token broke a rule (OpenID Connect Core §3.1.3.7).
    #[error("the id token broke the rule {rule}")]
    IdToken {
        /// The claim or part that broke it.
        rule: &'static str,
    },
    /// Somebody else came back than was asked for.
    #[error("another account came back")]
    WrongAccount {
        /// Who was asked for.
        expected: String,
        /// Who came.
        came_back_as: String,
    },
    /// A callback that cannot be used.
    #[error("the callback was refused: {0:?}")]
    Callback(CallbackProblem),
    /// The vault did not do its part; nothing was changed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// No browser opened; the link can be copied.
    #[error("the browser could not be opened")]
    BrowserNotOpened,
    /// Every port of the loopback way is taken.
    #[error("every loopback port is taken")]
    LoopbackBusy,
    /// The app's own files.
    #[error(transparent)]
    Files(#[from] RecordError),
    /// A file of the team rules here.
    #[error("managed by a file")]
    Managed,
    /// Another process does the same right now.
    #[error("another process is busy with this account")]
    Busy,
    /// A mistake of ours, or of the system.
    #[error("internal: {0}")]
    Defect(Arc<str>),
}

/// What happened instead of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnreachableKind {
    /// No name, no route, no listener, or cut in the middle.
    Offline,
    /// The way out is a proxy that wants to know who is asking; whoever runs the network can tell.
    ProxyAuthentication,
    /// The server's certificate was not accepted, or no common protocol.
    Tls,
    /// Nothing came within the deadline.
    TimedOut,
}

/// Why a provider wants more proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepUpReason {
    /// A recent sign-in with a second factor.
    RecentSecondFactor,
    /// A sign-in that asks for the permission to do this.
    MissingPermission,
    /// A ceremony with a security key or passkey of this account.
    Elevation,
}

/// A documented refusal, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Unknown address or wrong password; providers do not tell which.
    WrongEmailOrPassword,
    /// The address has to be verified first.
    EmailNotVerified,
    /// An administrator switched the account off.
    AccountDisabled,
    /// Nobody may create an account here.
    SignUpClosed,
    /// There is an account with this address.
    EmailTaken,
    /// Shorter than the provider's minimum.
    PasswordTooShort,
    /// Found in a collection of leaked passwords.
    PasswordLeaked,
    /// The person, or a rule of the provider, said no.
    AccessDenied,
    /// The provider blocks this account.
    Blocked,
    /// Too many wrong tries.
    TooManyAttempts,
    /// The provider wants the person on its page.
    LoginRequired,
    /// What was sent is no longer good.
    Expired,
    /// The code is not the right one, or no longer.
    WrongCode,
    /// The person said no in the provider's app.
    NotApproved,
    /// The provider does not let go of it: often the last one that its rules want.
    NotRemovable,
    /// There is one already.
    AlreadyAdded,
    /// The provider does not offer it to this account.
    NotOffered,
    /// The phone number cannot be used.
    PhoneNumberRefused,
    /// The e-mail address cannot be used.
    EmailRefused,
    /// The new password breaks a rule of the provider.
    PasswordRefused,
    /// The person is not there any more, or their address is blocked.
    AccountGone,
    /// The address is verified already.
    AlreadyVerified,
    /// An authenticator app is active: a new key would make its codes useless.
    AuthenticatorActive,
    /// Nothing else is known by which the person could sign in again.
    LastWayIn,
    /// The provider wants a passkey for this, and the account has none. The first one has to be added elsewhere.
    NoPasskey,
    /// The passkey did not prove who the person is, or took too long.
    PasskeyRefused,
    /// The passkey that an authenticator has just made was not taken: it opens nothing, and is best deleted there.
    PasskeyNotRegistered,
    /// Accounts without a way to sign in again may not do this.
    AnonymousAccount,
    /// The personal access token is none, or no longer good.
    TokenRefused,
    /// That account elsewhere signs somebody else in already.
    LinkedElsewhere,
}

/// Why a callback changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackProblem {
    /// Not an address at all.
    NotAnAddress,
    /// An address, but not one of ours.
    NotOurs,
    /// Longer than any callback.
    TooLarge,
    /// Characters or escapes that cannot be in it.
    BadEncoding,
    /// A parameter twice.
    RepeatedParameter,
    /// No state in it.
    NoState,
    /// Neither a code nor an error in it, or one that cannot be.
    NoCode,
    /// A token in it, which a browser must never carry.
    TokenInAddress,
    /// No sign-in is waiting.
    NothingPending,
    /// Not the state of the sign-in that is waiting.
    UnknownState,
    /// The sign-in waited for too long.
    Expired,
    /// No such connection.
    UnknownConnection,
    /// It comes from another provider than the one that was asked.
    WrongIssuer,
}

impl Error {
    pub(crate) fn defect(what: impl std::fmt::Display) -> Self {
        Self::Defect(what.to_string().into())
    }
}

impl From<EntropyError> for Error {
    fn from(error: EntropyError) -> Self {
        Self::defect(error)
    }
}
