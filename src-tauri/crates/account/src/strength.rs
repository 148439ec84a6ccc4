//! How strong an account is, as reasons that a person can follow, each with one thing to do about it.

use crate::{
    factor::{Factor, FactorId, FactorKind},
    forecast::{Facts, Loss, Outlook, Step, forecasts, outlook},
};

/// How strong an account is. What makes the difference is in the reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// No way in is known, so nothing can be said.
    Unknown,
    /// A password alone opens it.
    Weak,
    /// Codes by text message or e-mail are all that protects it.
    Fair,
    /// A stranger has a hard time; its owner may be locked out, or be lured to a false page.
    Good,
    /// It has a passkey or a security key, and no single loss locks its owner out.
    Strong,
}

/// Something that makes an account weaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// A password alone opens it.
    PasswordAlone,
    /// A code by text message or e-mail alone opens it.
    MessageAlone,
    /// The second step can be passed by messages only.
    OnlyMessages,
    /// Its owner could not enter any more after this loss.
    LockedOutBy(Loss),
    /// Nothing in it withstands a false page.
    NoPasskey,
    /// Its e-mail address is not verified.
    UnverifiedEmail,
    /// A factor whose enrolment was not finished.
    Unfinished(FactorId),
}

/// Something that makes an account stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merit {
    /// It has a passkey or a security key.
    Passkey,
    /// It asks for a second step after a password.
    SecondStep,
    /// It has recovery codes.
    RecoveryCode,
    /// A mail to a verified address helps.
    Mailbox,
    /// No single loss locks its owner out.
    SurvivesEveryLoss,
}

/// What to do about a weakness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Set up a second factor.
    AddSecondFactor,
    /// Set up an authenticator app.
    AddAuthenticator,
    /// Add a passkey.
    AddPasskey,
    /// Create recovery codes.
    CreateRecoveryCode,
    /// Add a way in that is kept somewhere else.
    AddElsewhere,
    /// Verify the e-mail address.
    VerifyEmail,
    /// Finish this enrolment, or discard it.
    FinishOrDiscard(FactorId),
}

/// How strong an account is, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strength {
    /// All reasons in one word.
    pub level: Level,
    /// What to improve, the most pressing first.
    pub weaknesses: Vec<(Weakness, Action)>,
    /// What is good already.
    pub merits: Vec<Merit>,
}

/// Says how strong an account is.
pub fn strength(factors: &[Factor], facts: &Facts) -> Strength {
    let today = outlook(factors, facts);
    let confirmed = || factors.iter().filter(|factor| factor.is_confirmed);
    let has = |kinds: &[FactorKind]| confirmed().any(|factor| kinds.contains(&factor.kind));
    let has_passkey = has(&[FactorKind::Passkey, FactorKind::SecurityKey]);
    let has_codes = has(&[FactorKind::RecoveryCode]);
    let lockouts: Vec<Loss> = forecasts(factors, facts)
        .into_iter()
        .filter(|(_, outlook)| today.is_open() && !outlook.is_open())
        .map(|(loss, _)| loss)
        .collect();

    let mut weaknesses = Vec::new();
    let mut weak = |is_so: bool, weakness: Weakness, action: Action| {
        if is_so {
            weaknesses.push((weakness, action));
        }
    };
    weak(
        opens(&today, &[FactorKind::Password]),
        Weakness::PasswordAlone,
        Action::AddSecondFactor,
    );
    weak(
        opens(&today, MESSAGES),
        Weakness::MessageAlone,
        Action::AddPasskey,
    );
    weak(
        only_messages(&today),
        Weakness::OnlyMessages,
        Action::AddAuthenticator,
    );
    for loss in &lockouts {
        let action = way_out(loss, &today, has_codes, facts);
        weak(true, Weakness::LockedOutBy(loss.clone()), action);
    }
    weak(
        today.is_open() && !has_passkey,
        Weakness::NoPasskey,
        Action::AddPasskey,
    );
    weak(
        facts.has_unverified_email,
        Weakness::UnverifiedEmail,
        Action::VerifyEmail,
    );
    for factor in factors.iter().filter(|factor| !factor.is_confirmed) {
        let id = factor.id.clone();
        weak(
            true,
            Weakness::Unfinished(id.clone()),
            Action::FinishOrDiscard(id),
        );
    }

    let merits = [
        (has_passkey, Merit::Passkey),
        (today.asks_second(), Merit::SecondStep),
        (has_codes, Merit::RecoveryCode),
        (
            facts.mailbox != crate::forecast::Reach::Nowhere,
            Merit::Mailbox,
        ),
        (
            today.is_open() && lockouts.is_empty(),
            Merit::SurvivesEveryLoss,
        ),
    ];
    Strength {
        level: level(&today, &weaknesses),
        weaknesses,
        merits: merits
            .into_iter()
            .filter(|(is_so, _)| *is_so)
            .map(|(_, merit)| merit)
            .collect(),
    }
}

const MESSAGES: &[FactorKind] = &[FactorKind::Phone, FactorKind::Email];

fn level(today: &Outlook, weaknesses: &[(Weakness, Action)]) -> Level {
    let has =
        |wanted: fn(&Weakness) -> bool| weaknesses.iter().any(|(weakness, _)| wanted(weakness));

    if !today.is_open() {
        Level::Unknown
    } else if has(|it| matches!(it, Weakness::PasswordAlone)) {
        Level::Weak
    } else if has(|it| matches!(it, Weakness::MessageAlone | Weakness::OnlyMessages)) {
        Level::Fair
    } else if has(|it| matches!(it, Weakness::LockedOutBy(_) | Weakness::NoPasskey)) {
        Level::Good
    } else {
        Level::Strong
    }
}

/// Whether a factor of these kinds opens the account by itself.
fn opens(today: &Outlook, kinds: &[FactorKind]) -> bool {
    today.inside.iter().any(|step| is_of(step, kinds))
}

fn only_messages(today: &Outlook) -> bool {
    let codes = &[FactorKind::RecoveryCode];
    let mut second = today
        .second
        .iter()
        .filter(|step| !is_of(step, codes))
        .peekable();

    today.asks_second() && second.peek().is_some() && second.all(|step| is_of(step, MESSAGES))
}

fn is_of(step: &Step, kinds: &[FactorKind]) -> bool {
    matches!(step, Step::Factor { kind, .. } if kinds.contains(kind))
}

/// The one thing that would keep a loss from locking its owner out.
fn way_out(loss: &Loss, today: &Outlook, has_codes: bool, facts: &Facts) -> Action {
    match loss {
        Loss::Password if facts.has_unverified_email => Action::VerifyEmail,
        Loss::Password => Action::AddPasskey,
        Loss::Phone | Loss::Computer | Loss::Factor(_) if today.asks_second() && !has_codes => {
            Action::CreateRecoveryCode
        }
        Loss::Phone | Loss::Computer | Loss::Mailbox | Loss::Paper | Loss::Factor(_) => {
            Action::AddElsewhere
        }
    }
}

#[cfg(test)]
mod tests;
