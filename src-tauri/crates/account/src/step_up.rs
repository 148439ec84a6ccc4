//! Step-up: what a provider demands becomes a question to the person, and never the same one twice in a row.
//!
//! The proof is a sign-in from the beginning, in the browser. What it has to show for itself is checked here too: a
//! provider that ignores what it was asked for must not look as if it had agreed.

use std::time::Duration;

use protocol::id_token::Claims;

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

/// What a sign-in has to prove besides who came.
#[derive(Clone)]
pub(crate) struct Proof {
    /// Why the person is asked.
    pub(crate) reason: StepUpReason,
    /// What was proven a moment ago, and would be lost with the session that is replaced.
    further: Vec<StepUpReason>,
}

/// How long the person need not be asked for the same proof again. A provider that demands it all the same was not
/// helped by it. Providers let a proof count for fifteen minutes; the person has finished what they came for in a
/// third of that.
const JUST_PROVEN: Duration = Duration::from_secs(300);

/// The method that an ID token names after a second factor (`amr`, RFC 8176 §2).
const MFA: &str = "mfa";

/// What a provider's demand means: more proof is needed, or the proof just given did not help.
pub(crate) fn required(context: &Context, session: &Session, reason: StepUpReason) -> Error {
    let is_known = match reason {
        // That proof is in the access token, and gone with it.
        StepUpReason::Elevation => {
            let mut facts = session.facts();
            facts.wants_elevation = true;
            facts.is_elevated
        }
        StepUpReason::RecentSecondFactor | StepUpReason::MissingPermission => {
            recent(context, session).any(|known| known == reason)
        }
    };

    if is_known {
        Error::StepUpDidNotHelp(reason)
    } else {
        Error::StepUpRequired(reason)
    }
}

/// Remembers with the session that it was elevated now, besides what was proven before.
pub(crate) fn note_elevation(context: &Context, session: &Session) {
    let (at, at_secs) = (context.ports.clock.elapsed(), context.now_secs());
    let reason = StepUpReason::Elevation;
    let proofs = &mut session.facts().stepped_up;
    proofs.retain(|proof| proof.reason != reason);
    proofs.insert(
        0,
        SteppedUp {
            reason,
            at,
            at_secs,
        },
    );
}

/// Asks for an elevation beforehand, where the provider is known to want one.
///
/// # Errors
/// [`Error::StepUpRequired`].
pub(crate) fn check_elevation(context: &Context, session: &Session) -> Result<(), Error> {
    let is_wanted = {
        let facts = session.facts();
        facts.wants_elevation && !facts.is_elevated
    };

    match is_wanted {
        true => Err(required(context, session, StepUpReason::Elevation)),
        false => Ok(()),
    }
}

/// Why the session was stepped up a moment ago.
fn recent(context: &Context, session: &Session) -> impl Iterator<Item = StepUpReason> {
    let now = context.ports.clock.elapsed();
    let proofs = session.facts().stepped_up.clone();

    proofs
        .into_iter()
        .filter(move |proof| now.saturating_sub(proof.at) < JUST_PROVEN)
        .map(|proof| proof.reason)
}

impl Proof {
    /// What a sign-in for this reason has to prove.
    ///
    /// # Errors
    /// When no sign-in in a browser can prove it.
    pub(crate) fn of(
        context: &Context,
        session: &Session,
        reason: StepUpReason,
    ) -> Result<Self, Error> {
        if reason == StepUpReason::Elevation {
            return Err(Error::Misconfigured {
                hint: "no_elevation_in_a_browser".to_owned(),
                request_id: None,
            });
        }
        let further = recent(context, session).filter(|known| *known != reason);

        Ok(Self {
            reason,
            further: further.collect(),
        })
    }

    /// Whether the provider is to ask for a second factor.
    pub(crate) fn wants_second_factor(&self) -> bool {
        self.reasons()
            .any(|reason| reason == StepUpReason::RecentSecondFactor)
    }

    fn reasons(&self) -> impl Iterator<Item = StepUpReason> {
        std::iter::once(self.reason).chain(self.further.iter().copied())
    }

    /// Checks what the sign-in showed for itself.
    ///
    /// # Errors
    /// When the provider did not ask for a second factor although it was to.
    pub(crate) fn check(&self, claims: &Claims) -> Result<(), Error> {
        if self.wants_second_factor() && !claims.has_method(MFA) {
            return Err(Error::StepUpDidNotHelp(StepUpReason::RecentSecondFactor));
        }

        Ok(())
    }

    /// Remembers with the session that all this is proven now.
    pub(crate) fn note(&self, context: &Context, session: &Session) {
        let (at, at_secs) = (context.ports.clock.elapsed(), context.now_secs());
        let proven = self.reasons().map(|reason| SteppedUp {
            reason,
            at,
            at_secs,
        });

        session.facts().stepped_up = proven.collect();
    }
}
