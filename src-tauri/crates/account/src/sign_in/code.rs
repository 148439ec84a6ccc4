//! Signing in with a code that is sent to the person.

mod auth0_side;
mod nhost_side;

use std::{sync::Arc, time::Duration};

use protocol::secret::OneTimeCode;

use super::step::{self, CodeWay, Intent, SignInHere, Stage, Step};
use crate::{
    connection::{Connection, ConnectionId, SignInWay},
    context::Context,
    error::{Error, Refusal},
    invalid::{Invalid, InvalidReason},
    phone_number::{PhoneNumber, PhoneNumberError},
    provider::Provider,
    typed_code,
    typed_text::email_address,
};

/// A second code makes the first one worthless: this long is waited for the first one to arrive.
const RESEND_AFTER: Duration = Duration::from_secs(30);

/// Sends a code. Sending it again is the same call; the older code is then no longer good.
pub(crate) async fn send(
    context: &Arc<Context>,
    request: SignInHere,
    way: CodeWay,
    to: &str,
    intent: Intent,
) -> Result<Step, Error> {
    let connection = context.connection(&request.connection)?;
    offered(&connection, way)?;
    request.check(context)?;
    let to = match way {
        CodeWay::Email => email_address(to, "to")?.to_owned(),
        CodeWay::Sms => phone_number(to)?,
    };
    context.can_keep(request.keep).await?;
    let now = context.ports.clock.elapsed();
    let sent = match sent_before(context, &connection.id, way, &to) {
        // A click too many: the code that is on its way stays good.
        Some(sent) if now < sent + RESEND_AFTER => sent,
        Some(_) | None => {
            match Provider::of(&connection, &context.http, None) {
                // There, a code lets somebody new in as well.
                Provider::Auth0(client) => auth0_side::send(&client, way, &to).await?,
                Provider::Nhost(clients) => {
                    nhost_side::send(&clients.auth, way, &to, intent).await?;
                }
            }
            now
        }
    };
    let stage = Stage::Code {
        way,
        to: to.clone(),
        sent,
    };
    let dpop = context.new_dpop(&connection)?;
    step::put(context, request, dpop, stage);

    Ok(Step::CodeSent {
        to,
        resend_after: (sent + RESEND_AFTER).saturating_sub(now),
    })
}

/// Takes the code that was sent. A wrong one can be tried again until the provider has had enough.
pub(crate) async fn confirm(
    context: &Arc<Context>,
    id: &ConnectionId,
    code: &OneTimeCode,
) -> Result<Step, Error> {
    let pending = context.steps().find(id, &*context.ports.clock)?;
    let connection = context.connection(id)?;
    typed_code::check(code)?;
    // The code is good once: it is spent only when what comes for it can be kept.
    context.can_keep(pending.request.keep).await?;
    let provider = Provider::of(&connection, &context.http, pending.dpop.clone());
    match &provider {
        Provider::Auth0(_) => {
            auth0_side::confirm(context, &connection, &provider, pending, code).await
        }
        Provider::Nhost(_) => {
            nhost_side::confirm(context, &connection, &provider, pending, code).await
        }
    }
}

/// When a code was sent there last, if it is still what the sign-in waits for.
fn sent_before(
    context: &Context,
    connection: &ConnectionId,
    wanted: CodeWay,
    wanted_to: &str,
) -> Option<Duration> {
    let pending = context.steps().find(connection, &*context.ports.clock);
    match pending.ok()?.stage {
        Stage::Code { way, to, sent } if way == wanted && to == wanted_to => Some(sent),
        Stage::Code { .. } | Stage::Passkey(_) | Stage::SecondFactor(_) => None,
    }
}

fn offered(connection: &Connection, way: CodeWay) -> Result<(), Error> {
    let way = match way {
        CodeWay::Email => SignInWay::EmailCode,
        CodeWay::Sms => SignInWay::SmsCode,
    };
    if connection.ways().contains(&way) {
        return Ok(());
    }

    Err(Error::Refused(Refusal::NotOffered))
}

fn phone_number(typed: &str) -> Result<String, Invalid> {
    let number = PhoneNumber::parse(typed, None).map_err(|error| Invalid {
        field: "to",
        reason: match error {
            PhoneNumberError::Empty => InvalidReason::Empty,
            PhoneNumberError::TooLong => InvalidReason::TooLong,
            PhoneNumberError::BadCharacters
            | PhoneNumberError::NoCountry
            | PhoneNumberError::UnknownCallingCode
            | PhoneNumberError::TooShort => InvalidReason::NotAPhoneNumber,
        },
    })?;

    Ok(number.as_str().to_owned())
}
