//! What can be checked here before a write is spent on it.

use std::time::SystemTime;

use protocol::secret::{Password, Secret as _};

use super::{EnrolmentChallenge, EnrolmentProof};
use crate::{
    context::{Context, secs},
    error::{Error, Refusal},
    password_policy::{Judgement, PasswordPolicy, ProfileValue, Rule},
    session::Session,
    totp::{Attempts, ProviderTime, RightCode, Totp},
};

/// What can be checked here before a write is spent on it.
#[derive(Clone)]
pub(super) enum Check {
    Nothing,
    /// The code of an authenticator app, by the provider's clock.
    Code {
        totp: Box<Totp>,
        attempts: Attempts,
        correction_secs: i64,
    },
    /// A new password.
    Password(PasswordPolicy),
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
    check: &Check,
    proof: &EnrolmentProof,
) -> Result<(EnrolmentProof, Option<u64>), Error> {
    match (check, proof) {
        (
            Check::Code {
                totp,
                attempts,
                correction_secs,
            },
            EnrolmentProof::Code(typed),
        ) => {
            let time = ProviderTime {
                local_secs: context.now_secs().into(),
                correction_secs: *correction_secs,
            };
            let RightCode { code, counter } = attempts.verdict(totp, typed.expose(), time)?;
            Ok((EnrolmentProof::Code(code), Some(counter)))
        }
        (Check::Password(policy), EnrolmentProof::NewPassword(password)) => {
            let broken = judged(session, policy, password)
                .iter()
                .any(|(_, judgement)| *judgement == Judgement::Broken);
            if broken {
                return Err(Error::Refused(Refusal::PasswordRefused));
            }
            Ok((proof.clone(), None))
        }
        (Check::Nothing | Check::Code { .. } | Check::Password(_), _) => Ok((proof.clone(), None)),
    }
}

impl Check {
    pub(super) fn of(
        challenge: &EnrolmentChallenge,
        date: Option<SystemTime>,
        now: SystemTime,
    ) -> Self {
        match challenge {
            EnrolmentChallenge::Totp(totp) => Self::Code {
                totp: totp.clone(),
                attempts: Attempts::default(),
                correction_secs: date.map_or(0, |date| {
                    ProviderTime::correction_of(secs(date).into(), secs(now).into())
                }),
            },
            EnrolmentChallenge::Password(policy) => Self::Password(policy.clone()),
            EnrolmentChallenge::Push { .. }
            | EnrolmentChallenge::RecoveryCode(_)
            | EnrolmentChallenge::CodeSent => Self::Nothing,
        }
    }
}
