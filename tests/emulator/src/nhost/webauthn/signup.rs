//! `POST /signup/webauthn` and `POST /signup/webauthn/verify`

use serde_json::Value;

use super::{
    CREATION, Purpose, begin, close, creation_options, find, keep, only_if_enabled, register,
};
use crate::nhost::endpoint::{Call, Endpoint, Outcome};
use crate::nhost::newcomer::{self, OPTIONS, Path};
use crate::nhost::refusal::Refusal;
use crate::nhost::schema::{Field, Kind, Schema, TEXT};
use crate::nhost::signup::payload;

const START: Schema = Schema {
    name: "SignUpWebauthnRequest",
    fields: &[
        Field::required("email", Kind::Email),
        Field::optional("options", Kind::Object(OPTIONS)),
    ],
    closed: true,
};

const VERIFY: Schema = Schema {
    name: "SignUpWebauthnVerifyRequest",
    fields: &[
        Field::required("credential", CREATION),
        Field::optional("options", Kind::Object(OPTIONS)),
        Field::optional("nickname", TEXT),
        Field::code_challenge(),
    ],
    closed: true,
};

pub(in crate::nhost) const SIGN_UP: Endpoint = Endpoint::new(start).reads(&START);
pub(in crate::nhost) const FINISH: Endpoint = Endpoint::new(verify).reads(&VERIFY);

/// An address that is taken is not told here.
fn start(call: &mut Call<'_>) -> Outcome {
    only_if_enabled(call.settings())?;
    newcomer::is_let_in(call.settings(), Path::SignUp)?;
    let redirect_to = call.redirect_to()?;
    let email = call.email("email");
    let options = call.members.get("options").unwrap_or(&Value::Null);
    let user = newcomer::from_options(call.store, options, Some(&email), None)?;
    let purpose = Purpose::SignUp(Box::new(user.clone()), redirect_to);
    let challenge = begin(call.store, purpose);
    Ok(creation_options(call.settings(), &user, &challenge, &[]))
}

/// Options count where the ceremony began; the real server mishandles those that come here.
fn verify(call: &mut Call<'_>) -> Outcome {
    only_if_enabled(call.settings())?;
    let ceremony = find(call)?;
    let Purpose::SignUp(user, redirect_to) = ceremony.purpose else {
        return Err(Refusal::InvalidRequest.into());
    };
    let made = register(call, &ceremony.challenge)?;
    let email = user.email.clone().unwrap_or_default();
    if call.store.nhost.user_by_email(&email).is_some() {
        return Err(Refusal::EmailAlreadyInUse.into());
    }
    let nickname = call.text(&["nickname"]).map(str::to_owned);
    keep(call.store, &user.id, made, nickname)?;
    close(call.store, &ceremony.challenge);
    Ok(payload(newcomer::admit(call, *user, &redirect_to)?))
}
