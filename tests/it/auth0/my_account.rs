//! The My Account client against the emulator.

use auth0::my_account::{ProblemKind, Scope};
use auth0::{Authorize, MyAccountClient, MyAccountError};
use emulator::{BOB, Emulator, Person};
use protocol::{http::Http, secret::AccessToken};

use super::authentication::{self, REDIRECT, tenant};

mod accounts;
mod enrolment;
mod listing;
mod manners;
mod refusals;

const METHODS: &str = "/me/v1/authentication-methods";

/// Somebody signed in for My Account.
struct World {
    emulator: Emulator,
    client: MyAccountClient,
    token: AccessToken,
}

impl World {
    /// Bob, who may do everything.
    async fn new() -> Self {
        let scopes: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
        let emulator = Emulator::start().await.unwrap();
        let token = token(&emulator, &BOB, &scopes).await;

        Self {
            client: MyAccountClient::new(Http::new("tests").unwrap(), tenant(&emulator)),
            emulator,
            token,
        }
    }
}

/// Signs somebody in for My Account with these scopes.
pub(super) async fn token(emulator: &Emulator, person: &Person, scopes: &[&str]) -> AccessToken {
    let client = authentication::client(emulator);
    let audience = client.tenant().my_account_audience();
    let parameters = Authorize {
        audience: Some(&audience),
        ..Authorize::new(REDIRECT, scopes)
    };

    authentication::tokens_for(emulator, &client, person, &parameters)
        .await
        .access_token
}

/// What a call was refused for, and with which status.
fn refusal<T: std::fmt::Debug>(answer: Result<T, MyAccountError>) -> (u16, ProblemKind) {
    let error = answer.unwrap_err();

    (error.status().unwrap(), ProblemKind::of(&error).unwrap())
}
