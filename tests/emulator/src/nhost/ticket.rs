//! The one slot a person has for whatever was sent to them last.

use serde::{Deserialize, Serialize};

use super::User;
use crate::random;

/// How long a code that was mailed is good.
const EMAIL_CODE_SECS: u64 = 3600;

/// How long a code that was sent to a phone is good.
const SMS_CODE_SECS: u64 = 300;

/// A ticket: any new one kills the one before, and looking it up consumes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    /// `<kind>:<uuid>`, or six digits.
    pub value: String,
    /// Seconds since 1970.
    pub expires_at: u64,
}

/// What a ticket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TicketKind {
    VerifyEmail,
    EmailConfirmChange,
    PasswordlessEmail,
    PasswordReset,
    MfaTotp,
}

impl TicketKind {
    /// Those a link can carry.
    const LINKED: [Self; 4] = [
        Self::VerifyEmail,
        Self::EmailConfirmChange,
        Self::PasswordlessEmail,
        Self::PasswordReset,
    ];

    /// What the ticket of a link is for.
    pub(super) fn of_link(ticket: &str) -> Option<Self> {
        let (name, _) = ticket.split_once(':')?;
        Self::LINKED.into_iter().find(|kind| kind.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verifyEmail",
            Self::EmailConfirmChange => "emailConfirmChange",
            Self::PasswordlessEmail => "passwordlessEmail",
            Self::PasswordReset => "passwordReset",
            Self::MfaTotp => "mfaTotp",
        }
    }

    /// The `type` of a link, which has words of its own.
    pub(super) fn link_type(self) -> &'static str {
        match self {
            Self::VerifyEmail => "emailVerify",
            Self::EmailConfirmChange => "emailConfirmChange",
            Self::PasswordlessEmail => "signinPasswordless",
            Self::PasswordReset => "passwordReset",
            Self::MfaTotp => "mfaTotp",
        }
    }

    /// The name of the mail's template.
    pub(super) fn template(self) -> &'static str {
        match self {
            Self::VerifyEmail => "email-verify",
            Self::EmailConfirmChange => "email-confirm-change",
            Self::PasswordlessEmail => "signin-passwordless",
            Self::PasswordReset => "password-reset",
            Self::MfaTotp => "mfa-totp",
        }
    }

    /// Subject and text of the mail.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::VerifyEmail => (
                "Verify your email",
                "Use this link to verify your email address.",
            ),
            Self::EmailConfirmChange => (
                "Change your email address",
                "Use this link to confirm changing your email address.",
            ),
            Self::PasswordlessEmail => ("Secure sign-in link", "Use this link to sign in."),
            Self::PasswordReset => (
                "Reset your password",
                "Use this link to reset your password.",
            ),
            Self::MfaTotp => ("Second factor", "Type the code of your authenticator app."),
        }
    }

    fn life_secs(self) -> u64 {
        match self {
            Self::VerifyEmail => 30 * 86_400,
            Self::EmailConfirmChange | Self::PasswordlessEmail | Self::PasswordReset => 3600,
            Self::MfaTotp => 300,
        }
    }
}

/// Fills the slot and returns the ticket.
pub(super) fn give(user: &mut User, kind: TicketKind, now: u64) -> String {
    let value = format!("{}:{}", kind.name(), random::uuid());
    user.ticket = Some(until(&value, now, kind.life_secs()));
    value
}

/// Fills the slot with a code of six digits.
pub(super) fn give_code(user: &mut User, now: u64) -> String {
    let value = random::digits();
    user.ticket = Some(until(&value, now, EMAIL_CODE_SECS));
    value
}

/// Codes for phones have a slot of their own.
pub(super) fn give_sms_code(user: &mut User, now: u64) -> String {
    let value = random::digits();
    user.sms_code = Some(until(&value, now, SMS_CODE_SECS));
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

/// Empties a slot if it holds this code and is still good. A wrong guess leaves it as it is.
pub(super) fn spend_code(slot: &mut Option<Ticket>, code: &str, now: u64) -> bool {
    let is_right = slot
        .as_ref()
        .is_some_and(|ticket| ticket.value == code && now < ticket.expires_at);
    if is_right {
        *slot = None;
    }
    is_right
}

fn until(value: &str, now: u64, life_secs: u64) -> Ticket {
    Ticket {
        value: value.to_owned(),
        expires_at: now.saturating_add(life_secs),
    }
}
