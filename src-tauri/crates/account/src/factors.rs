//! The factors of an account: served from memory at once, read anew behind it, patched after every write.

mod change;
mod enrolment;
mod known;
mod picture;
mod reading;
mod replacement;
mod security;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) use self::{
    change::{NAME_CHARACTERS, remove, rename, set_phone_way},
    enrolment::{challenge, confirm, discard, judge, start},
    known::{Offered, forget, patch},
    picture::check_picture,
    reading::{after_write, anew, known, one},
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
use crate::{passkeys::PendingPasskey, turn::Turn};

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
    /// The passkey that is being added: there is one ceremony at a time.
    passkey: Option<PendingPasskey>,
}

impl Factors {
    /// Goes up with every change of what is known.
    pub(crate) fn revision(&self) -> u32 {
        self.memory().revision
    }

    /// Remembers the passkey that is being added, in the place of one that was begun before.
    pub(crate) fn begin_passkey(&self, pending: PendingPasskey) {
        self.memory().passkey = Some(pending);
    }

    /// Takes back what was remembered, if it is what this answer is for: it is good once, and an answer to something
    /// else leaves it alone.
    pub(crate) fn end_passkey(
        &self,
        is_for: impl FnOnce(&PendingPasskey) -> bool,
    ) -> Option<PendingPasskey> {
        let mut memory = self.memory();
        if !memory.passkey.as_ref().is_some_and(is_for) {
            return None;
        }

        memory.passkey.take()
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // Its parts are replaced as wholes: whoever panicked while holding them left them usable.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
