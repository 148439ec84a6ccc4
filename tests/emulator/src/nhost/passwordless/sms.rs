//! `POST /signin/passwordless/sms`, `POST /signup/passwordless/sms` and
//! `POST /signin/passwordless/sms/otp`

use serde_json::{Value, json};

use super::only_if;
use crate::nhost::endpoint::{Call, Endpoint, Outcome};
use crate::nhost::newcomer::{self, OPTIONS, Path};
use crate::nhost::refusal::Refusal;
use crate::nhost::schema::{Field, Kind, Schema, TEXT};
use crate::nhost::{mail, session, ticket};
use crate::settings::Dialect;

const START: Schema = Schema {
    name: "SignInPasswordlessSmsRequest",
    fields: &[
        Field::required("phoneNumber", TEXT),
        Field::optional("options", Kind::Object(OPTIONS)),
    ],
    closed: true,
};

const VERIFY: Schema = Schema {
    name: "SignInPasswordlessSmsOtpRequest",
    fields: &[
        Field::required("phoneNumber", TEXT),
        Field::required("otp", TEXT),
    ],
    closed: true,
};

pub(in crate::nhost) const SIGN_IN: Endpoint = Endpoint::new(sign_in).reads(&START);
pub(in crate::nhost) const SIGN_UP: Endpoint =
    Endpoint::new(sign_up).since(Dialect::L2).reads(&START);
pub(in crate::nhost) const FINISH: Endpoint = Endpoint::new(verify).reads(&VERIFY);

fn sign_in(call: &mut Call<'_>) -> Outcome {
    send(call, Path::SignIn)
}

fn sign_up(call: &mut Call<'_>) -> Outcome {
    send(call, Path::SignUp)
}

/// Somebody unknown is added with their number.
fn send(call: &mut Call<'_>, path: Path) -> Outcome {
    only_if(call.settings().sms_passwordless_enabled)?;
    call.redirect_to()?;
    let number = call.text(&["phoneNumber"]).unwrap_or_default().to_owned();
    if call.settings().sms_fails || !is_phone_number(&number) {
        return Err(Refusal::CannotSendSms.into());
    }
    let id = match call.store.nhost.user_by_phone_number(&number) {
        Some(user) if user.disabled => return Err(Refusal::DisabledUser.into()),
        Some(user) if user.is_anonymous => return Err(Refusal::ForbiddenAnonymous.into()),
        Some(user) => user.id.clone(),
        None => {
            newcomer::is_let_in(call.settings(), path)?;
            let options = call.members.get("options").unwrap_or(&Value::Null);
            let user = newcomer::from_options(call.store, options, None, Some(&number))?;
            let (id, disabled) = (user.id.clone(), user.disabled);
            call.store.nhost.users.push(user);
            if disabled {
                return Err(Refusal::DisabledUser.into());
            }
            id
        }
    };
    mail::text_message(call.store, &id);
    Ok(mail::sent())
}

fn verify(call: &mut Call<'_>) -> Outcome {
    only_if(call.settings().sms_passwordless_enabled)?;
    let now = call.now();
    let number = call.text(&["phoneNumber"]).unwrap_or_default().to_owned();
    let code = call.text(&["otp"]).unwrap_or_default().to_owned();
    let wrong = if call.settings().dialect == Dialect::L0 {
        Refusal::InvalidRequest
    } else {
        Refusal::InvalidOtp
    };
    let user = call
        .store
        .nhost
        .user_by_phone_number(&number)
        .ok_or(wrong)?;
    if !ticket::spend_code(&mut user.sms_code, &code, now) {
        return Err(wrong.into());
    }
    if user.disabled {
        return Err(Refusal::DisabledUser.into());
    }
    user.phone_number_verified = true;
    let id = user.id.clone();
    Ok(json!({ "session": session::begin(call.store, &id) }))
}

/// As much of E.164 as a gateway for messages insists on.
fn is_phone_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}
