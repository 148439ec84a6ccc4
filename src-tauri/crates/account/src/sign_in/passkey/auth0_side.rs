//! Native passkeys at Auth0
//! ([vendor](https://auth0.com/docs/authenticate/database-connections/passkeys/native-passkeys-api)).

use std::sync::Arc;

use auth0::{
    AuthenticationClient, AuthenticationError, ErrorCode,
    authentication::{Access, PasskeyChallenge, PasskeyGrant, PasskeyPlace, PasskeyUser},
    my_account::AuthSession,
};
use serde_json::Value;

use super::{Started, Tie};
use crate::{
    connection::Connection,
    context::Context,
    error::{Error, Refusal},
    probe::NoneReason,
    provider::{Provider, auth0_refusal},
    sign_in::{
        arrive::{auth0_newcomer, finish as welcome},
        scopes, second_factor,
        step::{Pending, Step},
    },
};

/// What the tenant's words mean where somebody new is asked for.
const SIGNING_UP: [(ErrorCode, Refusal); 2] = [
    (ErrorCode::UserExists, Refusal::EmailTaken),
    (ErrorCode::AccessDenied, Refusal::SignUpClosed),
];

/// What they mean where a passkey answered: unknown, too late, or not its signature.
const FINISHING: [(ErrorCode, Refusal); 1] = [(ErrorCode::InvalidGrant, Refusal::PasskeyRefused)];

pub(super) async fn start_sign_in(
    client: &AuthenticationClient,
    connection: &Connection,
) -> Result<Started, Error> {
    let challenge = client.passkey_challenge(place(connection)).await;

    challenge
        .map(Started::from)
        .map_err(|error| not_begun(error, &[]))
}

pub(super) async fn start_sign_up(
    client: &AuthenticationClient,
    connection: &Connection,
    email: &str,
    name: Option<&str>,
) -> Result<Started, Error> {
    let user = PasskeyUser {
        email: Some(email),
        name,
        ..PasskeyUser::default()
    };
    let challenge = client.passkey_register(&user, place(connection)).await;

    challenge
        .map(Started::from)
        .map_err(|error| not_begun(error, &SIGNING_UP))
}

pub(super) async fn finish(
    context: &Arc<Context>,
    connection: &Connection,
    provider: &Provider,
    pending: &Pending,
    session: &AuthSession,
    answer: Value,
) -> Result<Step, Error> {
    let Provider::Auth0(client) = provider else {
        return Err(Error::NotFound);
    };
    let scopes = scopes::usual(connection);
    let audience = client.tenant().my_account_audience();
    let grant = PasskeyGrant {
        auth_session: session,
        authn_response: &answer,
        place: place(connection),
        access: Access {
            scopes: &scopes,
            audience: Some(&audience),
        },
    };
    let tokens = match client.passkey_grant(&grant).await {
        Ok(tokens) => tokens,
        Err(error) => {
            return match second_factor::wanted(&error) {
                Some(mfa) => {
                    second_factor::begin_auth0(context, client, pending.clone(), mfa).await
                }
                None => Err(not_begun(error, &FINISHING)),
            };
        }
    };
    let newcomer = auth0_newcomer(context, connection, client, &tokens).await;

    welcome(context, pending, provider, newcomer, tokens.into(), None).await
}

/// The tenant chooses the database connection unless the team named one.
fn place(connection: &Connection) -> PasskeyPlace<'_> {
    PasskeyPlace {
        realm: connection.database.as_deref(),
        organization: None,
    }
}

/// A tenant without passkeys, and an application without the grant, say so in many ways.
fn not_begun(error: AuthenticationError, words: &[(ErrorCode, Refusal)]) -> Error {
    let Some(problem) = error.problem() else {
        return match error.status() {
            Some(404) => Error::Unavailable(NoneReason::NotOffered),
            Some(_) | None => auth0_refusal(error, words),
        };
    };
    let description = problem.details.description.as_ref();
    let is_about_domain = description
        .is_some_and(|text| text.as_str().to_ascii_lowercase().contains("custom domain"));
    let reason = match (&problem.code, error.status()) {
        (_, Some(400)) if is_about_domain => NoneReason::CustomDomainMissing,
        (ErrorCode::UnauthorizedClient, _) => NoneReason::GrantMissing,
        (_, Some(404)) => NoneReason::NotOffered,
        // Nothing in it was the person's but, to sign up, an address that was looked at before.
        (ErrorCode::InvalidRequest, _) => NoneReason::NotOffered,
        (_, _) => return auth0_refusal(error, words),
    };

    Error::Unavailable(reason)
}

impl From<PasskeyChallenge> for Started {
    fn from(challenge: PasskeyChallenge) -> Self {
        Self {
            tie: Tie::Auth0(challenge.auth_session),
            options: challenge.authn_params_public_key,
        }
    }
}
