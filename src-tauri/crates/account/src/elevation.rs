//! Elevation: a passkey proves that the person is there, and the session is replaced by one that says so.
//!
//! What is between the two halves, the ceremony itself, is not this crate's matter: it hands out what an authenticator
//! is asked, and takes what it answers.

use std::sync::Arc;

use nhost::{AccessClaims, ErrorCode, webauthn::CredentialAssertionResponse};
use serde_json::Value;

use crate::{
    account::AccountId,
    context::Context,
    error::{Error, Refusal},
    limits::Bucket,
    passkeys::{self, PasskeyRequest},
    provider::{Provider, auth_code, auth_failure, nhost_grant, refused},
    step_up,
};

/// What an authenticator is to be asked. Good for five minutes.
pub(crate) async fn start(
    context: &Arc<Context>,
    account: &AccountId,
) -> Result<PasskeyRequest, Error> {
    let session = context.session(account)?;
    let domain = passkeys::domain(&context.connection_of(&session)?)?;
    let options = session
        .limited(context, Bucket::Write, |provider, token| async move {
            let client = &provider.nhost()?.auth;
            client
                .elevate_webauthn(&token)
                .await
                .map_err(|error| match auth_code(&error) {
                    Some(ErrorCode::InvalidRequest) => refused(Refusal::NoPasskey),
                    Some(_) | None => auth_failure(error),
                })
        })
        .await;
    if let Err(Error::Refused(Refusal::NoPasskey)) = &options {
        // Whoever has none may be let through without: the next time the provider is asked first.
        session.facts().wants_elevation = false;
    }

    let options = Value::Object(options?.as_json().clone());

    Ok(PasskeyRequest::new(options, domain))
}

/// Takes the answer of the authenticator (WebAuthn Level 3 §5.1, JSON form) and puts the elevated session in the place
/// of the one before, which is ended at the provider.
pub(crate) async fn finish(
    context: &Arc<Context>,
    account: &AccountId,
    response: Value,
) -> Result<(), Error> {
    let session = context.session(account)?;
    let credential = CredentialAssertionResponse::from_json(response)
        .map_err(|_| Error::Refused(Refusal::PasskeyRefused))?;
    let credential = &credential;
    let elevated = session
        .limited(context, Bucket::Write, |provider, token| async move {
            let client = &provider.nhost()?.auth;
            let call = client.verify_elevate_webauthn(&token, credential);
            call.await.map_err(|error| match auth_code(&error) {
                Some(ErrorCode::InvalidRequest) => refused(Refusal::PasskeyRefused),
                Some(_) | None => auth_failure(error),
            })
        })
        .await?;

    let claims = AccessClaims::read(&elevated.access_token);
    let is_theirs = claims.is_some_and(|claims| claims.user_id == session.record().subject);
    if !is_theirs {
        let connection = context.connection_of(&session)?;
        Provider::of(&connection, &context.http, None)
            .discard(&elevated.refresh_token)
            .await;
        return Err(Error::Refused(Refusal::PasskeyRefused));
    }
    session.replace(context, nhost_grant(elevated)).await?;
    step_up::note_elevation(context, &session);
    context.publish();

    Ok(())
}
