//! The factors of an account: served from memory at once, read anew behind it, patched after every write.

mod change;
mod enrolment;
mod known;
mod picture;
mod reading;
mod replacement;
mod security;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) use self::known::Offered;
pub(crate) use self::{
    change::{remove, rename, set_phone_way},
    enrolment::{challenge, confirm, discard, judge, start},
    known::forget,
    picture::check_picture,
    reading::{anew, known, one},
    replacement::keep,
    security::{removal, security},
};
use self::{enrolment::Pending, known::Known};
pub use self::{
    enrolment::{
        Confirmation, Enrolment, EnrolmentChallenge, EnrolmentProof, EnrolmentUri, NewFactor,
        POLL_SECS, RecoveryCode,
    },
    known::{FactorsReading, Offer, Unseen},
    picture::{PictureCheck, PictureProblem},
    replacement::Replacement,
    security::{RemovalPreview, Security},
};
use crate::turn::Turn;

/// What one account's session remembers of its factors.
#[derive(Default)]
pub(crate) struct Factors {
    memory: Mutex<Memory>,
    /// Held while the list is read, so that it is read once for everybody who asks.
    turn: Turn,
}

#[derive(Default)]
struct Memory {
    known: Option<Known>,
    /// The file of an earlier run has been looked for.
    is_recalled: bool,
    /// Counts what changed here, for the page to see that something did.
    revision: u32,
    pending: Vec<Pending>,
}

impl Factors {
    /// Goes up with every change of what is known.
    pub(crate) fn revision(&self) -> u32 {
        self.memory().revision
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // Its parts are replaced as wholes: whoever panicked while holding them left them usable.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
