//! Adding a factor, as the page sees and asks for it.
//!
//! What is shown once to set a factor up (a key to scan, a recovery code) crosses here: the person has to see it.

use account::{
    Confirmation, Enrolment, EnrolmentChallenge, EnrolmentProof, NewFactor, OneTimeCode, POLL_SECS,
    Password, Secret, qr::QrCode, totp::Algorithm,
};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    factor::{FactorKindView, FactorsView, PhoneWayView},
    password_rule::PasswordRuleView,
};
use crate::ipc::{error::clamp, refusal::twin};

/// What to add.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::ipc) enum NewFactorRequest {
    Totp,
    /// The number in E.164.
    Phone {
        number: String,
        way: PhoneWayView,
    },
    Email {
        address: String,
    },
    Push,
    RecoveryCode,
    Password,
}

/// What a person did to finish an enrolment.
#[derive(Deserialize, Type)]
#[serde(tag = "proof", rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::ipc) enum ProofRequest {
    /// Typed a code.
    Code { code: String },
    /// Chose a password.
    NewPassword { password: String },
    /// Kept the recovery code, or approved in the provider's app.
    Confirmed,
}

/// An enrolment that has begun.
#[derive(Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct EnrolmentView {
    /// To finish or discard it by: the unfinished factor.
    id: String,
    kind: FactorKindView,
    challenge: ChallengeView,
    factors: FactorsView,
}

/// What a person has to do to finish an enrolment.
#[derive(Clone, Serialize, Type)]
#[serde(
    tag = "challenge",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
enum ChallengeView {
    /// Add the key to an authenticator app, and type the code it shows.
    Totp {
        /// In groups of four.
        key: String,
        /// An SVG document, dark on white with its quiet zone.
        qr_svg: String,
        issuer: Option<String>,
        account: Option<String>,
        algorithm: AlgorithmView,
        digits: u8,
        period_secs: u32,
        /// What has to be added to this computer's clock to arrive at the provider's.
        correction_secs: i32,
    },
    /// Scan with the provider's own app, and approve there.
    Push { qr_svg: String },
    /// Keep the code, which is not shown again.
    RecoveryCode { code: String },
    /// Type the code that was sent.
    CodeSent,
    /// Choose a password.
    Password { rules: Vec<PasswordRuleView> },
}

/// How the end of an enrolment went.
#[derive(Clone, Serialize, Type)]
#[serde(
    tag = "outcome",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub(in crate::ipc) enum ConfirmationView {
    /// The factor counts.
    Added { factors: FactorsView },
    /// Not approved yet; to be asked again after so many seconds.
    Waiting { poll_secs: u32 },
}

impl From<NewFactorRequest> for NewFactor {
    fn from(request: NewFactorRequest) -> Self {
        match request {
            NewFactorRequest::Totp => Self::Totp,
            NewFactorRequest::Phone { number, way } => Self::Phone {
                number,
                way: way.into(),
            },
            NewFactorRequest::Email { address } => Self::Email { address },
            NewFactorRequest::Push => Self::Push,
            NewFactorRequest::RecoveryCode => Self::RecoveryCode,
            NewFactorRequest::Password => Self::Password,
        }
    }
}

impl From<ProofRequest> for EnrolmentProof {
    fn from(request: ProofRequest) -> Self {
        match request {
            ProofRequest::Code { code } => Self::Code(OneTimeCode::new(code)),
            ProofRequest::NewPassword { password } => Self::NewPassword(Password::new(password)),
            ProofRequest::Confirmed => Self::Confirmed,
        }
    }
}

impl From<Enrolment> for EnrolmentView {
    fn from(enrolment: Enrolment) -> Self {
        Self {
            id: enrolment.id.as_str().to_owned(),
            kind: (&enrolment.kind).into(),
            challenge: ChallengeView::of(&enrolment.challenge, enrolment.correction_secs),
            factors: enrolment.factors.into(),
        }
    }
}

twin! {
    /// What signs the time.
    AlgorithmView of Algorithm { Sha1, Sha256, Sha512 }
}

impl ChallengeView {
    fn of(challenge: &EnrolmentChallenge, correction_secs: i64) -> Self {
        match challenge {
            EnrolmentChallenge::Totp(totp) => Self::Totp {
                key: totp.key().in_groups().to_string(),
                qr_svg: drawn(totp.address().expose()),
                issuer: totp.issuer().map(str::to_owned),
                account: totp.account().map(str::to_owned),
                algorithm: totp.algorithm().into(),
                digits: totp.digits(),
                period_secs: totp.period_secs(),
                correction_secs: clamp(correction_secs),
            },
            EnrolmentChallenge::Push { uri } => Self::Push {
                qr_svg: drawn(uri.expose()),
            },
            EnrolmentChallenge::RecoveryCode(code) => Self::RecoveryCode {
                code: code.expose().to_owned(),
            },
            EnrolmentChallenge::CodeSent => Self::CodeSent,
            EnrolmentChallenge::Password(policy) => Self::Password {
                rules: PasswordRuleView::of(policy),
            },
        }
    }
}

/// A QR code, or nothing where a text is too long for one: then there is the key to type.
fn drawn(text: &str) -> String {
    QrCode::of(text).map_or_else(|_| String::new(), |code| code.svg())
}

impl From<Confirmation> for ConfirmationView {
    fn from(confirmation: Confirmation) -> Self {
        match confirmation {
            Confirmation::Added(factors) => Self::Added {
                factors: factors.into(),
            },
            Confirmation::Waiting => Self::Waiting {
                poll_secs: POLL_SECS,
            },
        }
    }
}
