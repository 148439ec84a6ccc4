//! The Authentication client against the emulator.

use auth0::{AuthenticationClient, AuthenticationError, Authorize, Tenant};
use emulator::{Emulator, Person};
use protocol::{
    base_url::BaseUrl,
    callback::{Callback, RedirectTarget, Returned},
    http::Http,
    oauth::Tokens,
    secret::{AuthorizationCode, CodeVerifier, Nonce, State},
};

mod authorize;
mod database;
mod device;
mod legacy;
mod logout;
mod manners;
mod mfa;
mod mfa_enrolment;
mod passkey;
mod password;
mod passwordless;
mod problems;
mod tokens;
mod wire;

pub(super) const REDIRECT: &str = "dev.latchkey.accounts://demo-auth0/callback";
const SCOPES: [&str; 5] = ["openid", "profile", "email", "phone", "offline_access"];
const DATABASE: &str = "Username-Password-Authentication";
const REPORTS: &str = "https://api.latchkey.example/";

/// A tenant that has just started, and a client for it.
struct World {
    emulator: Emulator,
    client: AuthenticationClient,
}

impl World {
    async fn new() -> Self {
        let emulator = Emulator::start().await.unwrap();

        Self {
            client: client(&emulator),
            emulator,
        }
    }

    /// Signs somebody in; answers the code of the callback.
    async fn code(&self, person: &Person) -> AuthorizationCode {
        code_for(&self.emulator, &self.client, person, &parameters()).await
    }

    /// Signs somebody in.
    async fn tokens(&self, person: &Person) -> Tokens {
        tokens_for(&self.emulator, &self.client, person, &parameters()).await
    }

    /// Who an access token is about.
    async fn subject(&self, tokens: &Tokens) -> String {
        let profile = self.client.get_profile(&tokens.access_token).await;

        profile.unwrap().subject
    }
}

pub(super) fn tenant(emulator: &Emulator) -> Tenant {
    Tenant::at(BaseUrl::parse(&emulator.auth0_url()).unwrap())
}

pub(super) fn client(emulator: &Emulator) -> AuthenticationClient {
    AuthenticationClient::new(
        Http::new("tests").unwrap(),
        tenant(emulator),
        emulator.client_id(),
    )
}

fn parameters() -> Authorize<'static> {
    Authorize::new(REDIRECT, &SCOPES)
}

fn verifier() -> CodeVerifier {
    CodeVerifier::from_random([7; 32])
}

async fn code_for(
    emulator: &Emulator,
    client: &AuthenticationClient,
    person: &Person,
    parameters: &Authorize<'_>,
) -> AuthorizationCode {
    let (state, nonce) = (State::from_random([1; 32]), Nonce::from_random([2; 32]));
    let url = client.authorize_url(parameters, &state, &nonce, &verifier());
    let callback = emulator
        .visitor()
        .sign_in(url.as_str(), person.email, person.password)
        .await
        .unwrap();
    let target = RedirectTarget::Scheme {
        scheme: "dev.latchkey.accounts".to_owned(),
        host: "demo-auth0".to_owned(),
        path: "/callback".to_owned(),
    };
    let callback = Callback::parse(callback, &target).unwrap();
    assert!(callback.answers(&state));
    let Returned::Code { code } = callback.outcome else {
        panic!("no code")
    };

    code
}

/// Signs somebody in with these parameters.
pub(super) async fn tokens_for(
    emulator: &Emulator,
    client: &AuthenticationClient,
    person: &Person,
    parameters: &Authorize<'_>,
) -> Tokens {
    let code = code_for(emulator, client, person, parameters).await;

    client
        .exchange_code(code, &verifier(), REDIRECT)
        .await
        .unwrap()
}

/// What a call was refused for, and with which status.
fn refusal<T: std::fmt::Debug>(answer: Result<T, AuthenticationError>) -> (u16, String) {
    let error = answer.unwrap_err();
    let problem = error.problem().unwrap_or_else(|| panic!("{error:?}"));

    (error.status().unwrap(), problem.code.as_str().to_owned())
}

/// The refusal that these two stand for.
fn refused(status: u16, word: &str) -> (u16, String) {
    (status, word.to_owned())
}
