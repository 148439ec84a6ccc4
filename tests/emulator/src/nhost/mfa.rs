//! Authenticator apps: `GET /mfa/totp/generate`, `POST /user/mfa` and `POST /signin/mfa/totp`

use serde_json::json;

use super::endpoint::{Access, Call, Endpoint, Outcome};
use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema, TEXT};
use super::{bearer, elevation, session, ticket};
use crate::one_time;
use crate::path::encode_segment;
use crate::random;
use crate::settings::Dialect;

mod image;

/// Bytes of a secret.
const SECRET_BYTES: usize = 32;

const CHANGE_SCHEMA: Schema = Schema {
    name: "UserMfaRequest",
    fields: &[
        Field::required("code", TEXT),
        Field::optional("activeMfaType", Kind::OneOf(&["totp", ""])),
    ],
    closed: true,
};

const SIGN_IN_SCHEMA: Schema = Schema {
    name: "SignInMfaTotpRequest",
    fields: &[
        Field::required("ticket", Kind::Ticket("mfaTotp")),
        Field::required("otp", TEXT),
    ],
    closed: true,
};

pub(super) const GENERATE: Endpoint = Endpoint::new(generate).access(Access::Bearer);
pub(super) const CHANGE: Endpoint = Endpoint::new(change)
    .access(Access::Bearer)
    .reads(&CHANGE_SCHEMA);
pub(super) const SIGN_IN: Endpoint = Endpoint::new(sign_in).reads(&SIGN_IN_SCHEMA);

/// Overwrites the secret at once, even while it is in use.
fn generate(call: &mut Call<'_>) -> Outcome {
    if call.settings().dialect >= Dialect::L2 {
        // Newer servers protect this like other delicate changes.
        elevation::admit(call.store, call.headers, Access::Elevated)?;
    }
    if !call.settings().mfa_enabled {
        return Err(Refusal::DisabledEndpoint.into());
    }
    let caller = call.caller()?;
    let secret = one_time::base32(&random::bytes::<SECRET_BYTES>());
    let issuer = call.settings().mfa_issuer.clone();
    let label = format!("{issuer}:{}", caller.email.unwrap_or_default());
    // Apps show a plus sign as it is, so that this is not a form's encoding.
    let address = format!(
        "otpauth://totp/{}?algorithm=SHA1&digits=6&issuer={}&period=30&secret={secret}",
        encode_segment(&label),
        encode_segment(&issuer)
    );
    if let Some(user) = call.store.nhost.user_mut(&caller.id) {
        user.totp_secret = Some(secret.clone());
    }
    Ok(json!({ "imageUrl": image::data_url(&address), "totpSecret": secret }))
}

/// Switches on or off; both need a code.
fn change(call: &mut Call<'_>) -> Outcome {
    let caller = call.caller()?;
    let code = call.text(&["code"]).unwrap_or_default().to_owned();
    let activates = call.text(&["activeMfaType"]) == Some("totp");
    if activates && caller.totp_active {
        return Err(Refusal::TotpAlreadyActive.into());
    }
    if !activates && !caller.totp_active {
        return Err(Refusal::DisabledMfaTotp.into());
    }
    let secret = caller.totp_secret.ok_or(Refusal::NoTotpSecret)?;
    if !is_right(&secret, &code, call.now()) {
        return Err(Refusal::InvalidTotp.into());
    }
    if let Some(user) = call.store.nhost.user_mut(&caller.id) {
        user.totp_active = activates;
        if !activates {
            user.totp_secret = None;
        }
    }
    Ok(json!("OK"))
}

/// The ticket is consumed whatever the code: a wrong one sends the person back to their password.
fn sign_in(call: &mut Call<'_>) -> Outcome {
    if !call.settings().mfa_enabled {
        return Err(Refusal::DisabledEndpoint.into());
    }
    let now = call.now();
    let value = call.text(&["ticket"]).unwrap_or_default().to_owned();
    let code = call.text(&["otp"]).unwrap_or_default().to_owned();
    let user = ticket::consume(&mut call.store.nhost.users, &value, now)
        .cloned()
        .ok_or(Refusal::InvalidTicket)?;
    bearer::check_row(call.store, Some(&user))?;
    if !user.totp_active {
        return Err(Refusal::DisabledMfaTotp.into());
    }
    let secret = user.totp_secret.ok_or(Refusal::NoTotpSecret)?;
    if !is_right(&secret, &code, now) {
        return Err(Refusal::InvalidTotp.into());
    }
    Ok(json!({ "session": session::begin(call.store, &user.id) }))
}

fn is_right(secret: &str, code: &str, now: u64) -> bool {
    one_time::read_base32(secret).is_some_and(|secret| one_time::is_valid(&secret, code, now))
}
