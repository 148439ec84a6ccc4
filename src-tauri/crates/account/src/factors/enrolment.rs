//! Adding a factor: a challenge to show, then the proof that the person met it.

mod check;

use std::sync::Arc;

use protocol::{
    secret::{OneTimeCode, Password},
    secret_type,
};

use self::check::{Codes, checked, judged};
use super::{known::FactorsReading, reading::after_write};
use crate::{
    account::AccountId,
    context::Context,
    error::{Error, Refusal},
    factor::{Factor, FactorDetail, FactorId, FactorKind, PhoneWay},
    limits::Bucket,
    password_policy::{Judgement, PasswordPolicy, Rule},
    provider::{StartedEnrolment, Tie},
    step_up,
    totp::Totp,
};

secret_type! {
    /// The address behind the QR code of the provider's own app; holds a shared secret.
    EnrolmentUri
}
secret_type! {
    /// A code to keep on paper, shown once.
    RecoveryCode
}

/// More unfinished enrolments than anybody has; older ones make room.
const PENDING: usize = 8;

/// What to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewFactor {
    /// An authenticator app.
    Totp,
    /// Codes by phone; the first one is sent at once.
    Phone {
        /// Where to (E.164).
        number: String,
        /// How.
        way: PhoneWay,
    },
    /// Codes by e-mail; the first one is sent at once.
    Email {
        /// Where to.
        address: String,
    },
    /// The provider's own app.
    Push,
    /// A code to keep on paper.
    RecoveryCode,
    /// A new password in place of the present one.
    Password,
}

/// An enrolment that has begun.
#[derive(Debug)]
pub struct Enrolment {
    /// To finish or discard it by: the unfinished factor.
    pub id: FactorId,
    /// What is being added.
    pub kind: FactorKind,
    /// What the person has to do.
    pub challenge: EnrolmentChallenge,
    /// What has to be added to this computer's clock to arrive at the provider's; 0 where nobody told.
    pub correction_secs: i64,
    /// The list with the unfinished factor in it.
    pub factors: FactorsReading,
}

/// What a person has to do to finish an enrolment.
#[derive(Clone, Debug)]
pub enum EnrolmentChallenge {
    /// Add the key to an authenticator app, and type the code it shows.
    Totp(Box<Totp>),
    /// Scan with the provider's own app, and approve there.
    Push {
        /// What to scan.
        uri: EnrolmentUri,
    },
    /// Keep the code, which is not shown again.
    RecoveryCode(RecoveryCode),
    /// Type the code that was sent.
    CodeSent,
    /// Choose a password.
    Password(PasswordPolicy),
}

/// What a person did to finish an enrolment.
#[derive(Clone, Debug)]
pub enum EnrolmentProof {
    /// Typed the code of an authenticator app, a phone or an e-mail.
    Code(OneTimeCode),
    /// Chose a password.
    NewPassword(Password),
    /// Kept the recovery code, or approved in the provider's app.
    Confirmed,
}

/// How the end of an enrolment went.
#[derive(Debug)]
pub enum Confirmation {
    /// The factor counts.
    Added(FactorsReading),
    /// The person has not approved in their app yet: to be asked again, not sooner than [`POLL_SECS`].
    Waiting,
}

/// How often the provider may be asked whether somebody approved: five writes a minute are allowed at best.
pub const POLL_SECS: u32 = 15;

/// What has to be remembered between the two ends of an enrolment. Never leaves memory.
#[derive(Clone)]
pub(super) struct Pending {
    id: FactorId,
    kind: FactorKind,
    tie: Tie,
    /// What the person was shown: to show it once more, and to check what they do about it.
    challenge: EnrolmentChallenge,
    codes: Codes,
}

/// Begins to add a factor, perhaps in the place of another one.
pub(crate) async fn start(
    context: &Arc<Context>,
    account: &AccountId,
    new: &NewFactor,
    instead: Option<&FactorId>,
) -> Result<Enrolment, Error> {
    let session = context.session(account)?;
    let started: StartedEnrolment = session
        .limited(context, Bucket::Write, |provider, token| async move {
            provider.start_enrolment(&token, new).await
        })
        .await?;

    let StartedEnrolment {
        id,
        tie,
        challenge,
        date,
    } = started;
    let codes = Codes::by(date, context.ports.clock.now());
    let kind = new.kind();
    let unfinished = unfinished(&id, new, context.now_secs());
    session.factors.begin(Pending {
        id: id.clone(),
        kind: kind.clone(),
        tie,
        challenge: challenge.clone(),
        codes,
    });
    let factors = after_write(context, &session, |known| {
        if let Some(unfinished) = unfinished {
            known.put(unfinished);
        }
        if let Some(instead) = instead {
            known.replace(instead, &id);
        }
    })
    .await;

    Ok(Enrolment {
        id,
        kind,
        challenge,
        correction_secs: codes.correction_secs(),
        factors,
    })
}

/// Finishes an enrolment. A wrong code leaves it as it is: the person can try again.
pub(crate) async fn confirm(
    context: &Arc<Context>,
    account: &AccountId,
    id: &FactorId,
    proof: &EnrolmentProof,
) -> Result<Confirmation, Error> {
    let session = context.session(account)?;
    let pending = session.factors.pending(id).ok_or(Error::NotFound)?;
    let (proof, window) = &checked(context, &session, &pending, proof)?;
    let pending = &pending;
    if pending.kind == FactorKind::Password {
        // The one demand that a provider does not put into words.
        step_up::check_elevation(context, &session)?;
    }
    let finished = session
        .limited(context, Bucket::Write, |provider, token| async move {
            provider
                .finish_enrolment(&token, &pending.kind, id, &pending.tie, proof)
                .await
        })
        .await;
    if let (Err(Error::Refused(Refusal::WrongCode)), Some(window)) = (&finished, window) {
        session.factors.refuse(id, *window);
    }
    let Some(added) = finished? else {
        return Ok(Confirmation::Waiting);
    };
    session.factors.end(id);

    let factors = after_write(context, &session, |known| {
        // There is one password and one recovery code: the new one takes the place of the old one.
        if is_single(&added.kind) {
            known.factors.retain(|it| it.kind != added.kind);
        }
        known.confirm(id, added);
    })
    .await;

    Ok(Confirmation::Added(factors))
}

/// Says of every rule for the new password whether this one keeps it. Nothing is sent.
pub(crate) fn judge(
    context: &Context,
    account: &AccountId,
    id: &FactorId,
    password: &Password,
) -> Result<Vec<(Rule, Judgement)>, Error> {
    let session = context.session(account)?;
    let pending = session.factors.pending(id).ok_or(Error::NotFound)?;
    let EnrolmentChallenge::Password(policy) = &pending.challenge else {
        return Err(Error::NotFound);
    };

    Ok(judged(&session, policy, password))
}

/// What was shown when an enrolment began, once more. Nothing is sent.
pub(crate) fn challenge(
    context: &Context,
    account: &AccountId,
    id: &FactorId,
) -> Result<EnrolmentChallenge, Error> {
    let session = context.session(account)?;
    let pending = session.factors.pending(id).ok_or(Error::NotFound)?;

    Ok(pending.challenge)
}

/// Gives up an enrolment, at the provider too where something of it is left there.
pub(crate) async fn discard(
    context: &Arc<Context>,
    account: &AccountId,
    id: &FactorId,
) -> Result<FactorsReading, Error> {
    let session = context.session(account)?;
    session.factors.end(id);
    let known = session.factors.known(context, account);
    if known.is_some_and(|known| known.factors.iter().any(|it| it.id == *id)) {
        return super::change::remove(context, account, id, None).await;
    }

    Ok(after_write(context, &session, |_| {}).await)
}

/// What the list shows of an enrolment that is not finished; some have nothing to show until they are.
fn unfinished(id: &FactorId, new: &NewFactor, now_secs: u32) -> Option<Factor> {
    let detail = match new {
        NewFactor::Totp | NewFactor::Push | NewFactor::RecoveryCode => FactorDetail::None,
        NewFactor::Phone { number, way } => FactorDetail::Phone {
            number: number.clone(),
            way: Some(*way),
        },
        NewFactor::Email { address } => FactorDetail::Email(address.clone()),
        NewFactor::Password => return None,
    };

    Some(Factor {
        id: id.clone(),
        kind: new.kind(),
        name: None,
        detail,
        created_secs: Some(now_secs),
        last_used_secs: None,
        is_primary: false,
        is_secondary: true,
        is_confirmed: false,
        can_rename: false,
        can_remove: true,
        removal_wants_code: false,
    })
}

fn is_single(kind: &FactorKind) -> bool {
    matches!(kind, FactorKind::Password | FactorKind::RecoveryCode)
}

impl NewFactor {
    /// Which kind it is.
    pub fn kind(&self) -> FactorKind {
        match self {
            Self::Totp => FactorKind::Totp,
            Self::Phone { .. } => FactorKind::Phone,
            Self::Email { .. } => FactorKind::Email,
            Self::Push => FactorKind::Push,
            Self::RecoveryCode => FactorKind::RecoveryCode,
            Self::Password => FactorKind::Password,
        }
    }
}

impl super::Factors {
    fn begin(&self, pending: Pending) {
        let mut memory = self.memory();
        memory.pending.retain(|known| known.id != pending.id);
        memory.pending.push(pending);
        let surplus = memory.pending.len().saturating_sub(PENDING);
        memory.pending.drain(..surplus);
    }

    fn pending(&self, id: &FactorId) -> Option<Pending> {
        let memory = self.memory();

        memory
            .pending
            .iter()
            .find(|pending| pending.id == *id)
            .cloned()
    }

    /// Notes that the provider refused a code that looked right.
    fn refuse(&self, id: &FactorId, window: u64) {
        let mut memory = self.memory();
        let pending = memory.pending.iter_mut().find(|pending| pending.id == *id);
        if let Some(pending) = pending {
            pending.codes.refuse(window);
        }
    }

    fn end(&self, id: &FactorId) {
        self.memory().pending.retain(|pending| pending.id != *id);
    }
}
