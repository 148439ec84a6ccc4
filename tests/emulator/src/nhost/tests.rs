//! The project from outside, over HTTP. Bodies are those recorded from a real server where one was.

use serde_json::{Value, json};

use crate::jwt::Unverified;
use crate::{ADA, Emulator, Page, Visitor};

mod address;
mod anonymous;
mod elevation;
mod graphql;
mod id_tokens;
mod limits;
mod mfa;
mod passwordless;
mod passwords;
mod pat;
mod pkce;
mod providers;
mod recorded;
mod refusals;
mod sessions;
mod sign_up;
mod verification;
mod webauthn;

async fn post(emulator: &Emulator, path: &str, body: &Value) -> Page {
    Visitor::default()
        .post_json(&format!("{}{path}", emulator.nhost_url()), body)
        .await
        .unwrap()
}

async fn post_as(emulator: &Emulator, path: &str, access_token: &str, body: &Value) -> Page {
    let authorization = format!("Bearer {access_token}");
    let headers = [
        ("content-type", "application/json"),
        ("authorization", authorization.as_str()),
    ];
    let url = format!("{}{path}", emulator.nhost_url());
    Visitor::default()
        .send("POST", &url, &headers, &body.to_string())
        .await
        .unwrap()
}

async fn get_as(emulator: &Emulator, path: &str, access_token: &str) -> Page {
    let authorization = format!("Bearer {access_token}");
    let url = format!("{}{path}", emulator.nhost_url());
    Visitor::default()
        .send("GET", &url, &[("authorization", &authorization)], "")
        .await
        .unwrap()
}

/// Where a link or a start leads.
async fn led_to(url: &str) -> String {
    let page = Visitor::default().get(url).await.unwrap();
    assert_eq!(page.status, 302, "{}", page.body);
    page.location().unwrap().to_owned()
}

fn parameter(url: &str, name: &str) -> Option<String> {
    let url = url::Url::parse(url).unwrap();
    url.query_pairs()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned())
}

/// The access token of somebody of the demo.
async fn token_of(emulator: &Emulator, person: crate::Person) -> String {
    let page = sign_in(emulator, person.email, person.password).await;
    text(&page.json()["session"], "accessToken").to_owned()
}

fn assert_ok(page: &Page) {
    assert_eq!((page.status, page.body.as_str()), (200, "\"OK\""));
}

fn assert_code(page: &Page, status: u16, error: &str) {
    let body = page.json();
    assert_eq!(
        (page.status, &body["error"]),
        (status, &json!(error)),
        "{body}"
    );
}

async fn get_user(emulator: &Emulator, authorization: &str) -> Page {
    let url = format!("{}/user", emulator.nhost_url());
    Visitor::default()
        .send("GET", &url, &[("authorization", authorization)], "")
        .await
        .unwrap()
}

async fn sign_in(emulator: &Emulator, email: &str, password: &str) -> Page {
    post(
        emulator,
        "/signin/email-password",
        &json!({ "email": email, "password": password }),
    )
    .await
}

async fn adas_session(emulator: &Emulator) -> Value {
    let page = sign_in(emulator, ADA.email, ADA.password).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.json()["session"].clone()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {value}"))
}

fn assert_refused(page: &Page, status: u16, error: &str, message: &str) {
    assert_eq!(page.status, status, "{}", page.body);
    assert_eq!(
        page.json(),
        json!({ "status": status, "error": error, "message": message })
    );
}

#[tokio::test]
async fn health_and_version_answer_as_recorded() {
    let emulator = Emulator::start().await.unwrap();
    let mut visitor = Visitor::default();
    let origin = emulator.nhost_url().strip_suffix("/v1").unwrap().to_owned();

    let health = visitor.get(&format!("{origin}/v1/healthz")).await.unwrap();
    let head = visitor
        .send("HEAD", &format!("{origin}/v1/healthz"), &[], "")
        .await
        .unwrap();
    let unprefixed = visitor.get(&format!("{origin}/healthz")).await.unwrap();
    let version = visitor.get(&format!("{origin}/v1/version")).await.unwrap();

    assert_eq!((health.status, health.body.as_str()), (200, "\"OK\""));
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(unprefixed.json(), json!({ "status": "ok" }));
    assert!(version.json()["version"].is_string());
}

#[tokio::test]
async fn unknown_paths_and_wrong_methods_look_alike() {
    let emulator = Emulator::start().await.unwrap();
    for path in ["/token", "/nothing", "/.well-known/openid-configuration"] {
        let page = Visitor::default()
            .get(&format!("{}{path}", emulator.nhost_url()))
            .await
            .unwrap();
        assert_eq!(
            (page.status, page.body.as_str()),
            (404, "404 page not found"),
            "{path}"
        );
        assert_eq!(page.headers["content-type"], "text/plain");
    }
}

#[tokio::test]
async fn any_page_may_call() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/token", emulator.nhost_url());
    let headers = [
        ("origin", "tauri://localhost"),
        ("access-control-request-headers", "content-type"),
    ];

    let page = Visitor::default()
        .send("OPTIONS", &url, &headers, "")
        .await
        .unwrap();

    assert_eq!(page.status, 204);
    assert_eq!(
        page.headers["access-control-allow-origin"],
        "tauri://localhost"
    );
    assert_eq!(page.headers["access-control-allow-credentials"], "true");
    assert_eq!(page.headers["access-control-allow-methods"], "POST, GET");
    assert_eq!(page.headers["access-control-allow-headers"], "content-type");
}

#[tokio::test]
async fn a_limit_answers_an_empty_429() {
    let emulator = Emulator::start().await.unwrap();
    emulator.limit("/v1/signin/*", 1, std::time::Duration::from_secs(300));
    sign_in(&emulator, ADA.email, ADA.password).await;

    let page = sign_in(&emulator, ADA.email, ADA.password).await;

    assert_eq!((page.status, page.body.as_str()), (429, ""));
    assert!(!page.headers.contains_key("retry-after"));
}
