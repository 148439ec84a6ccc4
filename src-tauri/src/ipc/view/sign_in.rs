//! Signing in, as the page sees and asks for it.

use account::{
    AccountId, ConnectionId, Errand, Invalid, Keep, Password, PasswordSignIn, PasswordSignUp,
    Purpose, SignInPhase, SignInStatus, StartSignIn,
};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{connection::RedirectWayView, step::DevicePromptView};
use crate::ipc::{
    error::CommandError,
    refusal::{StepUpReason, VaultProblem},
};

/// Where a session is kept.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(in crate::ipc) enum KeepView {
    /// In the vault, until the person signs out.
    Vault,
    /// In memory, until the app ends.
    UntilExit,
}

/// Asks for a sign-in in the browser.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::ipc) struct StartSignInRequest {
    connection: String,
    /// Sign in again as this account; coming back as somebody else is refused.
    account: Option<String>,
    keep: KeepView,
    /// The way home, if not the connection's own.
    redirect: Option<RedirectWayView>,
    purpose: PurposeRequest,
    /// With the account at one of the connection's `providers`; on the provider's own page without it.
    provider: Option<String>,
}

/// What a sign-in in the browser is for.
#[derive(Clone, Copy, Debug, Deserialize, Type)]
#[serde(tag = "purpose", rename_all = "snake_case", deny_unknown_fields)]
enum PurposeRequest {
    /// To sign in.
    SignIn,
    /// To create an account.
    SignUp,
    /// To sign in from the beginning as the account of the request, because the provider wants more proof.
    StepUp { reason: StepUpReason },
}

/// Asks for a sign-in with e-mail and password.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::ipc) struct PasswordSignInRequest {
    connection: String,
    /// Sign in again as this account; another one is refused.
    account: Option<String>,
    email: String,
    password: String,
    keep: KeepView,
}

/// Asks for a new account with e-mail and password.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::ipc) struct PasswordSignUpRequest {
    connection: String,
    email: String,
    password: String,
    display_name: Option<String>,
    keep: KeepView,
}

/// What a person is in the browser, or at another device, for.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "purpose", rename_all = "snake_case")]
enum PurposeView {
    /// To sign in.
    SignIn,
    /// To create an account.
    SignUp,
    /// To sign in from the beginning, because the provider wants more proof.
    StepUp { reason: StepUpReason },
    /// To add a passkey on the provider's own page.
    AddPasskey,
    /// To sign in on another device.
    OnDevice { prompt: DevicePromptView },
    /// To let the provider use an account elsewhere.
    Connect { name: String },
    /// To link an account elsewhere, in the vendor's word such as `github`.
    Link { provider: String },
    /// To follow the link of a mail, which has brought the person back.
    MailLink,
}

/// A sign-in, or another errand in the browser, that is under way.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct SignInView {
    connection: String,
    /// Set when an account signs in again, or connects another one.
    account: Option<String>,
    purpose: PurposeView,
    /// Whose account signs in, in the vendor's word such as `github`; null where the provider's own page asks.
    provider: Option<String>,
    /// The way home; none where nobody comes back.
    redirect: Option<RedirectWayView>,
    /// Seconds since 1970.
    started_secs: u32,
    /// Seconds since 1970.
    expires_secs: u32,
    phase: SignInPhaseView,
}

/// How far a sign-in is.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(
    tag = "phase",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
enum SignInPhaseView {
    /// The person is in the browser.
    Waiting,
    /// The person came back; the provider is asked.
    Checking,
    /// The person came back, but the vault cannot be written: nothing has been redeemed yet.
    VaultClosed { reason: VaultProblem },
    /// Somebody else came back than was asked for. Their new session has been ended.
    WrongAccount {
        expected: String,
        came_back_as: String,
    },
    /// Signed in by the link of a mail about a forgotten password: the new one has to be chosen now.
    ChoosePassword { account: String },
    /// It ended without a session.
    Failed { error: CommandError },
}

impl From<Keep> for KeepView {
    fn from(keep: Keep) -> Self {
        match keep {
            Keep::Vault => Self::Vault,
            Keep::UntilExit => Self::UntilExit,
        }
    }
}

impl From<KeepView> for Keep {
    fn from(keep: KeepView) -> Self {
        match keep {
            KeepView::Vault => Self::Vault,
            KeepView::UntilExit => Self::UntilExit,
        }
    }
}

impl TryFrom<StartSignInRequest> for StartSignIn {
    type Error = Invalid;

    fn try_from(request: StartSignInRequest) -> Result<Self, Invalid> {
        Ok(Self {
            connection: ConnectionId::parse(&request.connection)?,
            account: request.account.map(AccountId::from_page),
            keep: request.keep.into(),
            redirect: request.redirect.map(Into::into),
            purpose: match request.purpose {
                PurposeRequest::SignIn => Purpose::SignIn,
                PurposeRequest::SignUp => Purpose::SignUp,
                PurposeRequest::StepUp { reason } => Purpose::StepUp(reason.into()),
            },
            provider: request.provider,
        })
    }
}

impl TryFrom<PasswordSignInRequest> for PasswordSignIn {
    type Error = Invalid;

    fn try_from(request: PasswordSignInRequest) -> Result<Self, Invalid> {
        Ok(Self {
            password: Password::new(request.password),
            connection: ConnectionId::parse(&request.connection)?,
            account: request.account.map(AccountId::from_page),
            email: request.email,
            keep: request.keep.into(),
        })
    }
}

impl TryFrom<PasswordSignUpRequest> for PasswordSignUp {
    type Error = Invalid;

    fn try_from(request: PasswordSignUpRequest) -> Result<Self, Invalid> {
        Ok(Self {
            password: Password::new(request.password),
            connection: ConnectionId::parse(&request.connection)?,
            email: request.email,
            display_name: request.display_name,
            keep: request.keep.into(),
        })
    }
}

impl From<&SignInStatus> for SignInView {
    fn from(status: &SignInStatus) -> Self {
        Self {
            connection: status.connection.as_str().to_owned(),
            account: status
                .account
                .as_ref()
                .map(|account| account.as_str().to_owned()),
            purpose: (&status.purpose).into(),
            provider: status.provider.clone(),
            redirect: status.redirect.map(Into::into),
            started_secs: status.started_secs(),
            expires_secs: status.expires_secs(),
            phase: (&status.phase).into(),
        }
    }
}

impl From<&Errand> for PurposeView {
    fn from(errand: &Errand) -> Self {
        match errand {
            Errand::SignIn(Purpose::SignIn) => Self::SignIn,
            Errand::SignIn(Purpose::SignUp) => Self::SignUp,
            Errand::SignIn(Purpose::AddPasskey) => Self::AddPasskey,
            Errand::SignIn(Purpose::StepUp(reason)) => Self::StepUp {
                reason: (*reason).into(),
            },
            Errand::OnDevice(prompt) => Self::OnDevice {
                prompt: prompt.into(),
            },
            Errand::Connect { name } => Self::Connect { name: name.clone() },
            Errand::Link { provider } => Self::Link {
                provider: provider.clone(),
            },
            Errand::MailLink => Self::MailLink,
        }
    }
}

impl From<&SignInPhase> for SignInPhaseView {
    fn from(phase: &SignInPhase) -> Self {
        match phase {
            SignInPhase::Waiting => Self::Waiting,
            SignInPhase::Checking => Self::Checking,
            SignInPhase::VaultClosed(problem) => Self::VaultClosed {
                reason: (*problem).into(),
            },
            SignInPhase::WrongAccount {
                expected,
                came_back_as,
            } => Self::WrongAccount {
                expected: expected.clone(),
                came_back_as: came_back_as.clone(),
            },
            SignInPhase::ChoosePassword(account) => Self::ChoosePassword {
                account: account.as_str().to_owned(),
            },
            SignInPhase::Failed(error) => Self::Failed {
                error: CommandError::shown(error),
            },
        }
    }
}
