//! Sign-in and sign-up with e-mail and password, where the provider offers that to an app.

use std::sync::Arc;

use nhost::{AuthClient, Session as Wire, SignIn, SignUp, SignUpOptions};
use protocol::secret::Password;

use super::adopt::{Newcomer, adopt};
use crate::{
    account::{AccountId, Keep},
    connection::{Connection, ConnectionId},
    context::Context,
    draft::{Invalid, InvalidReason},
    error::Error,
    provider::{Provider, nhost_grant, nhost_meaning, user_profile},
};

/// E-mail and password, to sign in.
#[derive(Debug)]
pub struct PasswordSignIn {
    /// Where.
    pub connection: ConnectionId,
    /// Sign in again as this account; another one is refused.
    pub account: Option<AccountId>,
    /// As typed; spaces around it are taken away.
    pub email: String,
    /// As typed.
    pub password: Password,
    /// Where the session is to be kept.
    pub keep: Keep,
}

/// E-mail and password of a new account.
#[derive(Debug)]
pub struct PasswordSignUp {
    /// Where.
    pub connection: ConnectionId,
    /// As typed; spaces around it are taken away.
    pub email: String,
    /// As typed.
    pub password: Password,
    /// How to be called.
    pub display_name: Option<String>,
    /// Where the session is to be kept.
    pub keep: Keep,
}

/// Where a password led.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordOutcome {
    /// Signed in as this account.
    SignedIn(AccountId),
    /// The provider wants the address verified first; a mail is on its way.
    VerificationMailSent,
}

pub(crate) async fn sign_in(
    context: &Arc<Context>,
    request: PasswordSignIn,
) -> Result<PasswordOutcome, Error> {
    let (connection, client) = nhost_of(context, &request.connection)?;
    let email = address(&request.email)?;
    context.can_keep(request.keep).await?;
    let answer = client
        .sign_in_email_password(email, &request.password)
        .await
        .map_err(nhost_meaning)?;
    let session = match answer {
        SignIn::Session(session) => *session,
        SignIn::Mfa(_) => return Err(Error::SecondFactorRequired),
    };

    welcome(
        context,
        &connection,
        &client,
        session,
        request.account,
        request.keep,
    )
    .await
}

pub(crate) async fn sign_up(
    context: &Arc<Context>,
    request: PasswordSignUp,
) -> Result<PasswordOutcome, Error> {
    let (connection, client) = nhost_of(context, &request.connection)?;
    let email = address(&request.email)?;
    context.can_keep(request.keep).await?;
    let name = request
        .display_name
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let options = SignUpOptions {
        display_name: name,
        ..SignUpOptions::default()
    };
    let answer = client
        .sign_up_email_password(email, &request.password, &options, None)
        .await;

    match answer.map_err(nhost_meaning)? {
        SignUp::Session(session) => {
            welcome(context, &connection, &client, *session, None, request.keep).await
        }
        SignUp::MailSent(_) => Ok(PasswordOutcome::VerificationMailSent),
    }
}

async fn welcome(
    context: &Arc<Context>,
    connection: &Connection,
    client: &AuthClient,
    session: Wire,
    account: Option<AccountId>,
    keep: Keep,
) -> Result<PasswordOutcome, Error> {
    // The user inside a session has gaps: the account is asked for once, with the token just received.
    let (user, members) = client
        .get_user(&session.access_token)
        .await
        .map_err(nhost_meaning)?;
    let profile = user_profile(&user, &members, context.now_secs());
    let newcomer = Newcomer {
        connection: connection.id.clone(),
        issuer: connection.base().to_string(),
        subject: user.id,
        profile,
    };
    if let Some(account) = account {
        let expected = context.session(&account)?.record();
        if expected.subject != newcomer.subject {
            let wrong = Error::WrongAccount {
                expected: expected.label().to_owned(),
                came_back_as: newcomer.label().to_owned(),
            };
            Provider::of(connection, &context.http, None)
                .discard(&session.refresh_token)
                .await;
            return Err(wrong);
        }
    }

    adopt(context, newcomer, keep, nhost_grant(session))
        .await
        .map(PasswordOutcome::SignedIn)
}

fn nhost_of(context: &Context, id: &ConnectionId) -> Result<(Connection, AuthClient), Error> {
    let connection = context.connection(id)?;
    match Provider::of(&connection, &context.http, None) {
        Provider::Nhost(clients) => Ok((connection, clients.auth)),
        Provider::Auth0(_) => Err(Error::Misconfigured {
            hint: "no_password_sign_in".to_owned(),
            request_id: None,
        }),
    }
}

/// An address worth sending: the provider has the last word, an empty field has not.
pub(crate) fn address(text: &str) -> Result<&str, Invalid> {
    let invalid = |reason| {
        Err(Invalid {
            field: "email",
            reason,
        })
    };
    let text = text.trim();
    if text.is_empty() {
        return invalid(InvalidReason::Empty);
    }
    // RFC 5321 §4.5.3.1.3.
    if text.len() > 254 {
        return invalid(InvalidReason::TooLong);
    }
    let is_split = text
        .split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    if !is_split
        || text
            .chars()
            .any(|letter| letter.is_whitespace() || letter.is_control())
    {
        return invalid(InvalidReason::NotAnEmail);
    }

    Ok(text)
}
