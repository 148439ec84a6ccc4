//! Our client's half of a comparison: each call takes the vendor's arguments and says how it ended.

use auth0::{
    AuthenticationClient, AuthenticationProblem, Authorize, Tenant, authentication::Access,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use emulator::Emulator;
use protocol::{
    Url,
    base_url::BaseUrl,
    http::Http,
    secret::{AccessToken, AuthorizationCode, CodeVerifier, Nonce, RefreshToken, State},
};
use serde_json::Value;

use super::outcome::Outcome;

/// Our client at the tenant's loopback address.
pub(super) struct Ours {
    pub(super) client: AuthenticationClient,
}

impl Ours {
    pub(super) fn new(emulator: &Emulator) -> Self {
        let tenant = Tenant::at(BaseUrl::parse(&emulator.auth0_url()).unwrap());
        let http = Http::new("tests").unwrap();

        Self {
            client: AuthenticationClient::new(http, tenant, emulator.client_id()),
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

fn word(problem: &AuthenticationProblem) -> &str {
    problem.code.as_str()
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

pub(super) async fn exchange_code(ours: &Ours, given: &Value) -> Outcome {
    let verifier = URL_SAFE_NO_PAD
        .decode(text(given, "code_verifier"))
        .unwrap();
    let verifier = CodeVerifier::from_random(verifier.try_into().unwrap());
    let code = AuthorizationCode::new(text(given, "code"));
    let redirect_uri = text(given, "redirect_uri");

    Outcome::of_tokens(
        ours.client
            .exchange_code(code, &verifier, redirect_uri)
            .await,
        word,
    )
}

pub(super) async fn refresh_token(ours: &Ours, given: &Value) -> Outcome {
    let token = RefreshToken::new(text(given, "refresh_token"));

    Outcome::of_tokens(
        ours.client.refresh_token(&token, Access::default()).await,
        word,
    )
}

pub(super) async fn revoke_refresh_token(ours: &Ours, given: &Value) -> Outcome {
    let token = RefreshToken::new(text(given, "token"));
    let answer = ours.client.revoke_refresh_token(&token).await;

    // The vendor's client hands out the body, which is empty.
    Outcome::of(answer.map(|()| "".into()), word)
}

/// The argument of one of the vendor's clients is the token itself.
pub(super) async fn get_profile(ours: &Ours, given: &Value) -> Outcome {
    let token = given
        .as_str()
        .unwrap_or_else(|| text(given, "access_token"));
    let token = AccessToken::new(token);
    let answer = ours.client.get_profile(&token).await;

    Outcome::of(answer.map(|info| Value::Object(info.claims)), word)
}
