//! Step-up: what a provider demands becomes a question to the person, and never the same one twice in a row.

use std::time::Duration;

use crate::{
    context::Context,
    error::{Error, StepUpReason},
    session::Session,
};

/// Something that was proven by signing in anew.
#[derive(Clone, Copy)]
pub(crate) struct SteppedUp {
    pub(crate) reason: StepUpReason,
    /// On the clock that nobody can set back.
    pub(crate) at: Duration,
    /// The same moment for people, in seconds since 1970.
    pub(crate) at_secs: u32,
}

/// How long the person need not be asked for the same proof again. A provider that demands it all the same was not
/// helped by it. Providers let a proof count for fifteen minutes; the person has finished what they came for in a
/// third of that.
const JUST_PROVEN: Duration = Duration::from_secs(300);

/// What a provider's demand means: more proof is needed, or the proof just given did not help.
pub(crate) fn required(context: &Context, session: &Session, reason: StepUpReason) -> Error {
    if has_just_proven(context, session, reason) {
        Error::StepUpDidNotHelp(reason)
    } else {
        Error::StepUpRequired(reason)
    }
}

/// Whether this proof was given a moment ago.
pub(crate) fn has_just_proven(context: &Context, session: &Session, reason: StepUpReason) -> bool {
    let now = context.ports.clock.elapsed();
    let facts = session.facts();
    let mut recent = facts
        .stepped_up
        .iter()
        .filter(|proof| now.saturating_sub(proof.at) < JUST_PROVEN);

    recent.any(|proof| proof.reason == reason)
}
