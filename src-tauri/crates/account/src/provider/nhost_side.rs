//! What Nhost's answers mean.

pub(super) mod calls;
pub(super) mod factors;
pub(super) mod passkeys;
mod totp_address;
pub(super) mod ways_in;

use std::time::Duration;

use nhost::{AccessClaims, AuthClient, AuthProblem, ErrorCode, Session, User};
use protocol::{
    http::{ApiProblem, CallError},
    secret::{AccessToken, RefreshToken},
};
use serde_json::{Map, Value};

use super::{Failure, Grant, NhostClients, failure};
use crate::{
    error::{Error, Refusal},
    profile::{self, Profile},
};

/// This service never says when to come again. Its shortest window for signing in, ten requests in five minutes, gives
/// one back after this time.
const RETRY_AFTER: Duration = Duration::from_secs(30);

fn undocumented<P>(error: CallError<P>) -> Result<ApiProblem<P>, Error> {
    super::undocumented(error, RETRY_AFTER)
}

pub(super) async fn refresh(client: &AuthClient, token: &RefreshToken) -> Result<Grant, Failure> {
    let session = client.refresh_token(token).await.map_err(|error| {
        // With concealed errors "credentials refused" reads as an invalid request.
        let is_rejection = |status: u16, problem: Option<&AuthProblem>| {
            problem.is_some_and(|it| {
                let is_concealed = status == 400 && it.code == ErrorCode::InvalidRequest;
                let is_refused = matches!(
                    it.code,
                    ErrorCode::InvalidRefreshToken
                        | ErrorCode::DisabledUser
                        | ErrorCode::UnverifiedUser
                );
                is_concealed || is_refused
            })
        };
        failure(error, is_rejection, meaning)
    })?;

    Ok(grant(session))
}

pub(super) async fn profile(
    clients: &NhostClients,
    token: &AccessToken,
    as_of_secs: u32,
    pending: Option<&str>,
) -> Result<Profile, Failure> {
    let (user, members) = clients
        .auth
        .get_user(token)
        .await
        .map_err(calls::auth_failure)?;

    let profile = user_profile(&user, &members, as_of_secs);
    let told = match &clients.graphql {
        Some(graphql) => graphql.pending_email(token, &user.id).await.ok(),
        None => None,
    };
    let pending = match told {
        Some(told) => profile::text(told.as_deref()),
        // Not every project tells it: what was asked for here is believed until the address is that one.
        None => pending
            .map(str::to_owned)
            .filter(|pending| profile.email.as_ref() != Some(pending)),
    };

    Ok(Profile {
        pending_email: pending,
        ..profile
    })
}

pub(crate) fn grant(session: Session) -> Grant {
    let claims = AccessClaims::read(&session.access_token);

    Grant {
        session_id: Some(session.refresh_token_id),
        is_elevated: claims.is_some_and(|claims| claims.is_elevated),
        access: session.access_token,
        refresh: Some(session.refresh_token),
        expires_in: Duration::from_secs(session.access_token_expires_in.clamp(1, 86_400).into()),
        dpop: None,
    }
}

pub(crate) fn user_profile(user: &User, members: &Map<String, Value>, as_of_secs: u32) -> Profile {
    let mut roles = user.roles.clone();
    // The default role first: it is the one that acts.
    roles.sort_by_key(|role| *role != user.default_role);
    roles.truncate(64);

    Profile {
        subject: user.id.clone(),
        name: profile::text(Some(&user.display_name)),
        email: profile::text(user.email.as_deref()),
        email_verified: user.email.as_ref().map(|_| user.email_verified),
        pending_email: None,
        is_anonymous: user.is_anonymous,
        phone: profile::text(user.phone_number.as_deref()),
        phone_verified: user
            .phone_number
            .as_ref()
            .map(|_| user.phone_number_verified),
        username: None,
        locale: profile::text(Some(&user.locale)),
        roles: roles
            .iter()
            .filter_map(|role| profile::text(Some(role)))
            .collect(),
        created_at: profile::text(Some(&user.created_at)),
        updated_at: None,
        picture_url: profile::picture_url(Some(&user.avatar_url)),
        claims: profile::claims(members),
        as_of_secs,
    }
}

/// The statuses from here on are the service's own failures (RFC 9110 §15.6), whatever it says or does not say.
const SERVER_FAILURES: u16 = 500;

/// What a failed call means for the person.
pub(crate) fn meaning(error: CallError<AuthProblem>) -> Error {
    let problem = match undocumented(error) {
        Ok(problem) => problem,
        Err(error) => return error,
    };

    let code = &problem.problem.code;
    if problem.status >= SERVER_FAILURES {
        return Error::ProviderFailed {
            status: Some(problem.status),
            what: code.as_str().to_owned(),
            request_id: problem.request_id,
        };
    }
    if *code == ErrorCode::Unauthorized {
        return Error::SignedOut;
    }
    let is_concealed = problem.status == 400 && *code == ErrorCode::InvalidRequest;
    let known = REFUSALS
        .iter()
        .find(|(known, _)| known == code)
        .map(|(_, refusal)| *refusal);
    match known.or(is_concealed.then_some(Refusal::WrongEmailOrPassword)) {
        Some(refusal) => Error::Refused(refusal),
        None => Error::Misconfigured {
            hint: code.as_str().to_owned(),
            request_id: problem.request_id,
        },
    }
}

/// The codes that a person can do something about.
const REFUSALS: [(ErrorCode, Refusal); 14] = [
    (
        ErrorCode::InvalidEmailPassword,
        Refusal::WrongEmailOrPassword,
    ),
    (ErrorCode::UnverifiedUser, Refusal::EmailNotVerified),
    (ErrorCode::DisabledUser, Refusal::AccountDisabled),
    (ErrorCode::SignupDisabled, Refusal::SignUpClosed),
    (ErrorCode::EmailAlreadyInUse, Refusal::EmailTaken),
    (ErrorCode::UserAlreadyExists, Refusal::EmailTaken),
    (ErrorCode::PasswordTooShort, Refusal::PasswordTooShort),
    (ErrorCode::PasswordInHibpDatabase, Refusal::PasswordLeaked),
    (ErrorCode::InvalidRefreshToken, Refusal::Expired),
    (ErrorCode::InvalidTicket, Refusal::Expired),
    (ErrorCode::ForbiddenAnonymous, Refusal::AccessDenied),
    (ErrorCode::InvalidTotp, Refusal::WrongCode),
    (ErrorCode::TotpAlreadyActive, Refusal::AuthenticatorActive),
    (ErrorCode::EmailAlreadyVerified, Refusal::AlreadyVerified),
];
