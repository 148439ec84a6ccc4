//! Sign-in: in the system browser with a way home, or in the app, step by step.

mod adopt;
mod anonymous;
mod arrive;
mod browser;
mod code;
mod device;
mod finish;
mod home;
mod identity;
mod mail_link;
mod nhost_side;
mod passkey;
mod password;
mod pending;
mod provider;
mod reset;
mod scopes;
mod second_factor;
mod step;
mod token;

use crate::{
    account::{AccountId, Keep},
    connection::{ConnectionId, RedirectWay},
    error::{Error, StepUpReason},
    ports::VaultError,
};

pub(crate) use self::{
    adopt::remember,
    anonymous::{anonymously, keep as keep_anonymous},
    browser::start,
    code::{confirm as confirm_code, send as send_code},
    device::start as start_on_device,
    finish::{complete, resume},
    home::{NhostHome, Then},
    mail_link::{
        not_good, paste as paste_mail_link, reset_password, send as send_mail_link,
        send_verification as send_verification_mail,
    },
    passkey::{
        finish as finish_passkey, start_sign_in as start_with_passkey,
        start_sign_up as start_up_with_passkey,
    },
    password::{sign_in as with_password, sign_up as up_with_password},
    pending::{Pending, Returned},
    provider::{AtProvider, come_home as come_from_provider, refusal as provider_refusal},
    reset::request_password_reset,
    second_factor::{challenge as challenge_second_factor, confirm as confirm_second_factor},
    step::Steps,
    token::with_token,
};
pub use self::{
    anonymous::KeepBy,
    device::DevicePrompt,
    password::{PasswordSignIn, PasswordSignUp},
    step::{CodeWay, Intent, SecondFactor, SecondFactorChallenge, SignInHere, Step},
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
    /// With the account at one of the connection's [`providers`](crate::Connection::providers); on the provider's own
    /// page without it.
    pub provider: Option<String>,
}

/// What a sign-in in the browser is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To sign in.
    SignIn,
    /// To create an account: the provider shows that page first.
    SignUp,
    /// To add a passkey to the account of the request, on the provider's own page: it offers that to somebody who signs
    /// in from the beginning.
    AddPasskey,
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
    /// Signed in by the link of a mail about a forgotten password, as this account: the new one has to be chosen now.
    ChoosePassword(AccountId),
    /// It ended without a session.
    Failed(Error),
}

impl From<Error> for SignInPhase {
    fn from(error: Error) -> Self {
        if let Error::WrongAccount {
            expected,
            came_back_as,
        } = error
        {
            return Self::WrongAccount {
                expected,
                came_back_as,
            };
        }

        Self::Failed(error)
    }
}
