//! Signing in inside the app, one step after the other: what has been sent, what is asked for, and where it leads.

use std::{collections::HashMap, sync::Arc, time::Duration};

use protocol::dpop::Dpop;

use super::{passkey::Ticket as PasskeyTicket, second_factor::Ticket};
use crate::{
    account::{AccountId, Keep},
    connection::ConnectionId,
    context::Context,
    error::Error,
    factor::FactorKind,
    factors::RecoveryCode,
    ports::Clock,
};

/// As long as an errand in the browser, and the longest that either provider lets a second step wait (Auth0's
/// `mfa_token`).
const LIFE: Duration = Duration::from_secs(600);

/// Where and for whom somebody signs in inside the app.
#[derive(Clone, Debug)]
pub struct SignInHere {
    /// Where.
    pub connection: ConnectionId,
    /// Sign in again as this account; another one is refused.
    pub account: Option<AccountId>,
    /// Where the session is to be kept.
    pub keep: Keep,
}

impl SignInHere {
    /// Whether there is such an account at this connection, before anything is spent on it.
    pub(super) fn check(&self, context: &Context) -> Result<(), Error> {
        let Some(account) = &self.account else {
            return Ok(());
        };
        if context.session(account)?.record().connection == self.connection {
            return Ok(());
        }

        Err(Error::NotFound)
    }
}

/// How a code reaches the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeWay {
    /// By e-mail.
    Email,
    /// By text message.
    Sms,
}

/// Who a code or a link is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// For somebody who has an account. Most providers let somebody new in as well.
    SignIn,
    /// For somebody new, where the provider tells one from the other.
    SignUp,
}

/// Where a step led.
#[derive(Clone, Debug)]
pub enum Step {
    /// Signed in.
    SignedIn {
        /// As this account.
        account: AccountId,
        /// In place of the recovery code that was just used up: to be kept, and not shown again.
        recovery_code: Option<RecoveryCode>,
    },
    /// A code is on its way.
    CodeSent {
        /// Where to, as it was sent.
        to: String,
        /// Another one is not sent before this time is over.
        resend_after: Duration,
    },
    /// The provider wants a second factor: one of these or, when there are none, one that has to be added first on
    /// the provider's own page.
    SecondFactor(Vec<SecondFactor>),
    /// A mail is on its way; its link goes on elsewhere.
    MailSent,
    /// The person has not answered on their other device yet.
    Waiting {
        /// When to ask again.
        poll_secs: u32,
    },
}

/// A second factor that somebody has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// To choose it by.
    pub id: String,
    /// What it is.
    pub kind: FactorKind,
    /// Its name, or where its codes go, perhaps with stars in it.
    pub name: Option<String>,
}

/// What the person has to do for a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactorChallenge {
    /// Type the code of an authenticator app.
    TypeCode,
    /// Type the code that was just sent.
    TypeSentCode,
    /// Approve in the provider's app.
    Approve {
        /// How often to ask whether they did.
        poll_secs: u32,
    },
    /// Type the recovery code.
    TypeRecoveryCode,
}

/// The sign-ins inside the app that are between two steps: at most one per connection, in memory.
#[derive(Default)]
pub(crate) struct Steps {
    last_number: u64,
    pending: HashMap<ConnectionId, Pending>,
}

/// A sign-in between two steps.
#[derive(Clone)]
pub(super) struct Pending {
    /// Tells it from an earlier one of the same connection.
    number: u64,
    pub(super) request: SignInHere,
    /// The key of the session to be.
    pub(super) dpop: Option<Dpop>,
    pub(super) stage: Stage,
    since: Duration,
}

/// What the person is asked for.
#[derive(Clone)]
pub(super) enum Stage {
    /// The code that was sent.
    Code {
        way: CodeWay,
        to: String,
        /// When, on the clock that nobody can set back.
        sent: Duration,
    },
    /// A passkey.
    Passkey(PasskeyTicket),
    /// A second factor.
    SecondFactor(Ticket),
}

/// Remembers where a sign-in is, for ten minutes; whatever else was under way at this connection is superseded.
pub(super) fn put(context: &Arc<Context>, request: SignInHere, dpop: Option<Dpop>, stage: Stage) {
    let connection = request.connection.clone();
    let number = context
        .steps()
        .begin(request, dpop, stage, &*context.ports.clock);
    if context.errands().remove(&connection) {
        context.publish();
    }
    let context = Arc::clone(context);
    tokio::spawn(async move {
        tokio::time::sleep(LIFE).await;
        context.steps().remove_number(&connection, number);
    });
}

impl Steps {
    fn begin(
        &mut self,
        request: SignInHere,
        dpop: Option<Dpop>,
        stage: Stage,
        clock: &dyn Clock,
    ) -> u64 {
        self.last_number += 1;
        let pending = Pending {
            number: self.last_number,
            dpop,
            stage,
            since: clock.elapsed(),
            request,
        };
        self.pending
            .insert(pending.request.connection.clone(), pending);

        self.last_number
    }

    /// Where the sign-in at this connection is.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, or its time is over.
    pub(super) fn find(
        &mut self,
        connection: &ConnectionId,
        clock: &dyn Clock,
    ) -> Result<Pending, Error> {
        let now = clock.elapsed();
        self.pending.retain(|_, pending| now < pending.since + LIFE);

        self.pending.get(connection).cloned().ok_or(Error::NotFound)
    }

    /// Goes on with what the person is asked for, unless the sign-in has been superseded or cancelled.
    pub(super) fn replace(&mut self, known: &Pending, stage: Stage) {
        if let Some(pending) = self.pending.get_mut(&known.request.connection)
            && pending.number == known.number
        {
            pending.stage = stage;
        }
    }

    /// Ends this sign-in; says whether it was still the one that counts.
    pub(super) fn end(&mut self, known: &Pending) -> bool {
        self.remove_number(&known.request.connection, known.number)
    }

    fn remove_number(&mut self, connection: &ConnectionId, number: u64) -> bool {
        let is_current = self
            .pending
            .get(connection)
            .is_some_and(|pending| pending.number == number);
        if is_current {
            self.pending.remove(connection);
        }

        is_current
    }

    /// Ends the sign-in at this connection.
    pub(crate) fn remove(&mut self, connection: &ConnectionId) {
        self.pending.remove(connection);
    }

    /// Ends what is under way for this account.
    pub(crate) fn remove_of(&mut self, account: &AccountId) {
        self.pending
            .retain(|_, pending| pending.request.account.as_ref() != Some(account));
    }

    /// Ends them all.
    pub(crate) fn clear(&mut self) {
        self.pending.clear();
    }
}
