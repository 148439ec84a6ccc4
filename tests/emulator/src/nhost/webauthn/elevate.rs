//! `POST /elevate/webauthn` and `POST /elevate/webauthn/verify`

use serde_json::json;

use super::signin::VERIFY;
use super::{
    Purpose, authenticate, begin, close, credential, find, keys_of, only_if_enabled,
    request_options,
};
use crate::nhost::endpoint::{Access, Call, Endpoint, Outcome};
use crate::nhost::refusal::Refusal;
use crate::nhost::session;

pub(in crate::nhost) const ELEVATE: Endpoint = Endpoint::new(start).access(Access::Bearer);
pub(in crate::nhost) const FINISH: Endpoint =
    Endpoint::new(verify).access(Access::Bearer).reads(&VERIFY);

fn start(call: &mut Call<'_>) -> Outcome {
    only_if_enabled(call.settings())?;
    let caller = call.caller()?;
    let keys = keys_of(call.store, &caller.id);
    if keys.is_empty() {
        return Err(Refusal::InvalidRequest.into());
    }
    let challenge = begin(call.store, Purpose::Elevate(caller.id));
    Ok(request_options(call.settings(), &challenge, &keys))
}

/// A whole new session beside the old one. The handle may be missing: the token says who it is.
fn verify(call: &mut Call<'_>) -> Outcome {
    only_if_enabled(call.settings())?;
    let caller = call.caller()?;
    let ceremony = find(call)?;
    if !matches!(&ceremony.purpose, Purpose::Elevate(whose) if *whose == caller.id) {
        return Err(Refusal::InvalidRequest.into());
    }
    let answer = credential(call);
    let handle = answer["response"]["userHandle"].as_str();
    if handle.is_some_and(|handle| handle != caller.id) {
        return Err(Refusal::InvalidRequest.into());
    }
    authenticate(call, &ceremony.challenge, &caller.id)?;
    close(call.store, &ceremony.challenge);
    Ok(json!({ "session": session::begin_elevated(call.store, &caller.id) }))
}
