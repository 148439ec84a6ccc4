//! `POST /signin/email-password`

use serde_json::json;

use super::endpoint::{Call, Endpoint, Outcome};
use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema};
use super::ticket::{self, TicketKind};
use super::{access_list, session};

const SCHEMA: Schema = Schema {
    name: "SignInEmailPasswordRequest",
    fields: &[
        Field::required("email", Kind::Email),
        Field::required("password", Kind::Text { min: 3, max: 50 }),
    ],
    closed: true,
};

pub(super) const EMAIL_PASSWORD: Endpoint = Endpoint::new(email_password).reads(&SCHEMA);

/// A session, or a ticket for those whose password is not enough.
fn email_password(call: &mut Call<'_>) -> Outcome {
    let now = call.now();
    let email = call.email("email");
    let password = call.text(&["password"]).unwrap_or_default().to_owned();
    let settings = call.settings();
    if !access_list::allows(settings, Some(&email)) {
        return Err(Refusal::InvalidEmailPassword.into());
    }
    let verification_required = settings.verification_required;
    let user = call
        .store
        .nhost
        .user_by_email(&email)
        .ok_or(Refusal::InvalidEmailPassword)?;
    if user.disabled {
        return Err(Refusal::DisabledUser.into());
    }
    if user.password != password {
        return Err(Refusal::InvalidEmailPassword.into());
    }
    if verification_required && !user.email_verified {
        return Err(Refusal::UnverifiedUser.into());
    }
    if user.totp_active {
        return Ok(json!({ "mfa": { "ticket": ticket::give(user, TicketKind::MfaTotp, now) } }));
    }
    let id = user.id.clone();
    Ok(json!({ "session": session::begin(call.store, &id) }))
}
