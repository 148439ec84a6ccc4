//! The second step at Nhost: the code of an authenticator app.

use std::sync::Arc;

use nhost::{AuthClient, AuthError, ErrorCode, MfaChallenge, Session, SignIn};
use protocol::secret::{OneTimeCode, Password};

use crate::{
    connection::Connection,
    context::Context,
    error::{Error, Refusal},
    factor::FactorKind,
    provider::{Provider, nhost_grant, nhost_meaning},
    sign_in::{
        arrive::{finish, nhost_newcomer},
        step::{Pending, SecondFactor, SecondFactorChallenge, SignInHere, Stage, Step, put},
    },
};

/// The only second factor there is, by a name of our own.
const TOTP: &str = "totp";

/// A sign-in whose password was right.
#[derive(Clone)]
pub(in crate::sign_in) struct Ticket {
    /// `None` when the last code was wrong: that burns the ticket.
    challenge: Option<MfaChallenge>,
    /// To get a new ticket with, so that the person need not type it again.
    email: String,
    password: Password,
}

/// Asks for the code of the authenticator app.
pub(in crate::sign_in) fn begin(
    context: &Arc<Context>,
    request: SignInHere,
    challenge: MfaChallenge,
    email: &str,
    password: Password,
) -> Step {
    let ticket = Ticket {
        challenge: Some(challenge),
        email: email.to_owned(),
        password,
    };
    let stage = Stage::SecondFactor(super::Ticket::Nhost(ticket));
    put(context, request, None, stage);

    Step::SecondFactor(vec![SecondFactor {
        id: TOTP.to_owned(),
        kind: FactorKind::Totp,
        name: None,
    }])
}

pub(super) fn challenge(id: &str) -> Result<SecondFactorChallenge, Error> {
    if id == TOTP {
        Ok(SecondFactorChallenge::TypeCode)
    } else {
        Err(Error::NotFound)
    }
}

pub(super) async fn confirm(
    context: &Arc<Context>,
    connection: &Connection,
    provider: &Provider,
    pending: &Pending,
    ticket: Ticket,
    code: Option<&OneTimeCode>,
) -> Result<Step, Error> {
    let Provider::Nhost(clients) = provider else {
        return Err(Error::NotFound);
    };
    let code = code.ok_or(Error::Refused(Refusal::WrongCode))?;
    // Whatever the answer, and also without one, the ticket is used up.
    let burnt = Ticket {
        challenge: None,
        ..ticket.clone()
    };
    let stage = Stage::SecondFactor(super::Ticket::Nhost(burnt));
    context.steps().replace(pending, stage);

    let session = prove(&clients.auth, &ticket, code).await?;
    let newcomer = nhost_newcomer(context, connection, &clients.auth, &session).await;

    finish(
        context,
        pending,
        provider,
        newcomer,
        nhost_grant(session),
        None,
    )
    .await
}

async fn prove(client: &AuthClient, ticket: &Ticket, code: &OneTimeCode) -> Result<Session, Error> {
    if let Some(challenge) = &ticket.challenge {
        match client.verify_sign_in_mfa_totp(challenge, code).await {
            // It lives for five minutes only, and any mail to the person takes its place.
            Err(error) if is(&error, &ErrorCode::InvalidTicket) => {}
            answer => return answer.map_err(refused),
        }
    }
    let answer = client.sign_in_email_password(&ticket.email, &ticket.password);

    match answer.await.map_err(nhost_meaning)? {
        SignIn::Session(session) => Ok(*session),
        SignIn::Mfa(challenge) => client
            .verify_sign_in_mfa_totp(&challenge, code)
            .await
            .map_err(refused),
    }
}

fn refused(error: AuthError) -> Error {
    // Where the project conceals errors, a wrong code reads as an invalid request.
    if is(&error, &ErrorCode::InvalidTotp) || is(&error, &ErrorCode::InvalidRequest) {
        return Error::Refused(Refusal::WrongCode);
    }

    nhost_meaning(error)
}

fn is(error: &AuthError, code: &ErrorCode) -> bool {
    error.problem().is_some_and(|problem| problem.code == *code)
}
