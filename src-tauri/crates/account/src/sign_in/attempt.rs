//! The sign-ins under way: at most one per connection, in memory, each good for one callback.

use std::{collections::HashMap, time::Duration};

use protocol::{
    Url,
    callback::{Callback, RedirectTarget},
    discovery::Metadata,
    dpop::Dpop,
    secret::{AuthorizationCode, CodeVerifier, Nonce, State},
};

use super::{SignInPhase, StartSignIn};
use crate::{
    connection::{ConnectionId, RedirectWay},
    error::{CallbackProblem, Error},
    ports::{Clock, Listening},
    state::SignInStatus,
};

/// A sign-in lives as long as a person may look for their phone, and no longer (RFC 6819 §5.3.5).
pub(crate) const LIFE: Duration = Duration::from_secs(600);

/// The sign-ins under way.
#[derive(Default)]
pub(crate) struct SignIns {
    last_number: u64,
    attempts: HashMap<ConnectionId, Attempt>,
}

/// One sign-in: what the page sees, and what a callback is checked against.
pub(super) struct Attempt {
    /// Tells it from an earlier one of the same connection.
    pub(super) number: u64,
    pub(super) status: SignInStatus,
    pub(super) request: StartSignIn,
    pub(super) url: Url,
    /// Taken by the callback that belongs to it.
    waiting: Option<Waiting>,
    /// What came back while the vault was closed.
    returned: Option<Returned>,
    started: Duration,
}

/// The secret half of a request. Never leaves memory; wiped when dropped.
pub(super) struct Waiting {
    pub(super) target: RedirectTarget,
    pub(super) state: State,
    pub(super) nonce: Nonce,
    pub(super) verifier: CodeVerifier,
    pub(super) metadata: Metadata,
    /// The key of the session to be.
    pub(super) dpop: Option<Dpop>,
    /// Who has to come back.
    pub(super) expected: Option<Expected>,
    /// Open while the sign-in waits.
    pub(super) listening: Option<Box<dyn Listening>>,
}

/// Who has to come back.
#[derive(Clone)]
pub(super) struct Expected {
    pub(super) subject: String,
    /// How to call them.
    pub(super) label: String,
    /// What to fill in at the provider.
    pub(super) email: Option<String>,
}

/// A code that belongs to its request and has not been redeemed.
pub(super) struct Returned {
    pub(super) waiting: Waiting,
    pub(super) code: AuthorizationCode,
}

impl SignIns {
    /// Begins an attempt; an earlier one of this connection is superseded.
    pub(super) fn begin(
        &mut self,
        request: StartSignIn,
        redirect: RedirectWay,
        url: Url,
        waiting: Waiting,
        clock: &dyn Clock,
    ) -> u64 {
        self.last_number += 1;
        let now = clock.now();
        let status = SignInStatus {
            connection: request.connection.clone(),
            account: request.account.clone(),
            redirect,
            started: now,
            expires: now + LIFE,
            phase: SignInPhase::Waiting,
        };
        let attempt = Attempt {
            number: self.last_number,
            status,
            url,
            waiting: Some(waiting),
            returned: None,
            started: clock.elapsed(),
            request,
        };
        self.attempts
            .insert(attempt.request.connection.clone(), attempt);

        self.last_number
    }

    pub(super) fn find(&self, connection: &ConnectionId) -> Option<&Attempt> {
        self.attempts.get(connection)
    }

    pub(crate) fn statuses(&self) -> Vec<SignInStatus> {
        let mut statuses: Vec<_> = self
            .attempts
            .values()
            .map(|attempt| attempt.status.clone())
            .collect();
        statuses.sort_by(|one, other| one.connection.cmp(&other.connection));

        statuses
    }

    /// The connection whose listener has this port.
    pub(crate) fn listening_on(&self, port: u16) -> Option<ConnectionId> {
        let listens = |attempt: &&Attempt| {
            let listening = attempt
                .waiting
                .as_ref()
                .and_then(|waiting| waiting.listening.as_ref());
            listening.is_some_and(|listening| listening.port() == port)
        };

        self.attempts
            .values()
            .find(listens)
            .map(|attempt| attempt.request.connection.clone())
    }

    /// Where a callback of this connection has to arrive.
    pub(crate) fn target(&self, connection: &ConnectionId) -> Option<RedirectTarget> {
        let waiting = self.attempts.get(connection)?.waiting.as_ref()?;

        Some(waiting.target.clone())
    }

    /// Takes the secret half for a callback that belongs to it. Anything else changes nothing.
    pub(super) fn take(
        &mut self,
        connection: &ConnectionId,
        callback: &Callback,
        clock: &dyn Clock,
    ) -> Result<(u64, Waiting), CallbackProblem> {
        let attempt = self
            .attempts
            .get_mut(connection)
            .ok_or(CallbackProblem::NothingPending)?;
        let waiting = attempt
            .waiting
            .as_ref()
            .ok_or(CallbackProblem::NothingPending)?;
        if !callback.answers(&waiting.state) {
            return Err(CallbackProblem::UnknownState);
        }
        if clock.elapsed() >= attempt.started + LIFE || clock.now() >= attempt.status.expires {
            attempt.expire();
            return Err(CallbackProblem::Expired);
        }
        // Its own state authenticates it: from here on this callback has used the attempt up.
        let mut waiting = attempt
            .waiting
            .take()
            .ok_or(CallbackProblem::NothingPending)?;
        waiting.listening = None;

        Ok((attempt.number, waiting))
    }

    /// Ends the attempt if it still waits, because its time is over.
    pub(super) fn expire(&mut self, connection: &ConnectionId, number: u64) -> bool {
        let Some(attempt) = self.attempts.get_mut(connection) else {
            return false;
        };
        let is_over = attempt.number == number && attempt.waiting.is_some();
        if is_over {
            attempt.expire();
        }

        is_over
    }

    /// Changes the phase, unless the attempt has been superseded or cancelled.
    pub(super) fn set_phase(&mut self, connection: &ConnectionId, number: u64, phase: SignInPhase) {
        if let Some(attempt) = self.attempts.get_mut(connection)
            && attempt.number == number
        {
            attempt.status.phase = phase;
        }
    }

    /// Keeps a code until the vault can be written.
    pub(super) fn park(&mut self, connection: &ConnectionId, number: u64, returned: Returned) {
        if let Some(attempt) = self.attempts.get_mut(connection)
            && attempt.number == number
        {
            attempt.returned = Some(returned);
        }
    }

    /// Takes the parked code to go on with it.
    pub(super) fn unpark(&mut self, connection: &ConnectionId) -> Option<(u64, Returned)> {
        let attempt = self.attempts.get_mut(connection)?;
        let returned = attempt.returned.take()?;

        Some((attempt.number, returned))
    }

    /// Whether this attempt is still the one that counts.
    pub(super) fn is_current(&self, connection: &ConnectionId, number: u64) -> bool {
        self.attempts
            .get(connection)
            .is_some_and(|attempt| attempt.number == number)
    }

    /// Ends the attempt and forgets it; whatever comes back later finds nothing.
    pub(crate) fn remove(&mut self, connection: &ConnectionId) -> bool {
        self.attempts.remove(connection).is_some()
    }

    /// Ends and forgets them all.
    pub(crate) fn clear(&mut self) {
        self.attempts.clear();
    }

    pub(super) fn remove_number(&mut self, connection: &ConnectionId, number: u64) {
        if self.is_current(connection, number) {
            self.attempts.remove(connection);
        }
    }
}

impl Attempt {
    fn expire(&mut self) {
        self.waiting = None;
        self.status.phase = SignInPhase::Failed(Error::Callback(CallbackProblem::Expired));
    }
}
