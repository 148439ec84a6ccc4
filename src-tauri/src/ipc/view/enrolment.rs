//! Adding a factor, as the page sees and asks for it.
//!
//! What is shown once to set a factor up (a key to scan, a recovery code) crosses here: the person has to see it.

use account::{
    Confirmation, Enrolment, EnrolmentChallenge, EnrolmentProof, NewFactor, OneTimeCode, POLL_SECS,
    Password, Secret,
};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::factor::{FactorKindView, FactorsView, PhoneWayView};

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
    Totp { uri: String, key: Option<String> },
    /// Scan with the provider's own app, and approve there.
    Push { uri: String },
    /// Keep the code, which is not shown again.
    RecoveryCode { code: String },
    /// Type the code that was sent.
    CodeSent,
    /// Choose a password.
    Password,
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
            challenge: (&enrolment.challenge).into(),
            factors: enrolment.factors.into(),
        }
    }
}

impl From<&EnrolmentChallenge> for ChallengeView {
    fn from(challenge: &EnrolmentChallenge) -> Self {
        match challenge {
            EnrolmentChallenge::Totp { uri, key } => Self::Totp {
                uri: uri.expose().to_owned(),
                key: key.as_ref().map(|key| key.expose().to_owned()),
            },
            EnrolmentChallenge::Push { uri } => Self::Push {
                uri: uri.expose().to_owned(),
            },
            EnrolmentChallenge::RecoveryCode(code) => Self::RecoveryCode {
                code: code.expose().to_owned(),
            },
            EnrolmentChallenge::CodeSent => Self::CodeSent,
            EnrolmentChallenge::Password(_) => Self::Password,
        }
    }
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
