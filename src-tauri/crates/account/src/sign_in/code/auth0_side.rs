//! Codes at Auth0: its [passwordless connections](https://auth0.com/docs/authenticate/passwordless) `email` and `sms`.

use std::sync::Arc;

use auth0::{AuthenticationClient, ErrorCode, authentication::Access};
use protocol::secret::OneTimeCode;

use crate::{
    connection::Connection,
    context::Context,
    error::{Error, Refusal},
    provider::{Provider, auth0_refusal},
    sign_in::{
        arrive::{auth0_newcomer, finish},
        scopes, second_factor,
        step::{CodeWay, Pending, Stage, Step},
    },
};

/// What the tenant's words mean while a code is sent.
const SENDING: [(ErrorCode, Refusal); 4] = [
    (ErrorCode::BadEmail, Refusal::EmailRefused),
    (ErrorCode::BadPhoneNumber, Refusal::PhoneNumberRefused),
    (ErrorCode::SmsProviderError, Refusal::PhoneNumberRefused),
    (ErrorCode::BadConnection, Refusal::NotOffered),
];

/// What they mean while a code is taken: here a grant that is no good is a code that is none.
const CONFIRMING: [(ErrorCode, Refusal); 2] = [
    (ErrorCode::InvalidGrant, Refusal::WrongCode),
    (ErrorCode::TooManyAttempts, Refusal::TooManyAttempts),
];

pub(super) async fn send(
    client: &AuthenticationClient,
    way: CodeWay,
    to: &str,
) -> Result<(), Error> {
    let sent = match way {
        CodeWay::Email => client.request_email_code(to).await,
        CodeWay::Sms => client.request_sms_code(to).await,
    };

    sent.map_err(|error| auth0_refusal(error, &SENDING))
}

pub(super) async fn confirm(
    context: &Arc<Context>,
    connection: &Connection,
    provider: &Provider,
    pending: Pending,
    code: &OneTimeCode,
) -> Result<Step, Error> {
    let (Provider::Auth0(client), Stage::Code { way, to, .. }) = (provider, &pending.stage) else {
        return Err(Error::NotFound);
    };
    let scopes = scopes::usual(connection);
    let audience = client.tenant().my_account_audience();
    let access = Access {
        scopes: &scopes,
        audience: Some(&audience),
    };
    let answer = match way {
        CodeWay::Email => client.verify_email_code(to, code, access).await,
        CodeWay::Sms => client.verify_sms_code(to, code, access).await,
    };
    let tokens = match answer {
        Ok(tokens) => tokens,
        Err(error) => {
            return match second_factor::wanted(&error) {
                Some(mfa) => second_factor::begin_auth0(context, client, pending, mfa).await,
                None => Err(auth0_refusal(error, &CONFIRMING)),
            };
        }
    };
    let newcomer = auth0_newcomer(context, connection, client, &tokens).await;

    finish(context, &pending, provider, newcomer, tokens.into(), None).await
}
