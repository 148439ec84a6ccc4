use std::time::Duration;

use super::*;

const GRANTS: [&str; 1] = ["authorization_code"];

const REQUEST: [(&str, &str); 5] = [
    ("response_type", "code"),
    ("redirect_uri", WEB_CALLBACK),
    ("scope", "openid"),
    ("state", "pushed-state"),
    ("ext-flow", "spring"),
];

async fn push(emulator: &Emulator, known: &Known) -> String {
    let page = known.post(emulator, "/oauth/par", &REQUEST).await;
    assert_eq!(page.status, 201, "{}", page.body);
    assert_eq!(page.json()["expires_in"], 30);
    text(&page.json(), "request_uri").to_owned()
}

fn url(emulator: &Emulator, client_id: &str, request_uri: &str) -> String {
    let query = Serializer::new(String::new())
        .extend_pairs([("client_id", client_id), ("request_uri", request_uri)])
        .finish();
    format!("{}/authorize?{query}", emulator.auth0_url())
}

#[tokio::test]
async fn a_pushed_request_signs_in_once_and_only_for_its_application() {
    let emulator = Emulator::start().await.unwrap();
    let known = confidential(&emulator, &GRANTS);
    let request_uri = push(&emulator, &known).await;
    let own = url(&emulator, known.id, &request_uri);

    let callback = emulator
        .visitor()
        .sign_in(&own, ADA.email, ADA.password)
        .await
        .unwrap();
    let again = Visitor::default().get(&own).await.unwrap();
    let other = push(&emulator, &known).await;
    let other = url(&emulator, emulator.client_id(), &other);
    let other = Visitor::default().get(&other).await.unwrap();

    assert!(callback.starts_with(WEB_CALLBACK) && parameter(&callback, "code").is_some());
    assert_eq!(
        parameter(&callback, "state").as_deref(),
        Some("pushed-state")
    );
    assert_eq!((again.status, again.location()), (400, None));
    assert_eq!(other.status, 400);
}

#[tokio::test]
async fn a_pushed_request_is_forgotten_after_thirty_seconds() {
    let emulator = Emulator::start().await.unwrap();
    let known = confidential(&emulator, &GRANTS);
    let request_uri = push(&emulator, &known).await;
    emulator.advance(Duration::from_secs(30));

    let url = url(&emulator, known.id, &request_uri);

    assert_eq!(Visitor::default().get(&url).await.unwrap().status, 400);
}

#[tokio::test]
async fn what_the_browser_would_be_refused_is_refused_when_it_is_pushed() {
    let emulator = Emulator::start().await.unwrap();
    let known = confidential(&emulator, &GRANTS);
    let long = "x".repeat(11_000);
    let push = async |changes: &[(&'static str, &str)]| {
        let mut fields = REQUEST.to_vec();
        for (name, value) in changes {
            fields.retain(|(known, _)| known != name);
            fields.push((name, value));
        }
        known.post(&emulator, "/oauth/par", &fields).await
    };

    for (name, value, status, error) in [
        (
            "redirect_uri",
            "https://evil.example/",
            400,
            "invalid_request",
        ),
        ("response_type", "dance", 400, "unsupported_response_type"),
        ("prompt", "dance", 400, "invalid_request"),
        ("request_uri", "urn:x", 400, "invalid_request"),
        ("client_secret", "guess", 401, "invalid_client"),
        ("client_secret", "", 401, "access_denied"),
        ("state", &long, 413, "invalid_request"),
    ] {
        let page = push(&[(name, value)]).await;
        assert_eq!(
            (page.status, &page.json()["error"]),
            (status, &json!(error)),
            "{name}"
        );
    }
    let names: Vec<String> = (0..10).map(|number| format!("ext-{number}")).collect();
    let mut fields = REQUEST.to_vec();
    fields.extend(names.iter().map(|name| (name.as_str(), "x")));
    let many = known.post(&emulator, "/oauth/par", &fields).await;
    assert_eq!(many.status, 400, "eleven of them");
}

#[tokio::test]
async fn a_native_application_has_nothing_to_push_with() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/oauth/par", emulator.auth0_url());
    let fields = [("client_id", emulator.client_id())];

    let page = Visitor::default().post_form(&url, &fields).await.unwrap();
    let body = json!({ "client_id": emulator.client_id() });
    let json = Visitor::default().post_json(&url, &body).await.unwrap();

    assert_refused(
        &page,
        401,
        "invalid_client",
        "Client authentication is required",
    );
    assert_eq!(json.status, 400, "the body must be a form");
}

#[tokio::test]
async fn the_discovery_document_names_what_the_tenants_applications_can_use() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/.well-known/openid-configuration", emulator.auth0_url());

    let before = Visitor::default().get(&url).await.unwrap().json();
    confidential(&emulator, &["urn:openid:params:grant-type:ciba"]);
    let after = Visitor::default().get(&url).await.unwrap().json();

    for endpoint in [
        "pushed_authorization_request_endpoint",
        "backchannel_authentication_endpoint",
    ] {
        assert!(before[endpoint].is_null() && after[endpoint].is_string());
    }
}
