//! Passkeys at Nhost. A second factor is not asked for after them.

use std::sync::Arc;

use nhost::{
    AuthClient, ErrorCode, SignUp, SignUpOptions,
    webauthn::{CredentialAssertionResponse, CredentialCreationResponse},
};
use serde_json::Value;

use super::{Started, Tie};
use crate::{
    connection::Connection,
    context::Context,
    error::{Error, Refusal},
    probe::NoneReason,
    provider::{Provider, auth_code, nhost_grant},
    sign_in::{
        arrive::{finish, nhost_newcomer},
        nhost_side::{auth, refused},
        step::{Pending, Step},
    },
};

/// What the codes mean where an address was typed: nobody has it, or nobody with a passkey.
const SIGNING_IN: [(ErrorCode, Refusal); 2] = [
    (ErrorCode::InvalidEmailPassword, Refusal::NoPasskey),
    (ErrorCode::InvalidRequest, Refusal::NoPasskey),
];

/// What they mean where a passkey answered; the service gives no reasons.
const FINISHING: [(ErrorCode, Refusal); 3] = [
    (ErrorCode::InvalidRequest, Refusal::PasskeyRefused),
    (ErrorCode::RequestValidation, Refusal::PasskeyRefused),
    (ErrorCode::SchemaValidation, Refusal::PasskeyRefused),
];

pub(super) async fn start_sign_in(
    client: &AuthClient,
    email: Option<&str>,
) -> Result<Started, Error> {
    let options = client.sign_in_webauthn(email).await;
    let options = options.map_err(|error| not_offered(error, &SIGNING_IN))?;

    Ok(Started {
        tie: Tie::NhostSignIn,
        options: Value::Object(options.as_json().clone()),
    })
}

pub(super) async fn start_sign_up(
    client: &AuthClient,
    email: &str,
    name: Option<&str>,
) -> Result<Started, Error> {
    let named = SignUpOptions {
        display_name: name,
        ..SignUpOptions::default()
    };
    let options = client.sign_up_webauthn(email, &named).await;
    let options = options.map_err(|error| not_offered(error, &[]))?;

    Ok(Started {
        tie: Tie::NhostSignUp,
        options: Value::Object(options.as_json().clone()),
    })
}

pub(super) async fn finish_sign_in(
    context: &Arc<Context>,
    connection: &Connection,
    provider: &Provider,
    pending: &Pending,
    mut answer: Value,
) -> Result<Step, Error> {
    with_user_handle(context, pending, &mut answer)?;
    let credential = CredentialAssertionResponse::from_json(answer)
        .map_err(|_| Error::Refused(Refusal::PasskeyRefused))?;
    let client = auth(provider)?;
    let session = client
        .verify_sign_in_webauthn(&credential)
        .await
        .map_err(|error| refused(error, &FINISHING))?;
    let newcomer = nhost_newcomer(context, connection, client, &session).await;
    let grant = nhost_grant(session);

    finish(context, pending, provider, newcomer, grant, None).await
}

pub(super) async fn finish_sign_up(
    context: &Arc<Context>,
    connection: &Connection,
    provider: &Provider,
    pending: &Pending,
    answer: Value,
) -> Result<Step, Error> {
    let credential = CredentialCreationResponse::from_json(answer)
        .map_err(|_| Error::Refused(Refusal::PasskeyRefused))?;
    let client = auth(provider)?;
    let signed_up = client
        .verify_sign_up_webauthn(&credential, None, None)
        .await
        .map_err(|error| refused(error, &FINISHING))?;
    let session = match signed_up {
        SignUp::Session(session) => *session,
        SignUp::MailSent(_) => {
            context.steps().end(pending);
            return Ok(Step::MailSent);
        }
    };
    let newcomer = nhost_newcomer(context, connection, client, &session).await;
    let grant = nhost_grant(session);

    finish(context, pending, provider, newcomer, grant, None).await
}

/// The service crashes over an answer without a user handle, which a key that was asked for one credential by its name
/// may leave out (CTAP 2.1 §6.2.2). Its user handles are the users' ids, letter by letter in base64url.
fn with_user_handle(context: &Context, pending: &Pending, answer: &mut Value) -> Result<(), Error> {
    if answer["response"]["userHandle"].is_string() {
        return Ok(());
    }
    let missing = Error::Refused(Refusal::PasskeyRefused);
    let account = pending.request.account.as_ref().ok_or(missing.clone())?;
    let response = answer.get_mut("response").and_then(Value::as_object_mut);
    let subject = context.session(account)?.record().subject;
    response
        .ok_or(missing)?
        .insert("userHandle".to_owned(), subject.into());

    Ok(())
}

fn not_offered(error: nhost::AuthError, words: &[(ErrorCode, Refusal)]) -> Error {
    match auth_code(&error) {
        Some(ErrorCode::DisabledEndpoint | ErrorCode::EndpointNotFound) => {
            Error::Unavailable(NoneReason::NotOffered)
        }
        Some(_) | None => refused(error, words),
    }
}
