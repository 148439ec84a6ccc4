//! The tenant from outside, over HTTP, with the plainest of browsers.

use serde_json::{Value, json};
use url::Url;
use url::form_urlencoded::Serializer;

use crate::jwt::Unverified;
use crate::{ADA, Emulator, Page, Person, Visitor};

mod applications;
mod authorize;
mod device;
mod dpop;
mod endpoints;
mod keys;
mod legacy;
mod logout;
mod me;
mod mfa;
mod otp;
mod passkey;
mod passwordless;
mod protection;
mod refresh;
mod sign_up;
mod token;
mod token_exchange;
mod userinfo;

const CALLBACK: &str = "dev.latchkey.accounts://demo-auth0/callback";

/// The pair of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const SCOPE: &str = "openid profile email phone offline_access";

/// A complete request, with these parameters replaced, added, or (when empty) left out.
fn authorize_url(emulator: &Emulator, changes: &[(&str, &str)]) -> String {
    let mut parameters = vec![
        ("response_type", "code"),
        ("client_id", emulator.client_id()),
        ("redirect_uri", CALLBACK),
        ("scope", SCOPE),
        ("state", "the-state"),
        ("nonce", "the-nonce"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        parameters.retain(|(known, _)| known != name);
        if !value.is_empty() {
            parameters.push((name, value));
        }
    }
    let query = Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    format!("{}/authorize?{query}", emulator.auth0_url())
}

/// Signs in and returns the code.
async fn code(emulator: &Emulator, person: &Person, changes: &[(&str, &str)]) -> String {
    let url = authorize_url(emulator, changes);
    let callback = emulator
        .visitor()
        .sign_in(&url, person.email, person.password)
        .await
        .unwrap();
    parameter(&callback, "code").unwrap_or_else(|| panic!("no code in {callback}"))
}

/// Exchanges a code, with these parameters replaced or (when empty) left out.
async fn exchange(emulator: &Emulator, code: &str, changes: &[(&str, &str)]) -> Page {
    let mut fields = vec![
        ("grant_type", "authorization_code"),
        ("client_id", emulator.client_id()),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        if !value.is_empty() {
            fields.push((name, value));
        }
    }
    let url = format!("{}/oauth/token", emulator.auth0_url());
    Visitor::default().post_form(&url, &fields).await.unwrap()
}

/// Signs in for My Account with these scopes and returns the access token.
async fn my_account_token(emulator: &Emulator, person: &Person, scope: &str) -> String {
    let audience = format!("{}/me/", emulator.auth0_url());
    let code = code(
        emulator,
        person,
        &[("audience", &audience), ("scope", scope)],
    )
    .await;
    let page = exchange(emulator, &code, &[]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    text(&page.json(), "access_token").to_owned()
}

/// Signs in as Ada and returns the tokens.
async fn tokens(emulator: &Emulator, changes: &[(&str, &str)]) -> Value {
    let code = code(emulator, &ADA, changes).await;
    let page = exchange(emulator, &code, &[]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.json()
}

async fn refresh(emulator: &Emulator, refresh_token: &str, more: &[(&str, &str)]) -> Page {
    let mut fields = vec![
        ("grant_type", "refresh_token"),
        ("client_id", emulator.client_id()),
        ("refresh_token", refresh_token),
    ];
    fields.extend(more);
    let url = format!("{}/oauth/token", emulator.auth0_url());
    Visitor::default().post_form(&url, &fields).await.unwrap()
}

fn parameter(url: &str, name: &str) -> Option<String> {
    let url = Url::parse(url).unwrap();
    let found = url.query_pairs().find(|(known, _)| known == name);
    found.map(|(_, value)| value.into_owned())
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {value}"))
}

fn claims(id_token: &str) -> Value {
    Unverified::parse(id_token).unwrap().claims
}

fn assert_refused(page: &Page, status: u16, error: &str, description: &str) {
    assert_eq!(page.status, status, "{}", page.body);
    assert_eq!(page.json()["error"], error);
    assert_eq!(page.json()["error_description"], description);
    assert_eq!(page.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn discovery_names_the_issuer_with_a_slash_and_every_endpoint() {
    let emulator = Emulator::start().await.unwrap();
    let origin = emulator.auth0_url();
    let url = format!("{origin}/.well-known/openid-configuration");

    let document = Visitor::default().get(&url).await.unwrap().json();

    assert_eq!(document["issuer"], format!("{origin}/"));
    assert_eq!(
        document["end_session_endpoint"],
        format!("{origin}/oidc/logout")
    );
    assert_eq!(
        document["code_challenge_methods_supported"],
        json!(["S256", "plain"])
    );
    for endpoint in [
        "authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
        "revocation_endpoint",
        "jwks_uri",
    ] {
        assert!(text(&document, endpoint).starts_with(&origin), "{endpoint}");
    }
    let methods = document["token_endpoint_auth_methods_supported"]
        .as_array()
        .unwrap();
    assert!(!methods.contains(&json!("none")));
}
