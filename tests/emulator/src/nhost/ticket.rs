//! The one slot a person has for whatever was sent to them last.

use serde::{Deserialize, Serialize};

use super::User;
use crate::random;

/// A ticket: any new one kills the one before, and looking it up consumes it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    /// `<kind>:<uuid>`.
    pub value: String,
    /// Seconds since 1970.
    pub expires_at: u64,
}

/// What a ticket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TicketKind {
    VerifyEmail,
    MfaTotp,
}

impl TicketKind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verifyEmail",
            Self::MfaTotp => "mfaTotp",
        }
    }

    fn life_secs(self) -> u64 {
        match self {
            Self::VerifyEmail => 30 * 86_400,
            Self::MfaTotp => 300,
        }
    }
}

/// Fills the slot and returns the ticket.
pub(super) fn give(user: &mut User, kind: TicketKind, now: u64) -> String {
    let value = format!("{}:{}", kind.name(), random::uuid());
    user.ticket = Some(Ticket {
        value: value.clone(),
        expires_at: now.saturating_add(kind.life_secs()),
    });
    value
}

/// Empties the slot that holds this ticket; the person it belongs to, if it was still good.
pub(super) fn consume<'a>(users: &'a mut [User], value: &str, now: u64) -> Option<&'a mut User> {
    let user = users.iter_mut().find(|user| {
        user.ticket
            .as_ref()
            .is_some_and(|ticket| ticket.value == value)
    })?;
    let ticket = user.ticket.take()?;
    (now < ticket.expires_at).then_some(user)
}
