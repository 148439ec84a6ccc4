//! Replacing a factor: the new one counts before the old one goes, so that there is no gap; and what was meant is
//! written down with the list, so that a crash in between is no reason to forget the old one.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::known::{FactorsReading, Known, patch};
use crate::{
    account::AccountId,
    context::Context,
    error::Error,
    factor::{Factor, FactorId},
};

/// A factor that is to take the place of another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// The one to be removed as soon as the new one counts.
    pub old: FactorId,
    /// The new one, finished or not.
    pub new: FactorId,
}

/// Lets a factor stay beside the one that was to take its place.
pub(crate) fn keep(
    context: &Arc<Context>,
    account: &AccountId,
    old: &FactorId,
) -> Result<FactorsReading, Error> {
    let session = context.session(account)?;
    let forget = |known: &mut Known| known.replacements.retain(|it| it.old != *old);

    patch(context, &session, forget).ok_or(Error::NotFound)
}

impl Known {
    /// Notes what a new factor is for. Where it stands in for one that was never finished, it takes over what that one
    /// was for.
    pub(super) fn replace(&mut self, instead: &FactorId, new: &FactorId) {
        let meant = self.replacements.iter().find(|it| it.new == *instead);
        let old = meant.map_or(instead, |it| &it.old).clone();
        if !self.has_confirmed(&old) {
            return;
        }
        self.replacements.retain(|it| it.old != old);
        let new = new.clone();
        self.replacements.push(Replacement { old, new });
    }

    /// An unfinished factor counts now, perhaps under another name.
    pub(super) fn confirm(&mut self, unfinished: &FactorId, added: Factor) {
        for replacement in &mut self.replacements {
            if replacement.new == *unfinished {
                replacement.new = added.id.clone();
            }
        }
        self.factors.retain(|factor| factor.id != *unfinished);
        self.put(added);
    }

    /// Takes over what an earlier list knew, as far as the factors are still there.
    pub(super) fn go_on_replacing(&mut self, before: &Self) {
        self.replacements = before.replacements.clone();
        self.forget_replaced();
    }

    /// What is neither to be removed nor there to take its place any more is of no interest.
    pub(super) fn forget_replaced(&mut self) {
        let mut replacements = std::mem::take(&mut self.replacements);
        replacements.retain(|it| {
            let is_there = self.factors.iter().any(|factor| factor.id == it.new);
            is_there && self.has_confirmed(&it.old)
        });
        self.replacements = replacements;
    }

    fn has_confirmed(&self, id: &FactorId) -> bool {
        self.factors
            .iter()
            .any(|factor| factor.id == *id && factor.is_confirmed)
    }
}
