//! The My Account client against the emulator.

use auth0::my_account::{ProblemKind, Scope};
use auth0::{AuthenticationClient, Authorize, MyAccountClient, MyAccountError, Tenant};
use emulator::{BOB, Emulator, Person};
use protocol::{
    base_url::BaseUrl,
    callback::{Callback, RedirectTarget, Returned},
    http::Http,
    secret::{AccessToken, CodeVerifier, Nonce, State},
};

mod accounts;
mod authenticator;
mod enrolment;
mod listing;
mod manners;
mod refusals;

const REDIRECT: &str = "dev.latchkey.accounts://demo-auth0/callback";
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

fn tenant(emulator: &Emulator) -> Tenant {
    Tenant::at(BaseUrl::parse(&emulator.auth0_url()).unwrap())
}

/// Signs somebody in for My Account with these scopes.
async fn token(emulator: &Emulator, person: &Person, scopes: &[&str]) -> AccessToken {
    let tenant = tenant(emulator);
    let audience = tenant.my_account_audience();
    let client =
        AuthenticationClient::new(Http::new("tests").unwrap(), tenant, emulator.client_id());
    let verifier = CodeVerifier::from_random([7; 32]);
    let (state, nonce) = (State::from_random([1; 32]), Nonce::from_random([2; 32]));
    let parameters = Authorize {
        redirect_uri: REDIRECT,
        scopes,
        audience: Some(&audience),
        login_hint: None,
        prompt: None,
        screen_hint: None,
        connection: None,
        organization: None,
        max_age: None,
        acr_values: None,
    };
    let url = client.authorize_url(&parameters, &state, &nonce, &verifier);
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
    let Returned::Code { code } = Callback::parse(callback, &target).unwrap().outcome else {
        panic!("no code")
    };

    client
        .exchange_code(code, &verifier, REDIRECT)
        .await
        .unwrap()
        .access_token
}

/// What a call was refused for, and with which status.
fn refusal<T: std::fmt::Debug>(answer: Result<T, MyAccountError>) -> (u16, ProblemKind) {
    let error = answer.unwrap_err();

    (error.status().unwrap(), ProblemKind::of(&error).unwrap())
}
