//! Challenges that wait for their answers, in memory like those of the real server.

use super::credential;
use crate::nhost::User;
use crate::nhost::endpoint::Call;
use crate::nhost::refusal::Refusal;
use crate::random;
use crate::store::Store;
use crate::webauthn::challenge_of;

/// How long a person may take. The server's own setting for it has no effect.
pub(super) const LIFE_SECS: u64 = 300;

/// A ceremony that was begun.
#[derive(Clone, Debug)]
pub(crate) struct Ceremony {
    pub(super) challenge: String,
    pub(super) purpose: Purpose,
    expires_at: u64,
}

#[cfg(test)]
impl Ceremony {
    pub(in crate::nhost) fn for_sign_up(challenge: &str, user: User, expires_at: u64) -> Self {
        let purpose = Purpose::SignUp(Box::new(user), String::new());
        Self::open(challenge, purpose, expires_at)
    }

    pub(in crate::nhost) fn for_sign_in(challenge: &str, expires_at: u64) -> Self {
        Self::open(challenge, Purpose::SignIn(None), expires_at)
    }

    pub(in crate::nhost) fn for_adding(challenge: &str, user_id: &str, expires_at: u64) -> Self {
        Self::open(challenge, Purpose::Add(user_id.to_owned()), expires_at)
    }

    pub(in crate::nhost) fn for_elevation(challenge: &str, user_id: &str, expires_at: u64) -> Self {
        Self::open(challenge, Purpose::Elevate(user_id.to_owned()), expires_at)
    }

    fn open(challenge: &str, purpose: Purpose, expires_at: u64) -> Self {
        Self {
            challenge: challenge.to_owned(),
            purpose,
            expires_at,
        }
    }
}

/// What a ceremony is for.
#[derive(Clone, Debug)]
pub(super) enum Purpose {
    SignUp(Box<User>, String),
    /// Of whom; nobody when the key is to say it.
    SignIn(Option<String>),
    Add(String),
    Elevate(String),
}

/// Remembers a ceremony and returns its challenge.
pub(super) fn begin(store: &mut Store, purpose: Purpose) -> String {
    let now = store.now();
    let challenge = random::handle(32);
    let ceremonies = &mut store.nhost.ceremonies;
    ceremonies.retain(|known| now.seconds() < known.expires_at);
    ceremonies.push(Ceremony {
        challenge: challenge.clone(),
        purpose,
        expires_at: now.plus_seconds(LIFE_SECS).seconds(),
    });
    challenge
}

/// What the ceremony of an answer is for, if it is still open.
pub(super) fn find(call: &Call<'_>) -> Result<Ceremony, Refusal> {
    let challenge = challenge_of(&credential(call)).ok_or(Refusal::InvalidRequest)?;
    let now = call.now();
    call.store
        .nhost
        .ceremonies
        .iter()
        .find(|known| known.challenge == challenge && now < known.expires_at)
        .cloned()
        .ok_or(Refusal::InvalidRequest)
}

/// A challenge is answered once. The real server lets the same answer in again for five minutes.
pub(super) fn close(store: &mut Store, challenge: &str) {
    store
        .nhost
        .ceremonies
        .retain(|known| known.challenge != challenge);
}
