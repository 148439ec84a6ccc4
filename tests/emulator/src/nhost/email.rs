//! `POST /user/email/send-verification-email` and `POST /user/email/change`

use super::endpoint::{Access, Call, Endpoint, Outcome};
use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema, TEXT};
use super::{access_list, mail};

/// The members of `OptionsRedirectTo`.
const OPTIONS: Kind = Kind::Object(&[Field::optional("redirectTo", TEXT)]);

const SEND_SCHEMA: Schema = Schema {
    name: "UserEmailSendVerificationEmailRequest",
    fields: &[
        Field::required("email", Kind::Email),
        Field::optional("options", OPTIONS),
        Field::code_challenge(),
    ],
    closed: true,
};

const CHANGE_SCHEMA: Schema = Schema {
    name: "UserEmailChangeRequest",
    fields: &[
        Field::required("newEmail", Kind::Email),
        Field::optional("options", OPTIONS),
        Field::code_challenge(),
    ],
    closed: true,
};

pub(super) const SEND_VERIFICATION: Endpoint = Endpoint::new(send).reads(&SEND_SCHEMA);
pub(super) const CHANGE: Endpoint = Endpoint::new(change)
    .access(Access::Elevated)
    .reads(&CHANGE_SCHEMA);

fn send(call: &mut Call<'_>) -> Outcome {
    let redirect_to = call.redirect_to()?;
    let email = call.email("email");
    let user = call
        .store
        .nhost
        .user_by_email(&email)
        .ok_or(Refusal::InvalidEmailPassword)?;
    if user.disabled {
        return Err(Refusal::DisabledUser.into());
    }
    if user.email_verified {
        return Err(Refusal::EmailAlreadyVerified.into());
    }
    let id = user.id.clone();
    let code_challenge = call.code_challenge();
    let link = mail::Link {
        redirect_to: &redirect_to,
        code_challenge: code_challenge.as_deref(),
    };
    mail::verify_email(call.store, call.origin, &id, link);
    Ok(mail::sent())
}

/// The address counts as verified at once, while the old one stays until the link is followed.
fn change(call: &mut Call<'_>) -> Outcome {
    let caller = call.caller()?;
    let redirect_to = call.redirect_to()?;
    let email = call.email("newEmail");
    if !access_list::allows(call.settings(), Some(&email)) {
        return Err(Refusal::InvalidEmailPassword.into());
    }
    if call.store.nhost.user_by_email(&email).is_some() {
        return Err(Refusal::EmailAlreadyInUse.into());
    }
    if let Some(user) = call.store.nhost.user_mut(&caller.id) {
        user.new_email = Some(email);
        user.email_verified = true;
    }
    let code_challenge = call.code_challenge();
    let link = mail::Link {
        redirect_to: &redirect_to,
        code_challenge: code_challenge.as_deref(),
    };
    mail::confirm_change(call.store, call.origin, &caller.id, link);
    Ok(mail::sent())
}
