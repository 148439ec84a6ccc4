//! Our client's half of a comparison: each call takes the vendor's arguments and says how it ended.

use auth0::{
    AuthenticationClient, AuthenticationError, AuthenticationProblem, Authorize, Tenant,
    authentication::{Access, ClientCredentialsGrant, ClientSecret, PasswordGrant},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use emulator::Emulator;
use nhost::{AuthClient, GraphqlClient};
use protocol::{
    Url,
    base_url::BaseUrl,
    http::Http,
    oauth::Tokens,
    secret::{AccessToken, AuthorizationCode, CodeVerifier, Nonce, Password, RefreshToken, State},
};
use serde_json::Value;

use super::outcome::Outcome;

pub(super) mod database;
pub(super) mod legacy;
pub(super) mod mfa;
pub(super) mod nhost_auth;
pub(super) mod nhost_graphql;
pub(super) mod passkey;
pub(super) mod passwordless;

/// Our clients, at the loopback addresses.
pub(super) struct Ours {
    pub(super) client: AuthenticationClient,
    pub(super) auth: AuthClient,
    pub(super) graphql: GraphqlClient,
}

impl Ours {
    pub(super) fn new(emulator: &Emulator) -> Self {
        let base = |url: &str| BaseUrl::parse(url).unwrap();
        let tenant = Tenant::at(base(&emulator.auth0_url()));
        let project = emulator.nhost_url();
        let http = Http::new("tests").unwrap();

        Self {
            client: AuthenticationClient::new(http.clone(), tenant, emulator.client_id()),
            auth: AuthClient::new(http.clone(), base(&project)),
            graphql: GraphqlClient::new(http, base(&format!("{project}/graphql"))),
        }
    }

    pub(super) fn authorize_url(
        &self,
        redirect_uri: &str,
        scopes: &[&str],
        state: &State,
        nonce: &Nonce,
        verifier: &CodeVerifier,
    ) -> Url {
        let parameters = Authorize::new(redirect_uri, scopes);

        self.client
            .authorize_url(&parameters, state, nonce, verifier)
    }
}

/// An argument by its name on the wire, or by the name a JavaScript client gives it.
fn text<'a>(arguments: &'a Value, name: &str) -> &'a str {
    let mut words = name.split('_');
    let mut camel_case = words.next().unwrap_or_default().to_owned();
    for word in words {
        camel_case.push_str(&word[..1].to_ascii_uppercase());
        camel_case.push_str(&word[1..]);
    }
    let argument = arguments[name].as_str();

    argument
        .or_else(|| arguments[camel_case.as_str()].as_str())
        .unwrap_or_default()
}

/// The scopes that are asked for.
fn scopes(arguments: &Value) -> Vec<&str> {
    text(arguments, "scope").split_whitespace().collect()
}

fn word(problem: &AuthenticationProblem) -> &str {
    problem.code.as_str()
}

fn tokens(answer: Result<Tokens, AuthenticationError>) -> Outcome {
    Outcome::of_tokens(answer, word)
}

fn answer(answer: Result<Value, AuthenticationError>) -> Outcome {
    Outcome::of(answer, word)
}

fn silence(answer: Result<(), AuthenticationError>) -> Outcome {
    Outcome::of(answer.map(|()| Value::Null), word).silently()
}

pub(super) async fn exchange_code(ours: &Ours, given: &Value) -> Outcome {
    let verifier = URL_SAFE_NO_PAD
        .decode(text(given, "code_verifier"))
        .unwrap();
    let verifier = CodeVerifier::from_random(verifier.try_into().unwrap());
    let code = AuthorizationCode::new(text(given, "code"));
    let redirect_uri = text(given, "redirect_uri");

    tokens(
        ours.client
            .exchange_code(code, &verifier, redirect_uri)
            .await,
    )
}

pub(super) async fn refresh_token(ours: &Ours, given: &Value) -> Outcome {
    let token = RefreshToken::new(text(given, "refresh_token"));

    tokens(ours.client.refresh_token(&token, Access::default()).await)
}

pub(super) async fn revoke_refresh_token(ours: &Ours, given: &Value) -> Outcome {
    let token = RefreshToken::new(text(given, "token"));

    silence(ours.client.revoke_refresh_token(&token).await)
}

/// The argument of one of the vendor's clients is the token itself.
pub(super) async fn get_profile(ours: &Ours, given: &Value) -> Outcome {
    let token = given
        .as_str()
        .unwrap_or_else(|| text(given, "access_token"));
    let profile = ours.client.get_profile(&AccessToken::new(token)).await;

    answer(profile.map(|info| Value::Object(info.claims)))
}

pub(super) async fn password_grant(ours: &Ours, given: &Value) -> Outcome {
    let (password, scopes) = (Password::new(text(given, "password")), scopes(given));
    let grant = PasswordGrant {
        realm: given["realm"].as_str(),
        access: Access {
            scopes: &scopes,
            audience: given["audience"].as_str(),
        },
        ..PasswordGrant::new(text(given, "username"), &password)
    };

    tokens(ours.client.password_grant(&grant).await)
}

/// For an application that is named in the arguments, or else the native one.
pub(super) async fn client_credentials_grant(ours: &Ours, given: &Value) -> Outcome {
    let grant = ClientCredentialsGrant {
        client_secret: &ClientSecret::new(text(given, "client_secret")),
        audience: text(given, "audience"),
        scopes: &[],
        organization: None,
    };
    let tenant = ours.client.tenant().clone();
    let client_id = given["client_id"]
        .as_str()
        .unwrap_or(ours.client.client_id());
    let client = AuthenticationClient::new(Http::new("tests").unwrap(), tenant, client_id);

    tokens(client.client_credentials_grant(&grant).await)
}
