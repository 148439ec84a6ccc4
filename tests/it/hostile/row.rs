//! One line of the table: what comes in, and what must come of it.

use std::{pin::Pin, time::Duration};

use account::{CallbackProblem, Error, InvalidReason, Refusal, StepUpReason, UnreachableKind};

use super::{address::Address, play::Play, stage::Scene};

/// One line of the table; a row of the list may take several.
pub(crate) struct Row {
    /// Its name in the list of hostile inputs: group and number.
    pub(crate) id: &'static str,
    pub(crate) what: &'static str,
    pub(crate) how: How,
    pub(crate) verdict: Verdict,
    /// How many requests come to the place where the trap is.
    pub(crate) asks: usize,
    /// Other places that may be asked.
    pub(crate) also: &'static [&'static str],
    /// Other places where something happens too, the same to every input.
    pub(crate) meanwhile: Vec<(&'static str, Play)>,
    pub(crate) within: Duration,
    pub(crate) leaves: Leaves,
    pub(crate) pending: Option<&'static str>,
}

/// How a row is played.
pub(crate) enum How {
    /// Each input is what happens to one request after the other; the last goes on for ever.
    Trap(Scene, Vec<Vec<Play>>),
    /// Each input is an address that comes in instead of the one that is waited for.
    Address(Scene, Vec<Address>, Fate),
    /// In its own way.
    Own(Own),
}

/// What becomes of the sign-in that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It waits on, and the address that it waits for is still good.
    Kept,
    /// It is over: the address was authenticated by its state.
    Consumed,
}

/// What is wrong with how a row ended.
pub(crate) type Findings = Vec<String>;
pub(crate) type Own = fn() -> Pin<Box<dyn Future<Output = Findings>>>;

/// What stands in vault and files afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaves {
    /// Every byte as before; a success may change what it has to.
    AsBefore,
    /// The session has gone out of the vault.
    NoSession,
    /// The same refresh token as before.
    SameToken,
    /// The session was refreshed on the way.
    Renewed,
    /// The list on disk is without what the provider says is gone.
    AsToldByTheProvider,
}

/// What came of it, in the app's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It worked.
    Fine,
    /// An answer of another shape, and where it differs.
    Shape(String),
    /// An answer of another shape; it is broken, and where is chance.
    AnyShape,
    /// An answer that nobody documented: `Redirect`, `NotJson`, `TooLarge`, `Encoding`.
    Odd(String),
    /// A status that says it all.
    Status(u16),
    Unreachable(UnreachableKind),
    RateLimited(u64),
    Refused(Refusal),
    Misconfigured(String),
    IdToken(&'static str),
    StepUp(StepUpReason),
    SecondFactor,
    /// An address that changed nothing, or ended what it was authenticated for.
    Callback(CallbackProblem),
    InvalidInput(InvalidReason),
    SignedOut,
    /// Signed out here; the provider did not hear of it.
    NotRevoked,
    NotFound,
    NotThisProvider,
    ClockOff,
    Other(String),
}

pub(crate) const OFFLINE: Verdict = Verdict::Unreachable(UnreachableKind::Offline);
pub(crate) const TIMED_OUT: Verdict = Verdict::Unreachable(UnreachableKind::TimedOut);

pub(crate) fn shape(path: &str) -> Verdict {
    Verdict::Shape(path.to_owned())
}

pub(crate) fn odd(what: &str) -> Verdict {
    Verdict::Odd(what.to_owned())
}

pub(crate) fn misconfigured(hint: &str) -> Verdict {
    Verdict::Misconfigured(hint.to_owned())
}

/// Several inputs, each done to every request.
pub(crate) fn each(plays: impl IntoIterator<Item = Play>) -> Vec<Vec<Play>> {
    plays.into_iter().map(|play| vec![play]).collect()
}

/// One input: this to the first request, that to the second, and so on.
pub(crate) fn in_turn(plays: impl IntoIterator<Item = Play>) -> Vec<Vec<Play>> {
    vec![plays.into_iter().collect()]
}

/// A row that is played at a trap.
pub(crate) fn row(
    id: &'static str,
    what: &'static str,
    scene: Scene,
    inputs: Vec<Vec<Play>>,
    verdict: Verdict,
) -> Row {
    Row {
        id,
        what,
        how: How::Trap(scene, inputs),
        verdict,
        asks: 1,
        also: &[],
        meanwhile: Vec::new(),
        within: QUICK,
        leaves: Leaves::AsBefore,
        pending: None,
    }
}

/// A row that is played with addresses, each of which comes in while a sign-in waits.
pub(crate) fn addresses(
    id: &'static str,
    what: &'static str,
    inputs: Vec<Address>,
    verdict: Verdict,
    fate: Fate,
) -> Row {
    let how = How::Address(Scene::SignIn, inputs, fate);
    let asks = usize::from(verdict == Verdict::Fine);

    Row {
        how,
        asks,
        ..row(id, what, Scene::SignIn, Vec::new(), verdict)
    }
}

/// A row that is played in its own way.
pub(crate) fn own(id: &'static str, what: &'static str, own: Own) -> Row {
    Row {
        how: How::Own(own),
        ..row(id, what, Scene::SignIn, Vec::new(), Verdict::Fine)
    }
}

/// For what has no reason to wait; the machine may be busy.
pub(crate) const QUICK: Duration = Duration::from_secs(8);

impl Row {
    pub(crate) fn asks(self, asks: usize) -> Self {
        Self { asks, ..self }
    }

    pub(crate) fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }

    pub(crate) fn meanwhile(mut self, place: &'static str, play: Play) -> Self {
        self.meanwhile.push((place, play));

        self
    }

    /// The same where another scene is set; only for addresses.
    pub(crate) fn at(mut self, scene: Scene) -> Self {
        if let How::Address(at, ..) = &mut self.how {
            *at = scene;
        }

        self
    }

    pub(crate) fn within(self, secs: u64) -> Self {
        Self {
            within: Duration::from_secs(secs),
            ..self
        }
    }

    pub(crate) fn leaves(self, leaves: Leaves) -> Self {
        Self { leaves, ..self }
    }

    /// The app does not do it yet, for this reason. The table fails as soon as it does.
    pub(crate) fn pending(self, why: &'static str) -> Self {
        Self {
            pending: Some(why),
            ..self
        }
    }

    pub(crate) fn group(&self) -> &'static str {
        &self.id[..2]
    }

    pub(crate) fn inputs(&self) -> usize {
        match &self.how {
            How::Trap(_, inputs) => inputs.len(),
            How::Address(_, inputs, _) => inputs.len(),
            How::Own(_) => 1,
        }
    }
}

impl Verdict {
    /// Whether this is what the row wants.
    pub(crate) fn is_as(&self, wanted: &Self) -> bool {
        self == wanted || (*wanted == Self::AnyShape && matches!(self, Self::Shape(_)))
    }

    pub(crate) fn of(error: &Error) -> Self {
        match error {
            Error::ProviderFailed { status, what, .. } => {
                let path = what
                    .strip_prefix("Shape { path: \"")
                    .and_then(|rest| rest.strip_suffix("\" }"));
                match (path, what.as_str()) {
                    (Some(path), _) => shape(path),
                    (None, "Status") => Self::Status(status.unwrap_or_default()),
                    (None, word) => odd(word),
                }
            }
            Error::Unreachable { kind, .. } => Self::Unreachable(*kind),
            Error::RateLimited { retry_after } => Self::RateLimited(retry_after.as_secs()),
            Error::Refused(refusal) => Self::Refused(*refusal),
            Error::Misconfigured { hint, .. } => misconfigured(hint),
            Error::IdToken { rule } => Self::IdToken(rule),
            Error::StepUpRequired(reason) => Self::StepUp(*reason),
            Error::SignedOut => Self::SignedOut,
            Error::NotFound => Self::NotFound,
            Error::NotThisProvider { .. } => Self::NotThisProvider,
            Error::ClockOff { .. } => Self::ClockOff,
            Error::Callback(problem) => Self::Callback(*problem),
            Error::InvalidInput(invalid) => Self::InvalidInput(invalid.reason),
            Error::Unavailable(_)
            | Error::CodeNotRight(_)
            | Error::Picture(_)
            | Error::Cancelled
            | Error::StepUpDidNotHelp(_)
            | Error::WrongAccount { .. }
            | Error::Vault(_)
            | Error::BrowserNotOpened
            | Error::LoopbackBusy
            | Error::Files(_)
            | Error::Managed
            | Error::Busy
            | Error::Defect(_) => Self::Other(error.to_string()),
        }
    }
}
