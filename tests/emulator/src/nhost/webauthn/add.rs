//! `POST /user/webauthn/add` and `POST /user/webauthn/verify`

use super::{
    CREATION, Purpose, begin, close, creation_options, find, keep, keys_of, only_if_enabled,
    register,
};
use crate::nhost::endpoint::{Access, Call, Endpoint, Outcome};
use crate::nhost::refusal::Refusal;
use crate::nhost::schema::{Field, Schema, TEXT};

const VERIFY: Schema = Schema {
    name: "VerifyAddSecurityKeyRequest",
    fields: &[
        Field::required("credential", CREATION),
        Field::optional("nickname", TEXT),
    ],
    closed: true,
};

pub(in crate::nhost) const ADD: Endpoint = Endpoint::new(start).access(Access::ElevatedOrFirstKey);
pub(in crate::nhost) const FINISH: Endpoint = Endpoint::new(verify)
    .access(Access::ElevatedOrFirstKey)
    .reads(&VERIFY);

fn start(call: &mut Call<'_>) -> Outcome {
    only_if_enabled(call.settings())?;
    let caller = call.caller()?;
    let keys = keys_of(call.store, &caller.id);
    let challenge = begin(call.store, Purpose::Add(caller.id.clone()));
    Ok(creation_options(
        call.settings(),
        &caller,
        &challenge,
        &keys,
    ))
}

fn verify(call: &mut Call<'_>) -> Outcome {
    only_if_enabled(call.settings())?;
    let caller = call.caller()?;
    let ceremony = find(call)?;
    if !matches!(&ceremony.purpose, Purpose::Add(whose) if *whose == caller.id) {
        return Err(Refusal::InvalidRequest.into());
    }
    let made = register(call, &ceremony.challenge)?;
    let nickname = call.text(&["nickname"]).map(str::to_owned);
    let answer = keep(call.store, &caller.id, made, nickname)?;
    close(call.store, &ceremony.challenge);
    Ok(answer)
}
