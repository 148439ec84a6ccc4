//! What can be checked here before a write is spent on it.

use std::time::SystemTime;

use protocol::secret::{Password, Secret as _};

use super::{EnrolmentChallenge, EnrolmentProof, Pending};
use crate::{
    context::{Context, secs},
    error::{Error, Refusal},
    password_policy::{Judgement, PasswordPolicy, ProfileValue, Rule},
    session::Session,
    totp::{Attempts, ProviderTime, RightCode},
    typed_code,
};

/// What is known of the codes of an authenticator app that is being set up.
#[derive(Clone, Copy, Default)]
pub(super) struct Codes {
    attempts: Attempts,
    correction_secs: i64,
}

impl Codes {
    /// Nothing was refused yet, and the provider's clock is known from its answer.
    pub(super) fn by(date: Option<SystemTime>, now: SystemTime) -> Self {
        Self {
            attempts: Attempts::default(),
            correction_secs: date.map_or(0, |date| {
                ProviderTime::correction_of(secs(date).into(), secs(now).into())
            }),
        }
    }

    /// What has to be added to this computer's clock to arrive at the provider's.
    pub(super) fn correction_secs(self) -> i64 {
        self.correction_secs
    }

    /// Notes that the provider refused the code of a window.
    pub(super) fn refuse(&mut self, window: u64) {
        self.attempts.refuse(window);
    }
}

pub(super) fn judged(
    session: &Session,
    policy: &PasswordPolicy,
    password: &Password,
) -> Vec<(Rule, Judgement)> {
    let profile = session.record().profile.unwrap_or_default();
    let values = [
        ("name", profile.name),
        ("email", profile.email),
        ("username", profile.username),
    ];
    let values: Vec<ProfileValue<'_>> = values
        .iter()
        .filter_map(|(field, value)| {
            Some(ProfileValue {
                field,
                value: value.as_deref()?,
            })
        })
        .collect();

    policy.judge(password, &values)
}

/// Looks at a proof before it is sent; answers it in the form to send, and the window of a code.
pub(super) fn checked(
    context: &Context,
    session: &Session,
    pending: &Pending,
    proof: &EnrolmentProof,
) -> Result<(EnrolmentProof, Option<u64>), Error> {
    match (&pending.challenge, proof) {
        (EnrolmentChallenge::Totp(totp), EnrolmentProof::Code(typed)) => {
            let Codes {
                attempts,
                correction_secs,
            } = pending.codes;
            let time = ProviderTime {
                local_secs: context.now_secs().into(),
                correction_secs,
            };
            let RightCode { code, counter } = attempts.verdict(totp, typed.expose(), time)?;
            Ok((EnrolmentProof::Code(code), Some(counter)))
        }
        (EnrolmentChallenge::Password(policy), EnrolmentProof::NewPassword(password)) => {
            let broken = judged(session, policy, password)
                .iter()
                .any(|(_, judgement)| *judgement == Judgement::Broken);
            if broken {
                return Err(Error::Refused(Refusal::PasswordRefused));
            }
            Ok((proof.clone(), None))
        }
        (_, EnrolmentProof::Code(code)) => {
            typed_code::check(code)?;
            Ok((proof.clone(), None))
        }
        (
            EnrolmentChallenge::Totp(_)
            | EnrolmentChallenge::Push { .. }
            | EnrolmentChallenge::RecoveryCode(_)
            | EnrolmentChallenge::CodeSent
            | EnrolmentChallenge::Password(_),
            EnrolmentProof::NewPassword(_) | EnrolmentProof::Confirmed,
        ) => Ok((proof.clone(), None)),
    }
}
