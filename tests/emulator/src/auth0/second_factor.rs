//! Second factors in use: when one is due, asking for it, and checking what comes back.

use super::allowance::{self, Counted};
use super::error::OauthError;
use super::grant::my_account_audience;
use super::message::send_code;
use super::method::{Detail, Kind, Method, Preferred, methods_of};
use super::one_time;
use super::push::{self, Decision};
use super::session::Session;
use crate::outbox::Channel;
use crate::random;
use crate::store::Store;

/// How long a code that was sent can be typed.
const LIFE_SECS: u64 = 300;

const REASON: &str = "Somebody is signing in.";

/// A second factor that was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Challenge {
    pub(crate) user_id: String,
    pub(crate) method_id: String,
    pub(crate) expires_at: u64,
    pub(crate) asked: Asked,
    /// When the application last asked how it stands.
    pub(crate) polled_at: Option<u64>,
}

/// What the person has to do.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    /// Type the code that was sent.
    Code(String),
    /// Answer the notification with this id.
    Push(String),
}

/// Whether the hosted pages have to ask before they go on.
pub(crate) fn is_due(
    store: &Store,
    session: &Session,
    wanted: bool,
    audience: Option<&str>,
    origin: &str,
) -> bool {
    let settings = &store.settings.auth0;
    let for_my_account =
        settings.my_account_default_policy && audience == Some(&my_account_audience(origin));
    let asked = wanted || for_my_account || settings.require_second_factor;
    asked && session.mfa_at.is_none() && !usable(store, &session.user_id).is_empty()
}

/// What a person can show: confirmed, and of a kind that a program without a browser can carry.
pub(crate) fn usable(store: &Store, user_id: &str) -> Vec<Method> {
    methods_of(store, user_id)
        .into_iter()
        .filter(|method| method.confirmed)
        .filter(|method| match method.kind() {
            Kind::Totp
            | Kind::Phone
            | Kind::Email
            | Kind::PushNotification
            | Kind::RecoveryCode => true,
            Kind::Password | Kind::Passkey | Kind::WebauthnPlatform | Kind::WebauthnRoaming => {
                false
            }
        })
        .collect()
}

/// Too many text messages were sent already.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooMany;

/// Asks for a factor out of band and returns the handle of the challenge; nothing for a factor that
/// needs no asking.
pub(crate) fn ask(store: &mut Store, method: &Method) -> Result<Option<String>, TooMany> {
    if method.kind() == Kind::Phone {
        check_messages(store, &method.user_id)?;
    }
    let asked = match &method.detail {
        Detail::Phone {
            number,
            preferred: Preferred::Sms,
        } => Asked::Code(send_code(store, Channel::Sms, number, REASON)),
        Detail::Phone {
            number,
            preferred: Preferred::Voice,
        } => Asked::Code(send_code(store, Channel::Voice, number, REASON)),
        Detail::Email { address } => Asked::Code(send_code(store, Channel::Email, address, REASON)),
        Detail::PushNotification => Asked::Push(push::send(store, &method.user_id)),
        Detail::Password { .. }
        | Detail::Passkey(_)
        | Detail::Webauthn { .. }
        | Detail::Totp { .. }
        | Detail::RecoveryCode { .. } => return Ok(None),
    };
    let handle = format!("Fe26.2**{}", random::handle(32));
    let challenge = Challenge {
        user_id: method.user_id.clone(),
        method_id: method.id.clone(),
        expires_at: store.now().plus_seconds(LIFE_SECS).seconds(),
        asked,
        polled_at: None,
    };
    store.auth0.challenges.insert(handle.clone(), challenge);
    Ok(Some(handle))
}

/// Counts a text message or a call to a person.
pub(crate) fn check_messages(store: &mut Store, user_id: &str) -> Result<(), TooMany> {
    if allowance::take(store, &Counted::TextMessages(user_id.to_owned())) {
        Ok(())
    } else {
        Err(TooMany)
    }
}

/// How a challenge stands when this code is typed.
pub(crate) fn look(store: &Store, challenge: &Challenge, code: &str) -> Decision {
    if store.now().seconds() >= challenge.expires_at {
        return Decision::Denied;
    }
    match &challenge.asked {
        Asked::Code(expected) if expected == code => Decision::Approved,
        Asked::Code(_) => Decision::Denied,
        Asked::Push(push) => push::decision(store, push),
    }
}

/// Whether a code is what one of a person's apps shows; an app it proves is confirmed by that.
pub(crate) fn accept_totp(store: &mut Store, user_id: &str, code: &str) -> bool {
    let now = store.now();
    let found = store.auth0.methods.iter_mut().find(|method| {
        method.user_id == user_id
            && matches!(&method.detail, Detail::Totp { secret } if one_time::is_valid(secret, code, now.seconds()))
    });
    match found {
        None => false,
        Some(method) => {
            method.confirmed = true;
            method.last_auth_at = Some(now.to_rfc3339(3));
            true
        }
    }
}

/// Spends a recovery code and returns the one that takes its place.
pub(crate) fn spend_recovery_code(store: &mut Store, user_id: &str, typed: &str) -> Option<String> {
    let now = store.now().to_rfc3339(3);
    let fresh = random::uppercase(24);
    store.auth0.methods.iter_mut().find_map(|method| {
        let spent = method.confirmed && method.user_id == user_id;
        if let Detail::RecoveryCode { code } = &mut method.detail
            && spent
            && code == typed
        {
            code.clone_from(&fresh);
            method.last_auth_at = Some(now.clone());
            return Some(fresh.clone());
        }
        None
    })
}

/// Writes down that a method was used, which also confirms it.
pub(crate) fn note_use(store: &mut Store, method_id: &str) {
    let now = store.now().to_rfc3339(3);
    if let Some(method) = store
        .auth0
        .methods
        .iter_mut()
        .find(|method| method.id == method_id)
    {
        method.confirmed = true;
        method.last_auth_at = Some(now);
    }
}

impl From<TooMany> for OauthError {
    fn from(TooMany: TooMany) -> Self {
        Self::too_many_attempts("Too many text messages. Wait for an hour before retrying.")
    }
}
