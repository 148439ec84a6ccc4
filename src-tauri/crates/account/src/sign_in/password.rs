//! Sign-in and sign-up with e-mail and password, where the provider offers that to an app.

use std::sync::Arc;

use nhost::{ErrorCode, SignIn, SignUp, SignUpOptions};
use protocol::secret::Password;

use super::{
    nhost_side::{auth, refused, welcome},
    second_factor,
    step::{SignInHere, Step},
};
use crate::{
    account::{AccountId, Keep},
    connection::{Connection, ConnectionId},
    context::Context,
    errand::{MailHome, MailPurpose, ask},
    error::{Error, Refusal},
    provider::{Provider, nhost_meaning},
    typed_text::email_address,
};

/// What the service says of an address that it blocks; of one that is none it says nothing at all, and where the project
/// conceals errors the same of one that is taken.
const SIGNING_UP: [(ErrorCode, Refusal); 2] = [
    (ErrorCode::InvalidEmailPassword, Refusal::EmailRefused),
    (ErrorCode::InvalidRequest, Refusal::EmailRefused),
];

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

pub(crate) async fn sign_in(
    context: &Arc<Context>,
    request: PasswordSignIn,
) -> Result<Step, Error> {
    let (connection, provider) = open(context, &request.connection)?;
    let email = email_address(&request.email, "email")?;
    let here = SignInHere {
        connection: request.connection,
        account: request.account,
        keep: request.keep,
    };
    here.check(context)?;
    context.can_keep(here.keep).await?;
    let answer = auth(&provider)?
        .sign_in_email_password(email, &request.password)
        .await
        .map_err(nhost_meaning)?;

    match answer {
        SignIn::Session(session) => welcome(context, &connection, &provider, &here, *session).await,
        SignIn::Mfa(challenge) => {
            let step =
                second_factor::begin_nhost(context, here, challenge, email, request.password);
            Ok(step)
        }
    }
}

pub(crate) async fn sign_up(
    context: &Arc<Context>,
    request: PasswordSignUp,
) -> Result<Step, Error> {
    let (connection, provider) = open(context, &request.connection)?;
    let email = email_address(&request.email, "email")?;
    context.can_keep(request.keep).await?;
    let name = request
        .display_name
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let client = auth(&provider)?;
    let way = MailHome::new(context, &connection).await?;
    let sent = ask(&way, |way| {
        let options = SignUpOptions {
            display_name: name,
            redirect_to: way.map(MailHome::address),
            ..SignUpOptions::default()
        };
        let verifier = way.and_then(MailHome::verifier);
        client.sign_up_email_password(email, &request.password, &options, verifier)
    });
    let (answer, leads_home) = sent.await.map_err(|error| refused(error, &SIGNING_UP))?;
    let here = SignInHere {
        connection: request.connection,
        account: None,
        keep: request.keep,
    };

    match answer {
        SignUp::Session(session) => welcome(context, &connection, &provider, &here, *session).await,
        SignUp::MailSent(pkce) => {
            if leads_home {
                way.wait(context, &connection.id, MailPurpose::SignIn(here), pkce);
            }
            Ok(Step::MailSent)
        }
    }
}

fn open(context: &Context, id: &ConnectionId) -> Result<(Connection, Provider), Error> {
    let connection = context.connection(id)?;
    let provider = Provider::of(&connection, &context.http, None);
    match provider {
        Provider::Nhost(_) => Ok((connection, provider)),
        Provider::Auth0(_) => Err(Error::Misconfigured {
            hint: "no_password_sign_in".to_owned(),
            request_id: None,
        }),
    }
}
