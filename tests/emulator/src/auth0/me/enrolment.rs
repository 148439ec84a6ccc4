//! What stands behind an `auth_session`: something a person began and has not finished.

use axum::http::StatusCode;

use super::problem::Problem;
use crate::random;
use crate::store::Store;

/// After this many wrong codes the enrolment begins again.
const MOST_ATTEMPTS: u32 = 10;

#[derive(Clone, Debug)]
pub(crate) struct Enrolment {
    pub(super) user_id: String,
    /// The id the verification has to name.
    pub(super) method_id: String,
    pub(super) step: Step,
    expires_at: u64,
    attempts: u32,
}

/// What is still to be shown.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Password,
    Passkey {
        challenge: String,
        user_handle: String,
    },
    Totp,
    Code(String),
    Push(String),
    RecoveryCode,
}

/// Keeps an enrolment and returns its `auth_session`.
pub(super) fn begin(store: &mut Store, user_id: &str, method_id: &str, step: Step) -> String {
    let life = store.settings.auth0.my_account_api.auth_session_secs;
    let auth_session = format!("Fe26.2**{}", random::handle(48));
    let enrolment = Enrolment {
        user_id: user_id.to_owned(),
        method_id: method_id.to_owned(),
        step,
        expires_at: store.now().plus_seconds(life).seconds(),
        attempts: 0,
    };
    store
        .auth0
        .enrolments
        .insert(auth_session.clone(), enrolment);
    auth_session
}

/// Finds the enrolment a verification belongs to.
pub(super) fn find(
    store: &mut Store,
    auth_session: &str,
    user_id: &str,
    method_id: &str,
) -> Result<Enrolment, Problem> {
    let now = store.now().seconds();
    let found = store.auth0.enrolments.get(auth_session).cloned();
    let found = found
        .filter(|enrolment| enrolment.user_id == user_id && enrolment.method_id == method_id)
        .ok_or_else(|| Problem::bad_request("The auth_session is not valid"))?;
    if now >= found.expires_at {
        store.auth0.enrolments.remove(auth_session);
        return Err(Problem::forbidden("The auth_session has expired"));
    }
    Ok(found)
}

/// Ends an enrolment, successful or not.
pub(super) fn end(store: &mut Store, auth_session: &str) {
    store.auth0.enrolments.remove(auth_session);
}

/// Counts a wrong code and returns the refusal.
pub(super) fn wrong(store: &mut Store, auth_session: &str) -> Problem {
    if let Some(enrolment) = store.auth0.enrolments.get_mut(auth_session) {
        enrolment.attempts += 1;
        if enrolment.attempts >= MOST_ATTEMPTS {
            end(store, auth_session);
        }
    }
    Problem::new(
        StatusCode::BAD_REQUEST,
        12,
        "Invalid OTP Code",
        "The code is not valid",
    )
}
