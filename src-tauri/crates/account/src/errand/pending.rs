//! The errands under way: at most one per connection, in memory, each good for one callback.

use std::{collections::HashMap, time::Duration};

use nhost::{Pkce, Redirected};
use protocol::{callback::RedirectTarget, secret::State};

use super::{Address, AwaitedMail, Quest, WayHome};
use crate::{
    account::AccountId,
    connection::{ConnectionId, RedirectWay},
    error::{CallbackProblem, Error},
    ports::Clock,
    sign_in::{DevicePrompt, Returned, SignInHere, SignInPhase},
    state::{Errand, SignInStatus},
};

/// An errand lives as long as a person may look for their phone, and no longer (RFC 6819 §5.3.5).
pub(crate) const LIFE: Duration = Duration::from_secs(600);

/// The errands under way.
#[derive(Default)]
pub(crate) struct Errands {
    last_number: u64,
    attempts: HashMap<ConnectionId, Attempt>,
    /// Mails whose links lead back here: one to sign in for each connection, and one for each account.
    mails: Vec<AwaitedMail>,
}

/// Who asked for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asker {
    /// The errand that waits.
    Errand,
    /// A mail.
    Mail,
}

/// One errand: what the page sees, and what a callback is checked against.
struct Attempt {
    /// Tells it from an earlier one of the same connection.
    number: u64,
    status: SignInStatus,
    /// Nothing where nobody is sent anywhere.
    address: Option<Address>,
    /// Taken by the callback that belongs to it; nothing from the beginning where none can come.
    waiting: Option<Waiting>,
    /// What came back while the vault was closed.
    returned: Option<Returned>,
    started: Duration,
    life: Duration,
}

/// An errand whose person is in the browser.
pub(crate) struct Waiting {
    pub(crate) way: WayHome,
    pub(crate) quest: Quest,
}

impl Errands {
    /// Begins an errand; an earlier one of this connection is superseded.
    pub(super) fn begin(
        &mut self,
        waiting: Waiting,
        address: Address,
        life: Duration,
        clock: &dyn Clock,
    ) -> u64 {
        let now = clock.now();
        let status = SignInStatus {
            connection: waiting.quest.connection().clone(),
            account: waiting.quest.account().cloned(),
            purpose: waiting.quest.errand(),
            provider: waiting.quest.provider().map(str::to_owned),
            redirect: Some(match waiting.way.target {
                RedirectTarget::Scheme { .. } => RedirectWay::Scheme,
                RedirectTarget::Loopback { .. } => RedirectWay::Loopback,
            }),
            started: now,
            expires: now + life,
            phase: SignInPhase::Waiting,
        };
        self.add(status, Some(address), Some(waiting), clock, life)
    }

    /// Begins the end of what a mail was for: its link has brought somebody home. An earlier errand of this connection
    /// is superseded.
    pub(super) fn begin_by_mail(&mut self, mail: &AwaitedMail, clock: &dyn Clock) -> u64 {
        let now = clock.now();
        let status = SignInStatus {
            connection: mail.connection.clone(),
            account: mail.purpose.account().cloned(),
            purpose: Errand::MailLink,
            provider: None,
            redirect: None,
            started: now,
            expires: now + LIFE,
            phase: SignInPhase::Checking,
        };

        self.add(status, None, None, clock, LIFE)
    }

    /// Begins a sign-in on another device, from which no callback comes back; an earlier errand of this connection is
    /// superseded. Whoever asks the provider about it tells its end too.
    pub(crate) fn begin_on_device(
        &mut self,
        request: &SignInHere,
        prompt: DevicePrompt,
        life: Duration,
        clock: &dyn Clock,
    ) -> u64 {
        let now = clock.now();
        let url = prompt.complete_address.as_ref().unwrap_or(&prompt.address);
        let address = Some(Address::Open(url.clone()));
        let status = SignInStatus {
            connection: request.connection.clone(),
            account: request.account.clone(),
            purpose: Errand::OnDevice(prompt),
            provider: None,
            redirect: None,
            started: now,
            expires: now + life,
            phase: SignInPhase::Waiting,
        };

        self.add(status, address, None, clock, life)
    }

    fn add(
        &mut self,
        status: SignInStatus,
        address: Option<Address>,
        waiting: Option<Waiting>,
        clock: &dyn Clock,
        life: Duration,
    ) -> u64 {
        self.last_number += 1;
        let attempt = Attempt {
            number: self.last_number,
            address,
            waiting,
            returned: None,
            started: clock.elapsed(),
            life,
            status,
        };
        let connection = attempt.status.connection.clone();
        self.attempts.insert(connection, attempt);

        self.last_number
    }

    pub(super) fn address(&self, connection: &ConnectionId) -> Option<Address> {
        self.attempts.get(connection)?.address.clone()
    }

    /// How far the errand of this connection is.
    pub(crate) fn phase(&self, connection: &ConnectionId) -> Option<&SignInPhase> {
        let attempt = self.attempts.get(connection)?;

        Some(&attempt.status.phase)
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
                .and_then(|waiting| waiting.way.listening.as_ref());
            listening.is_some_and(|listening| listening.port() == port)
        };

        self.attempts
            .values()
            .find(listens)
            .map(|attempt| attempt.status.connection.clone())
    }

    /// Where a callback of this connection has to arrive.
    pub(crate) fn target(&self, connection: &ConnectionId) -> Option<RedirectTarget> {
        let waiting = self.attempts.get(connection)?.waiting.as_ref()?;

        Some(waiting.way.target.clone())
    }

    /// Who asked for this answer, and whether a code was due.
    pub(crate) fn asker(
        &self,
        connection: &ConnectionId,
        answer: &Redirected,
    ) -> Option<(Asker, Pkce)> {
        let attempt = self.attempts.get(connection);
        let waiting = attempt.and_then(|attempt| attempt.waiting.as_ref());
        if let Some(waiting) = waiting.filter(|it| answer.answers(&it.way.state)) {
            return Some((Asker::Errand, waiting.quest.pkce()));
        }
        let mail = self
            .mails
            .iter()
            .find(|mail| mail.is_of(connection, answer))?;

        Some((Asker::Mail, mail.pkce))
    }

    /// Whether anything at this connection waits for an answer.
    pub(crate) fn is_waiting(&self, connection: &ConnectionId) -> bool {
        let attempt = self.attempts.get(connection);

        attempt.is_some_and(|attempt| attempt.waiting.is_some())
            || self.mails.iter().any(|mail| mail.connection == *connection)
    }

    /// Whether there is an errand at this connection, be it over.
    pub(super) fn is_busy(&self, connection: &ConnectionId) -> bool {
        self.attempts.contains_key(connection)
    }

    /// Waits for the link of a mail; an earlier mail for the same is superseded.
    pub(super) fn await_mail(&mut self, mail: AwaitedMail) {
        self.mails.retain(|known| !known.is_superseded_by(&mail));
        self.mails.push(mail);
    }

    /// Takes what a mail was for, for the answer that belongs to it. It is good for this one.
    pub(super) fn take_mail(
        &mut self,
        connection: &ConnectionId,
        answer: &Redirected,
        clock: &dyn Clock,
    ) -> Result<AwaitedMail, CallbackProblem> {
        let at = self
            .mails
            .iter()
            .position(|mail| mail.is_of(connection, answer));
        let mail = self
            .mails
            .swap_remove(at.ok_or(CallbackProblem::UnknownState)?);
        match mail.is_over(clock) {
            true => Err(CallbackProblem::Expired),
            false => Ok(mail),
        }
    }

    /// Takes the secret half for an answer, if it says of the state that it is its own. Anything else changes nothing.
    pub(super) fn take(
        &mut self,
        connection: &ConnectionId,
        is_answer_to: impl FnOnce(&State) -> bool,
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
        if !is_answer_to(&waiting.way.state) {
            return Err(CallbackProblem::UnknownState);
        }
        if clock.elapsed() >= attempt.started + attempt.life
            || clock.now() >= attempt.status.expires
        {
            attempt.expire();
            return Err(CallbackProblem::Expired);
        }
        // Its own state authenticates it: from here on this callback has used the attempt up.
        let mut waiting = attempt
            .waiting
            .take()
            .ok_or(CallbackProblem::NothingPending)?;
        waiting.way.listening = None;

        Ok((attempt.number, waiting))
    }

    /// Lets the attempt wait again, because what came home could not be handed in.
    pub(crate) fn put_back(&mut self, connection: &ConnectionId, number: u64, waiting: Waiting) {
        if let Some(attempt) = self.attempts.get_mut(connection)
            && attempt.number == number
        {
            attempt.waiting = Some(waiting);
        }
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
    pub(crate) fn set_phase(&mut self, connection: &ConnectionId, number: u64, phase: SignInPhase) {
        if let Some(attempt) = self.attempts.get_mut(connection)
            && attempt.number == number
        {
            attempt.status.phase = phase;
        }
    }

    /// Keeps a code until the vault can be written.
    pub(crate) fn park(&mut self, connection: &ConnectionId, number: u64, returned: Returned) {
        if let Some(attempt) = self.attempts.get_mut(connection)
            && attempt.number == number
        {
            attempt.returned = Some(returned);
        }
    }

    /// Takes the parked code to go on with it.
    pub(crate) fn unpark(&mut self, connection: &ConnectionId) -> Option<(u64, Returned)> {
        let attempt = self.attempts.get_mut(connection)?;
        let returned = attempt.returned.take()?;

        Some((attempt.number, returned))
    }

    /// Whether this attempt is still the one that counts.
    pub(crate) fn is_current(&self, connection: &ConnectionId, number: u64) -> bool {
        self.attempts
            .get(connection)
            .is_some_and(|attempt| attempt.number == number)
    }

    /// Ends the attempt and forgets it; whatever comes back later finds nothing. The same goes for a mail to sign in
    /// with.
    pub(crate) fn remove(&mut self, connection: &ConnectionId) -> bool {
        self.mails
            .retain(|mail| mail.connection != *connection || !mail.purpose.is_sign_in());
        self.attempts.remove(connection).is_some()
    }

    /// Ends and forgets what is under way for this account.
    pub(crate) fn remove_of(&mut self, account: &AccountId) {
        self.attempts
            .retain(|_, attempt| attempt.status.account.as_ref() != Some(account));
        self.mails
            .retain(|mail| mail.purpose.account() != Some(account));
    }

    /// Ends and forgets them all.
    pub(crate) fn clear(&mut self) {
        self.attempts.clear();
        self.mails.clear();
    }

    pub(crate) fn remove_number(&mut self, connection: &ConnectionId, number: u64) {
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
