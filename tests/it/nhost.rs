//! The Nhost clients against the emulator.

mod auth_client;
mod authenticator;
mod browser;
mod calls;
mod graphql_client;
mod graphql_refusals;
mod manners;
mod mfa;
mod password;
mod passwordless;
mod recorded;
mod refusals;
mod shapes;
mod tokens;
mod user;
mod webauthn;

use std::fmt;

use emulator::{ADA, Emulator, Person};
use nhost::{
    AuthClient, AuthError, RedirectOutcome, Redirected, ReturnedGrant, Session, SignIn, Ticket,
    TicketLink,
};
use protocol::{base_url::BaseUrl, http::Http, secret::Password};

/// Where the browser comes back to; the emulator's project allows it.
const HOME: &str = "dev.latchkey.accounts://demo/callback";

fn client(emulator: &Emulator) -> AuthClient {
    AuthClient::new(
        Http::new("tests").unwrap(),
        BaseUrl::parse(&emulator.nhost_url()).unwrap(),
    )
}

async fn session(client: &AuthClient) -> Session {
    session_of(client, &ADA).await
}

async fn session_of(client: &AuthClient, person: &Person) -> Session {
    let password = Password::new(person.password);
    let answer = client.sign_in_email_password(person.email, &password).await;
    let Ok(SignIn::Session(session)) = answer else {
        panic!("{answer:?}")
    };

    *session
}

/// The status and the code of a refusal.
fn refusal<T: fmt::Debug>(answer: Result<T, AuthError>) -> (u16, String) {
    match answer {
        Err(AuthError::Problem(problem)) => {
            (problem.status, problem.problem.code.as_str().to_owned())
        }
        other => panic!("{other:?}"),
    }
}

fn refused<T: fmt::Debug>(answer: Result<T, AuthError>, status: u16, code: &str) {
    assert_eq!(refusal(answer), (status, code.to_owned()));
}

fn needs_elevation<T: fmt::Debug>(answer: Result<T, AuthError>) -> bool {
    answer
        .unwrap_err()
        .problem()
        .is_some_and(|problem| problem.needs_elevation)
}

/// The ticket of the newest mail.
fn ticket(emulator: &Emulator) -> Ticket {
    let link = emulator.outbox().pop().unwrap().link.unwrap();

    TicketLink::parse(&link).unwrap().ticket
}

/// The code of the newest mail or text message.
fn code(emulator: &Emulator) -> protocol::secret::OneTimeCode {
    protocol::secret::OneTimeCode::new(emulator.outbox().pop().unwrap().code.unwrap())
}

fn grant(redirected: Redirected) -> ReturnedGrant {
    let RedirectOutcome::SignedIn(grant) = redirected.outcome else {
        panic!("{redirected:?}")
    };

    grant
}
