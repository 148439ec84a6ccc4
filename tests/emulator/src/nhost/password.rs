//! `POST /user/password` and `POST /user/password/reset`

use super::endpoint::{Access, Call, Endpoint, Outcome, Stop};
use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema, TEXT};
use super::ticket::{self, TicketKind};
use super::{bearer, elevation, mail, newcomer};

const CHANGE_SCHEMA: Schema = Schema {
    name: "UserPasswordRequest",
    fields: &[
        Field::required("newPassword", Kind::Text { min: 3, max: 50 }),
        Field::optional("ticket", Kind::Ticket("passwordReset")),
    ],
    closed: true,
};

const RESET_SCHEMA: Schema = Schema {
    name: "UserPasswordResetRequest",
    fields: &[
        Field::required("email", Kind::Email),
        Field::optional(
            "options",
            Kind::Object(&[Field::optional("redirectTo", TEXT)]),
        ),
        Field::code_challenge(),
    ],
    closed: true,
};

pub(super) const CHANGE: Endpoint = Endpoint::new(change).reads(&CHANGE_SCHEMA);
pub(super) const RESET: Endpoint = Endpoint::new(reset).reads(&RESET_SCHEMA);

/// Sessions and personal access tokens live on, as at a real server.
fn change(call: &mut Call<'_>) -> Outcome {
    let password = call.text(&["newPassword"]).unwrap_or_default().to_owned();
    let id = whose(call)?;
    newcomer::check_password(call.settings(), &password)?;
    if let Some(user) = call.store.nhost.user_mut(&id) {
        user.password = password;
    }
    Ok(mail::sent())
}

/// A token that will not do falls through to the ticket, so that a missing elevation looks like a
/// bad request.
fn whose(call: &mut Call<'_>) -> Result<String, Stop> {
    let claims = bearer::claims_of(call.store, call.headers).ok();
    if claims.is_some_and(|claims| elevation::is_enough(call.store, &claims, Access::Elevated)) {
        return Ok(call.caller()?.id);
    }
    let Some(value) = call.text(&["ticket"]).map(str::to_owned) else {
        return Err(Refusal::InvalidRequest.into());
    };
    let now = call.now();
    let user = ticket::consume(&mut call.store.nhost.users, &value, now)
        .filter(|_| TicketKind::of_link(&value) == Some(TicketKind::PasswordReset))
        .ok_or(Refusal::InvalidTicket)?;
    if user.disabled {
        return Err(Refusal::DisabledUser.into());
    }
    Ok(user.id.clone())
}

/// Somebody unknown is answered the same way.
fn reset(call: &mut Call<'_>) -> Outcome {
    let redirect_to = call.redirect_to()?;
    let email = call.email("email");
    let user = call.store.nhost.user_by_email(&email);
    if let Some(id) = user
        .filter(|user| !user.disabled)
        .map(|user| user.id.clone())
    {
        let code_challenge = call.code_challenge();
        let link = mail::Link {
            redirect_to: &redirect_to,
            code_challenge: code_challenge.as_deref(),
        };
        mail::password_reset(call.store, call.origin, &id, link);
    }
    Ok(mail::sent())
}
