//! Mails whose links lead back here.
//!
//! A link ends at the connection's own address with a nonce in it, so that the app knows what it asked for. What comes
//! back without one was asked for by somebody else, and changes nothing. Where a project does not allow that address,
//! the link ends on the project's own page, and can be pasted here instead.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use nhost::{AuthError, ErrorCode, Pkce, RedirectOutcome, Redirected, ReturnedGrant, with_state};
use protocol::secret::{CodeVerifier, State};

use super::fail;
use crate::{
    account::AccountId,
    code_exchange,
    connection::{Connection, ConnectionId, redirect_uri},
    context::Context,
    error::{CallbackProblem, Error},
    ports::Clock,
    provider::{Provider, auth_code},
    reading,
    sign_in::{self, NhostHome, Returned, SignInHere, SignInPhase, Then},
};

/// As long as a ticket to sign in or to choose a new password is good at the service.
const LIFE: Duration = Duration::from_secs(3_600);

/// The way home of a link in a mail. Never leaves memory but in the request for the mail.
pub(crate) struct MailHome {
    address: String,
    state: State,
    verifier: CodeVerifier,
    /// Whether the server is asked for a code. One that knows no codes refuses the question, and counts it.
    asks_code: bool,
}

/// A mail that was sent.
pub(crate) struct AwaitedMail {
    pub(super) connection: ConnectionId,
    pub(super) purpose: MailPurpose,
    pub(super) pkce: Pkce,
    state: State,
    verifier: CodeVerifier,
    /// On both clocks: it is over when either says so.
    ends: (SystemTime, Duration),
}

/// What a mail was asked for.
#[derive(Clone)]
pub(crate) enum MailPurpose {
    /// To sign in, or up.
    SignIn(SignInHere),
    /// To choose a new password.
    NewPassword(SignInHere),
    /// To verify an address of this account.
    Profile(AccountId),
}

impl MailPurpose {
    pub(super) fn is_sign_in(&self) -> bool {
        match self {
            Self::SignIn(_) | Self::NewPassword(_) => true,
            Self::Profile(_) => false,
        }
    }

    pub(super) fn account(&self) -> Option<&AccountId> {
        match self {
            Self::SignIn(here) | Self::NewPassword(here) => here.account.as_ref(),
            Self::Profile(account) => Some(account),
        }
    }
}

impl MailHome {
    /// A way home that nobody else knows.
    ///
    /// # Errors
    /// When the server does not say what it can do.
    pub(crate) async fn new(
        context: &Arc<Context>,
        connection: &Connection,
    ) -> Result<Self, Error> {
        let asks_code = code_exchange::known(context, connection).await? == Pkce::Used;
        let state = State::from_random(context.random()?);

        Ok(Self {
            // A mail may be read when no port is open any more.
            address: with_state(&redirect_uri(&connection.redirect_target(None)), &state),
            verifier: CodeVerifier::from_random(context.random()?),
            state,
            asks_code,
        })
    }

    /// What to send as `redirectTo`.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// What a code is to be exchanged with; none where no code is asked for.
    pub(crate) fn verifier(&self) -> Option<&CodeVerifier> {
        self.asks_code.then_some(&self.verifier)
    }

    /// Waits for the link of the mail that was just sent; `pkce` is what the service answered.
    pub(crate) fn wait(
        self,
        context: &Context,
        connection: &ConnectionId,
        purpose: MailPurpose,
        pkce: Pkce,
    ) {
        let clock = &*context.ports.clock;
        context.errands().await_mail(AwaitedMail {
            connection: connection.clone(),
            purpose,
            pkce,
            state: self.state,
            verifier: self.verifier,
            ends: (clock.now() + LIFE, clock.elapsed() + LIFE),
        });
    }
}

impl AwaitedMail {
    pub(super) fn is_of(&self, connection: &ConnectionId, answer: &Redirected) -> bool {
        self.connection == *connection && answer.answers(&self.state)
    }

    pub(super) fn is_superseded_by(&self, newer: &Self) -> bool {
        match (self.purpose.is_sign_in(), newer.purpose.is_sign_in()) {
            (true, true) => self.connection == newer.connection,
            (false, false) => self.purpose.account() == newer.purpose.account(),
            (true, false) | (false, true) => false,
        }
    }

    pub(super) fn is_over(&self, clock: &dyn Clock) -> bool {
        let (wall, elapsed) = self.ends;

        clock.now() >= wall || clock.elapsed() >= elapsed
    }
}

/// Asks for a mail whose link leads home or, where the project does not allow our address, to its own page. Says
/// which.
pub(crate) async fn ask<'home, T, C>(
    home: &'home MailHome,
    send: impl Fn(Option<&'home MailHome>) -> C,
) -> Result<(T, bool), AuthError>
where
    C: IntoFuture<Output = Result<T, AuthError>>,
{
    let sent = send(Some(home)).await;
    let not_allowed = sent
        .as_ref()
        .is_err_and(|error| auth_code(error) == Some(&ErrorCode::RedirectToNotAllowed));

    match not_allowed {
        true => Ok((send(None).await?, false)),
        false => Ok((sent?, true)),
    }
}

/// Takes an answer that a mail was waited for with.
///
/// What comes of it is told through the state.
pub(crate) fn come_by_mail(
    context: &Arc<Context>,
    connection: &ConnectionId,
    answer: Redirected,
) -> Result<(), CallbackProblem> {
    let clock = &*context.ports.clock;
    let mail = context.errands().take_mail(connection, &answer, clock)?;
    let here = match &mail.purpose {
        MailPurpose::Profile(account) => {
            let account = account.clone();
            verified(context, mail, &account, answer.outcome);
            return Ok(());
        }
        MailPurpose::SignIn(here) | MailPurpose::NewPassword(here) => here.clone(),
    };
    let then = match &mail.purpose {
        MailPurpose::NewPassword(_) => Then::ChoosePassword,
        MailPurpose::SignIn(_) | MailPurpose::Profile(_) => Then::Done,
    };
    context.steps().remove(connection);
    let number = context.errands().begin_by_mail(&mail, clock);
    context.publish();

    match granted(answer.outcome) {
        Ok(grant) => {
            let (context, connection) = (Arc::clone(context), connection.clone());
            let home = NhostHome {
                here,
                then,
                grant,
                verifier: mail.verifier,
            };
            let returned = Returned::Nhost(Box::new(home));
            tokio::spawn(async move {
                sign_in::complete(&context, &connection, number, returned).await;
            });
        }
        Err(error) => fail(context, connection, number, SignInPhase::Failed(error)),
    }

    Ok(())
}

/// The link has done what it was for. Whoever it signs in is signed in already: only the profile is read anew, and the
/// further session ended.
fn verified(
    context: &Arc<Context>,
    mail: AwaitedMail,
    account: &AccountId,
    outcome: RedirectOutcome,
) {
    match granted(outcome) {
        Ok(grant) => {
            let (context, account) = (Arc::clone(context), account.clone());
            tokio::spawn(async move {
                discard(&context, &mail.connection, grant).await;
                if let Err(error) = reading::anew(&context, &account).await {
                    tracing::info!(%error, "a profile was not read after its mail");
                }
            });
        }
        // A person who is in the browser for something else is not disturbed.
        Err(error) if context.errands().is_busy(&mail.connection) => {
            tracing::info!(%error, "the link of a mail was in vain");
        }
        Err(error) => {
            let clock = &*context.ports.clock;
            let number = context.errands().begin_by_mail(&mail, clock);
            let phase = SignInPhase::Failed(error);
            fail(context, &mail.connection, number, phase);
        }
    }
}

/// A code that nobody exchanges ends by itself.
async fn discard(context: &Context, connection: &ConnectionId, grant: ReturnedGrant) {
    let ReturnedGrant::RefreshToken(token) = grant else {
        return;
    };
    if let Ok(connection) = context.connection(connection) {
        Provider::of(&connection, &context.http, None)
            .discard(&token)
            .await;
    }
}

fn granted(outcome: RedirectOutcome) -> Result<ReturnedGrant, Error> {
    match outcome {
        RedirectOutcome::SignedIn(grant) => Ok(grant),
        RedirectOutcome::Refused { code, .. } => Err(sign_in::not_good(&code)),
        RedirectOutcome::Nothing => Err(Error::Callback(CallbackProblem::NoCode)),
    }
}
