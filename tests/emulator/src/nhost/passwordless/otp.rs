//! `POST /signin/otp/email`, `POST /signup/otp/email` and `POST /signin/otp/email/verify`

use serde_json::json;

use super::{only_if, start};
use crate::nhost::endpoint::{Call, Endpoint, Outcome};
use crate::nhost::newcomer::{OPTIONS, Path};
use crate::nhost::refusal::Refusal;
use crate::nhost::schema::{Field, Kind, Schema, TEXT};
use crate::nhost::{mail, session, ticket};
use crate::settings::Dialect;

const START: Schema = Schema {
    name: "SignInOTPEmailRequest",
    fields: &[
        Field::required("email", Kind::Email),
        Field::optional("options", Kind::Object(OPTIONS)),
    ],
    closed: true,
};

const VERIFY: Schema = Schema {
    name: "SignInOTPEmailVerifyRequest",
    fields: &[
        Field::required("email", Kind::Email),
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

fn send(call: &mut Call<'_>, path: Path) -> Outcome {
    let enabled = call.settings().otp_email_enabled;
    start(call, enabled, path, |call, id, redirect_to| {
        mail::one_time_code(call.store, id, redirect_to);
    })
}

/// A second factor is not asked for here, as at a real server.
fn verify(call: &mut Call<'_>) -> Outcome {
    only_if(call.settings().otp_email_enabled)?;
    let now = call.now();
    let email = call.email("email");
    let code = call.text(&["otp"]).unwrap_or_default().to_owned();
    let wrong = if call.settings().dialect >= Dialect::L2 {
        Refusal::InvalidOtp
    } else {
        Refusal::InvalidTicket
    };
    let user = call.store.nhost.user_by_email(&email).ok_or(wrong)?;
    // Links share the slot; they are not to be typed here.
    if code.contains(':') || !ticket::spend_code(&mut user.ticket, &code, now) {
        return Err(wrong.into());
    }
    if user.disabled {
        return Err(Refusal::DisabledUser.into());
    }
    user.email_verified = true;
    let id = user.id.clone();
    Ok(json!({ "session": session::begin(call.store, &id) }))
}
