//! Codes that Nhost sends. A second factor is not asked for after them.

use std::sync::Arc;

use nhost::{AuthClient, AuthError, ErrorCode, Session, SignIn, SignUpOptions};
use protocol::secret::OneTimeCode;

use crate::{
    connection::Connection,
    context::Context,
    error::{Error, Refusal},
    provider::{Provider, nhost_grant},
    sign_in::{
        arrive::{finish, nhost_newcomer},
        nhost_side::{auth, newest_first, refused},
        step::{CodeWay, Intent, Pending, Stage, Step},
    },
};

/// What the codes mean where an address or a number was typed.
const SENDING: [(ErrorCode, Refusal); 5] = [
    (ErrorCode::DisabledEndpoint, Refusal::NotOffered),
    (ErrorCode::EndpointNotFound, Refusal::NotOffered),
    (ErrorCode::CannotSendSms, Refusal::PhoneNumberRefused),
    (ErrorCode::InvalidEmailPassword, Refusal::EmailRefused),
    (ErrorCode::InvalidRequest, Refusal::AccessDenied),
];

/// What they mean where a code was typed: servers differ, and some conceal which it is.
const CONFIRMING: [(ErrorCode, Refusal); 6] = [
    (ErrorCode::InvalidTicket, Refusal::WrongCode),
    (ErrorCode::InvalidOtp, Refusal::WrongCode),
    (ErrorCode::InvalidRequest, Refusal::WrongCode),
    (ErrorCode::RequestValidation, Refusal::WrongCode),
    (ErrorCode::SchemaValidation, Refusal::WrongCode),
    (ErrorCode::OtpTooManyAttempts, Refusal::TooManyAttempts),
];

pub(super) async fn send(
    client: &AuthClient,
    way: CodeWay,
    to: &str,
    intent: Intent,
) -> Result<(), Error> {
    let options = SignUpOptions::default();
    let sent = newest_first(intent, |intent| match (way, intent) {
        (CodeWay::Email, Intent::SignIn) => client.sign_in_otp_email(to, &options),
        (CodeWay::Email, Intent::SignUp) => client.sign_up_otp_email(to, &options),
        (CodeWay::Sms, Intent::SignIn) => client.sign_in_passwordless_sms(to, &options),
        (CodeWay::Sms, Intent::SignUp) => client.sign_up_passwordless_sms(to, &options),
    });

    sent.await.map_err(|error| refused(error, &SENDING))
}

pub(super) async fn confirm(
    context: &Arc<Context>,
    connection: &Connection,
    provider: &Provider,
    pending: Pending,
    code: &OneTimeCode,
) -> Result<Step, Error> {
    let Stage::Code { way, to, .. } = &pending.stage else {
        return Err(Error::NotFound);
    };
    let client = auth(provider)?;
    let session = prove(client, *way, to, code)
        .await
        .map_err(|error| refused(error, &CONFIRMING))?
        .ok_or_else(|| Error::Misconfigured {
            hint: "mfa".to_owned(),
            request_id: None,
        })?;
    let newcomer = nhost_newcomer(context, connection, client, &session).await;

    finish(
        context,
        &pending,
        provider,
        newcomer,
        nhost_grant(session),
        None,
    )
    .await
}

/// `None` where a second factor is asked for all the same, which no server is known to do.
async fn prove(
    client: &AuthClient,
    way: CodeWay,
    to: &str,
    code: &OneTimeCode,
) -> Result<Option<Session>, AuthError> {
    match way {
        CodeWay::Email => client.verify_sign_in_otp_email(to, code).await.map(Some),
        CodeWay::Sms => match client.verify_sign_in_passwordless_sms(to, code).await? {
            SignIn::Session(session) => Ok(Some(*session)),
            SignIn::Mfa(_) => Ok(None),
        },
    }
}
