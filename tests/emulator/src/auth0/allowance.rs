//! What may be done a number of times before one has to wait, one time coming back after another.

use std::collections::HashMap;

use crate::store::Store;

/// What is counted, and for whom.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Counted {
    /// Wrong codes of a person's second factors: ten, then one every six minutes.
    WrongCodes(String),
    /// Text messages and calls to a person: ten, then one an hour.
    TextMessages(String),
    /// Failed sign-ins from one address, whoever was tried: a hundred, then a hundred a day.
    FailedSignIns,
    /// Requests to `/delegation` for a person: ten, then ten a minute.
    Delegations(String),
    /// Requests to the passkey endpoints from one address: a hundred, then one a second.
    PasskeyRequests,
}

/// What is left of everything that was begun.
#[derive(Debug, Default)]
pub(crate) struct Allowances(HashMap<Counted, Allowance>);

#[derive(Debug)]
struct Allowance {
    left: u64,
    /// Since when the next one has been on its way.
    since: u64,
}

impl Counted {
    /// How many there are at first, and the seconds until one comes back.
    fn rule(&self) -> (u64, u64) {
        match self {
            Self::WrongCodes(_) => (10, 360),
            Self::TextMessages(_) => (10, 3600),
            Self::FailedSignIns => (100, 864),
            Self::Delegations(_) => (10, 6),
            Self::PasskeyRequests => (100, 1),
        }
    }
}

/// Whether one is left; it stays.
pub(crate) fn is_left(store: &mut Store, counted: &Counted) -> bool {
    look(store, counted).left > 0
}

/// Takes one, if one is left, and says whether it was.
pub(crate) fn take(store: &mut Store, counted: &Counted) -> bool {
    let allowance = look(store, counted);
    let was_left = allowance.left > 0;
    allowance.left = allowance.left.saturating_sub(1);
    was_left
}

fn look<'a>(store: &'a mut Store, counted: &Counted) -> &'a mut Allowance {
    let now = store.now().seconds();
    let (most, refill_secs) = counted.rule();
    let allowances = &mut store.auth0.allowances.0;
    let allowance = allowances.entry(counted.clone()).or_insert(Allowance {
        left: most,
        since: now,
    });
    let earned = now.saturating_sub(allowance.since) / refill_secs;
    if allowance.left + earned >= most {
        *allowance = Allowance {
            left: most,
            since: now,
        };
    } else {
        allowance.left += earned;
        allowance.since += earned * refill_secs;
    }
    allowance
}
