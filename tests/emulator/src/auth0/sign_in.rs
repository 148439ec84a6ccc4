//! Checking a password, and protecting the account behind it from those who guess.

use axum::http::StatusCode;

use super::allowance::{self, Counted};
use super::error::OauthError;
use crate::outbox::{Channel, Mail};
use crate::random;
use crate::settings::PASSWORD_CONNECTION;
use crate::store::Store;

/// After this many wrong passwords in a row an account lets nobody in.
const MOST_ATTEMPTS: u32 = 10;

/// Why a password lets nobody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Wrong,
    /// The account was tried too often; its owner got a mail.
    AccountBlocked,
    /// Too many accounts were tried from here.
    SuspiciousAddress,
    /// The password was found in somebody else's breach.
    Leaked,
    /// The address has to be verified first.
    Unverified,
}

impl Refusal {
    /// What the person is told.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Wrong => "Wrong email or password.",
            Self::AccountBlocked => {
                "Your account has been blocked after multiple consecutive login attempts. \
                 We've sent you an email with instructions on how to unblock it."
            }
            Self::SuspiciousAddress => {
                "We have detected suspicious login behavior and further attempts will be blocked. \
                 Please contact the administrator."
            }
            Self::Leaked => {
                "This login attempt has been blocked because the password you're using was \
                 previously disclosed through a data breach (not in this application)."
            }
            Self::Unverified => "Please verify your email before logging in.",
        }
    }
}

impl From<Refusal> for OauthError {
    fn from(refusal: Refusal) -> Self {
        let text = refusal.text();
        match refusal {
            Refusal::Wrong => Self::invalid_grant(text),
            Refusal::AccountBlocked | Refusal::SuspiciousAddress => Self::too_many_attempts(text),
            Refusal::Leaked => Self::new(StatusCode::UNAUTHORIZED, "password_leaked", text),
            Refusal::Unverified => {
                Self::new(StatusCode::UNAUTHORIZED, "requires_verification", text)
            }
        }
    }
}

/// Whose password it is.
pub(crate) fn check(
    store: &mut Store,
    origin: &str,
    email: &str,
    password: &str,
) -> Result<String, Refusal> {
    if !allowance::is_left(store, &Counted::FailedSignIns) {
        return Err(Refusal::SuspiciousAddress);
    }
    let Some(user) = store.auth0.user_by_email(PASSWORD_CONNECTION, email) else {
        allowance::take(store, &Counted::FailedSignIns);
        return Err(Refusal::Wrong);
    };
    if user.failed_attempts >= MOST_ATTEMPTS {
        return Err(Refusal::AccountBlocked);
    }
    if password.is_empty() || user.password != password {
        user.failed_attempts += 1;
        let (address, is_last) = (user.email.clone(), user.failed_attempts == MOST_ATTEMPTS);
        let user_id = user.user_id.clone();
        allowance::take(store, &Counted::FailedSignIns);
        if is_last {
            send_unblocking(store, origin, address, user_id);
        }
        return Err(Refusal::Wrong);
    }
    user.failed_attempts = 0;
    let (user_id, is_verified) = (user.user_id.clone(), user.email_verified);
    let settings = &store.settings.auth0;
    if settings.breached_passwords.iter().any(|p| p == password) {
        return Err(Refusal::Leaked);
    }
    if settings.require_verified_email && !is_verified {
        return Err(Refusal::Unverified);
    }
    Ok(user_id)
}

fn send_unblocking(store: &mut Store, origin: &str, to: String, user_id: String) {
    let ticket = random::handle(24);
    let mail = Mail {
        from: "auth0",
        channel: Channel::Email,
        to,
        subject: "Blocked account".to_owned(),
        text: "Somebody tried your password too often, so nobody can sign in any more. Follow the \
               link to unblock your account."
            .to_owned(),
        link: Some(format!("{origin}/u/unblock?ticket={ticket}")),
        code: None,
        headers: Default::default(),
        sent_at: store.now().to_rfc3339(3),
    };
    store.auth0.unblocking_tickets.insert(ticket, user_id);
    store.outbox.push(mail);
}
