//! Sign-in: in the system browser with a way home, or with e-mail and password in the app.

mod adopt;
mod browser;
mod finish;
mod password;
mod pending;

use crate::{
    account::{AccountId, Keep},
    connection::{ConnectionId, RedirectWay},
    error::{Error, StepUpReason},
    ports::VaultError,
};

pub use self::password::{PasswordOutcome, PasswordSignIn, PasswordSignUp};
pub(crate) use self::{
    adopt::remember,
    browser::start,
    finish::{complete, resume},
    password::{address as checked_email, sign_in as with_password, sign_up as up_with_password},
    pending::{Pending, Returned},
};

/// What the page asks for when a sign-in in the browser begins.
#[derive(Clone, Debug)]
pub struct StartSignIn {
    /// Where.
    pub connection: ConnectionId,
    /// Sign in again as this account; coming back as somebody else is refused.
    pub account: Option<AccountId>,
    /// Where the session is to be kept. A step-up leaves it where it is.
    pub keep: Keep,
    /// The way home, if not the connection's own.
    pub redirect: Option<RedirectWay>,
    /// What for.
    pub purpose: Purpose,
}

/// What a sign-in in the browser is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To sign in.
    SignIn,
    /// To create an account: the provider shows that page first.
    SignUp,
    /// To sign in from the beginning as the account of the request, because the provider wants more proof.
    StepUp(StepUpReason),
}

/// How far a sign-in is.
#[derive(Clone, Debug)]
pub enum SignInPhase {
    /// The person is in the browser.
    Waiting,
    /// The person came back; the provider is asked.
    Checking,
    /// The person came back, but the vault cannot be written: nothing has been redeemed yet.
    VaultClosed(VaultError),
    /// Somebody else came back than was asked for. Their new session has been ended.
    WrongAccount {
        /// Who was asked for.
        expected: String,
        /// Who came.
        came_back_as: String,
    },
    /// It ended without a session.
    Failed(Error),
}
