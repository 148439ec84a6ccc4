//! Signing in inside the app, step by step, as the page sees and asks for it.

use account::{
    AccountId, CodeWay, ConnectionId, DevicePrompt, Invalid, KeepBy, OneTimeCode, Password,
    SecondFactor, SecondFactorChallenge, Secret, SignInHere, Step, qr::QrCode,
};
use serde::{Deserialize, Serialize};
use specta::Type;
use zeroize::Zeroizing;

use super::{factor::FactorKindView, sign_in::KeepView};

/// Where and for whom somebody signs in inside the app.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::ipc) struct SignInHereRequest {
    connection: String,
    /// Sign in again as this account; another one is refused.
    account: Option<String>,
    keep: KeepView,
}

/// How somebody who was nobody will sign in.
#[derive(Deserialize, Type)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::ipc) enum KeepByRequest {
    /// With e-mail and this password.
    Password { password: String },
    /// With links from mails.
    MailLink,
}

/// How a code reaches the person.
#[derive(Clone, Copy, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(in crate::ipc) enum CodeWayRequest {
    Email,
    /// By text message.
    Sms,
}

/// Where a step of a sign-in led.
#[derive(Serialize, Type)]
#[serde(
    tag = "step",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub(in crate::ipc) enum StepView {
    /// Signed in as this account.
    SignedIn {
        account: String,
        /// In place of the one that was just used up: to be kept, and not shown again.
        recovery_code: Option<String>,
    },
    /// A code is on its way; another one can be sent after so many seconds.
    CodeSent { to: String, resend_after_secs: u32 },
    /// The provider wants a second factor: one of these or, when there are none, one that has to be added first on the
    /// provider's own page.
    SecondFactor { factors: Vec<SecondFactorView> },
    /// A mail is on its way; its link goes on elsewhere.
    MailSent,
    /// Not approved yet; to be asked again after so many seconds.
    Waiting { poll_secs: u32 },
}

/// A second factor that somebody has.
#[derive(Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct SecondFactorView {
    /// To choose it by.
    id: String,
    kind: FactorKindView,
    /// Its name, or where its codes go, perhaps with stars in it.
    name: Option<String>,
}

/// What the person has to do for a second factor.
#[derive(Serialize, Type)]
#[serde(
    tag = "challenge",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub(in crate::ipc) enum SecondFactorChallengeView {
    /// Type the code of an authenticator app.
    TypeCode,
    /// Type the code that was just sent.
    TypeSentCode,
    /// Approve in the provider's app; whether they did is asked every so many seconds.
    Approve { poll_secs: u32 },
    /// Type the recovery code.
    TypeRecoveryCode,
}

/// What a person needs to sign in on another device.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct DevicePromptView {
    /// What to type there.
    user_code: String,
    /// Where to go.
    address: String,
    /// Where to go with the code in the address, as a QR code; an SVG document.
    qr_svg: Option<String>,
}

impl From<KeepByRequest> for KeepBy {
    fn from(request: KeepByRequest) -> Self {
        match request {
            KeepByRequest::Password { password } => Self::Password(Password::new(password)),
            KeepByRequest::MailLink => Self::MailLink,
        }
    }
}

impl TryFrom<SignInHereRequest> for SignInHere {
    type Error = Invalid;

    fn try_from(request: SignInHereRequest) -> Result<Self, Invalid> {
        Ok(Self {
            connection: ConnectionId::parse(&request.connection)?,
            account: request.account.map(AccountId::from_page),
            keep: request.keep.into(),
        })
    }
}

impl From<CodeWayRequest> for CodeWay {
    fn from(way: CodeWayRequest) -> Self {
        match way {
            CodeWayRequest::Email => Self::Email,
            CodeWayRequest::Sms => Self::Sms,
        }
    }
}

impl From<Step> for StepView {
    fn from(step: Step) -> Self {
        match step {
            Step::SignedIn {
                account,
                recovery_code,
            } => Self::SignedIn {
                account: account.as_str().to_owned(),
                recovery_code: recovery_code.map(|code| code.expose().to_owned()),
            },
            Step::CodeSent { to, resend_after } => Self::CodeSent {
                to,
                // Rounded up: a second too early is a second code that is not sent.
                resend_after_secs: u32::try_from(resend_after.as_millis().div_ceil(1_000))
                    .unwrap_or(u32::MAX),
            },
            Step::SecondFactor(factors) => Self::SecondFactor {
                factors: factors.into_iter().map(Into::into).collect(),
            },
            Step::MailSent => Self::MailSent,
            Step::Waiting { poll_secs } => Self::Waiting { poll_secs },
        }
    }
}

impl From<SecondFactor> for SecondFactorView {
    fn from(factor: SecondFactor) -> Self {
        Self {
            id: factor.id,
            kind: (&factor.kind).into(),
            name: factor.name,
        }
    }
}

impl From<SecondFactorChallenge> for SecondFactorChallengeView {
    fn from(challenge: SecondFactorChallenge) -> Self {
        match challenge {
            SecondFactorChallenge::TypeCode => Self::TypeCode,
            SecondFactorChallenge::TypeSentCode => Self::TypeSentCode,
            SecondFactorChallenge::Approve { poll_secs } => Self::Approve { poll_secs },
            SecondFactorChallenge::TypeRecoveryCode => Self::TypeRecoveryCode,
        }
    }
}

impl From<&DevicePrompt> for DevicePromptView {
    fn from(prompt: &DevicePrompt) -> Self {
        let complete = prompt.complete_address.as_ref();
        let qr = complete.and_then(|address| QrCode::of(address.as_str()).ok());

        Self {
            user_code: prompt.user_code.clone(),
            address: prompt.address.to_string(),
            qr_svg: qr.map(|qr| qr.svg()),
        }
    }
}

/// A code as people type it, with spaces for the eye.
pub(in crate::ipc) fn one_time_code(typed: String) -> OneTimeCode {
    let typed = Zeroizing::new(typed);

    OneTimeCode::new(typed.split_whitespace().collect::<String>())
}
