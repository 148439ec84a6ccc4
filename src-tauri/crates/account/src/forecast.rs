//! What remains of the ways into an account when something is lost, forgotten or removed.
//!
//! A forecast promises only what is sure: a passkey that may live on the phone or on the computer counts as lost
//! with either, and an unfinished factor, or one of an unknown kind, opens nothing.
//!
//! Losing and removing differ. The provider goes on asking for a second step after the last second factor was
//! lost, which locks its owner out; it stops asking after it was removed, which leaves the account weaker.

use crate::factor::{Factor, FactorDetail, FactorId, FactorKind, PasskeyDetail};

/// How far something gets a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// It opens nothing.
    #[default]
    Nowhere,
    /// Through the first step; a second step is still asked for where there is one.
    FirstStep,
    /// All the way in, also where a second factor is set up.
    Inside,
}

/// What is known about an account and its provider besides the factors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// What a mail to the verified address does: resets a password (first step), signs in (inside), or nothing,
    /// also where the address is not verified.
    pub mailbox: Reach,
    /// There is an address, and it is not verified.
    pub has_unverified_email: bool,
    /// What an account elsewhere does that is linked to this one, such as a social one.
    pub other_account: Reach,
    /// How far the provider lets a passkey, or a security key used as one.
    pub passkey: Reach,
    /// How far the provider lets a code by text message or e-mail that is a first step.
    pub message: Reach,
}

/// One step of a way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// By a factor.
    Factor {
        /// Which.
        id: FactorId,
        /// What it is.
        kind: FactorKind,
    },
    /// By a mail to the verified address: a link, or the reset of a password.
    Mailbox,
    /// By a linked account elsewhere.
    OtherAccount,
}

/// How an account can be entered: by one of `inside`, or by one of `first` followed by one of `second`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Each of these opens the account by itself.
    pub inside: Vec<Step>,
    /// Each of these needs one of `second` after it.
    pub first: Vec<Step>,
    /// What passes the second step. Also filled where no second step is asked for.
    pub second: Vec<Step>,
}

/// Something that can get lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The password is forgotten.
    Password,
    /// The phone is gone, with its number and the apps on it.
    Phone,
    /// This computer is gone.
    Computer,
    /// The mailbox cannot be opened any more.
    Mailbox,
    /// The sheet with the recovery codes is gone.
    Paper,
    /// One factor, such as a security key, is gone.
    Factor(FactorId),
}

/// Whether a factor may be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removal {
    /// Yes; enough remains.
    Free,
    /// Yes, and only this remains for the same step.
    LeavesOnly(Step),
    /// It is the last second factor: the account would be opened by the first step alone.
    LastSecondFactor,
    /// No: nobody could enter any more.
    LastWayIn,
    /// No: the provider does not let its owner remove it.
    NotAllowed,
    /// There is no such factor.
    Unknown,
}

impl Outlook {
    /// Whether the account can be entered at all.
    pub fn is_open(&self) -> bool {
        !self.inside.is_empty() || (!self.first.is_empty() && !self.second.is_empty())
    }

    /// Whether a second step is asked for after some first one.
    pub fn asks_second(&self) -> bool {
        !self.first.is_empty()
    }
}

/// How an account can be entered today.
pub fn outlook(factors: &[Factor], facts: &Facts) -> Outlook {
    outlook_of(factors.iter(), facts, asks_second(factors.iter()))
}

/// How an account can be entered after a loss.
pub fn after_loss(factors: &[Factor], facts: &Facts, loss: &Loss) -> Outlook {
    let mut facts = *facts;
    if matches!(loss, Loss::Mailbox) {
        facts.mailbox = Reach::Nowhere;
    }
    let left = factors.iter().filter(|factor| !takes(loss, factor));

    outlook_of(left, &facts, asks_second(factors.iter()))
}

/// How an account can be entered after one of its factors was removed.
pub fn after_removal(factors: &[Factor], facts: &Facts, id: &FactorId) -> Outlook {
    let left = || factors.iter().filter(|factor| factor.id != *id);

    outlook_of(left(), facts, asks_second(left()))
}

/// Every loss that would take something away, with what would remain.
pub fn forecasts(factors: &[Factor], facts: &Facts) -> Vec<(Loss, Outlook)> {
    let today = outlook(factors, facts);

    [
        Loss::Password,
        Loss::Phone,
        Loss::Computer,
        Loss::Mailbox,
        Loss::Paper,
    ]
    .into_iter()
    .map(|loss| {
        let outlook = after_loss(factors, facts, &loss);
        (loss, outlook)
    })
    .filter(|(_, outlook)| *outlook != today)
    .collect()
}

/// Whether a factor may be removed, by what would remain.
pub fn removal(factors: &[Factor], facts: &Facts, id: &FactorId) -> Removal {
    let Some(factor) = factors.iter().find(|factor| factor.id == *id) else {
        return Removal::Unknown;
    };
    if !factor.can_remove {
        return Removal::NotAllowed;
    }
    if !factor.is_confirmed {
        return Removal::Free;
    }
    let (before, after) = (outlook(factors, facts), after_removal(factors, facts, id));
    if before.is_open() && !after.is_open() {
        return Removal::LastWayIn;
    }
    if before.asks_second() && is_second_factor(factor) && !after.asks_second() {
        return Removal::LastSecondFactor;
    }
    let ways = |outlook: &Outlook| [outlook.inside.clone(), outlook.first.clone()].concat();
    let was_way = ways(&before).len() > ways(&after).len();
    let was_second = before.second.len() > after.second.len();

    match (ways(&after).as_slice(), after.second.as_slice()) {
        ([only], _) if was_way => Removal::LeavesOnly(only.clone()),
        (_, [only]) if was_second && after.asks_second() => Removal::LeavesOnly(only.clone()),
        _ => Removal::Free,
    }
}

/// A second step is asked for as soon as there is something to ask for; a sheet of codes alone is not.
fn asks_second<'a>(mut factors: impl Iterator<Item = &'a Factor>) -> bool {
    factors.any(is_second_factor)
}

fn is_second_factor(factor: &Factor) -> bool {
    factor.is_confirmed && factor.is_secondary && factor.kind != FactorKind::RecoveryCode
}

fn outlook_of<'a>(
    factors: impl Iterator<Item = &'a Factor>,
    facts: &Facts,
    asks_second: bool,
) -> Outlook {
    let mut outlook = Outlook::default();
    let mut add = |reach: Reach, step: Step| match reach {
        Reach::Nowhere => {}
        Reach::FirstStep if asks_second => outlook.first.push(step),
        Reach::FirstStep | Reach::Inside => outlook.inside.push(step),
    };
    let mut second = Vec::new();
    for factor in factors.filter(|factor| factor.is_confirmed) {
        let step = || Step::Factor {
            id: factor.id.clone(),
            kind: factor.kind.clone(),
        };
        if factor.is_primary {
            add(first_reach(&factor.kind, facts), step());
        }
        if factor.is_secondary && !matches!(factor.kind, FactorKind::Other(_)) {
            second.push(step());
        }
    }
    add(facts.mailbox, Step::Mailbox);
    add(facts.other_account, Step::OtherAccount);
    outlook.second = second;

    outlook
}

/// How far a factor gets that is used at the first step.
fn first_reach(kind: &FactorKind, facts: &Facts) -> Reach {
    match kind {
        FactorKind::Passkey | FactorKind::SecurityKey => facts.passkey,
        FactorKind::Phone | FactorKind::Email => facts.message,
        FactorKind::Password | FactorKind::Totp | FactorKind::Push | FactorKind::RecoveryCode => {
            Reach::FirstStep
        }
        FactorKind::Other(_) => Reach::Nowhere,
    }
}

/// Whether a factor is gone after a loss, or may be.
fn takes(loss: &Loss, factor: &Factor) -> bool {
    match loss {
        Loss::Password => factor.kind == FactorKind::Password,
        Loss::Phone => {
            is_on_one_device(factor)
                || matches!(
                    factor.kind,
                    FactorKind::Totp | FactorKind::Phone | FactorKind::Push
                )
        }
        Loss::Computer => is_on_one_device(factor),
        Loss::Mailbox => factor.kind == FactorKind::Email,
        Loss::Paper => factor.kind == FactorKind::RecoveryCode,
        Loss::Factor(id) => factor.id == *id,
    }
}

/// A passkey, or a built-in authenticator, that is gone with the device it was made on. Which device that is
/// nobody tells.
fn is_on_one_device(factor: &Factor) -> bool {
    let FactorDetail::Passkey(detail) = &factor.detail else {
        return factor.kind == FactorKind::Passkey;
    };

    match factor.kind {
        FactorKind::Passkey => detail.is_synced != Some(true) && !is_carried(detail),
        FactorKind::SecurityKey => !detail.transports.is_empty() && !is_carried(detail),
        FactorKind::Password
        | FactorKind::Totp
        | FactorKind::Phone
        | FactorKind::Email
        | FactorKind::Push
        | FactorKind::RecoveryCode
        | FactorKind::Other(_) => false,
    }
}

/// It is reached by a plug or over the air: a thing of its own (WebAuthn Level 3 §5.8.4).
fn is_carried(detail: &PasskeyDetail) -> bool {
    let carried = ["usb", "nfc", "ble", "smart-card"];

    detail
        .transports
        .iter()
        .any(|transport| carried.contains(&transport.as_str()))
}

#[cfg(test)]
pub(crate) mod tests;
