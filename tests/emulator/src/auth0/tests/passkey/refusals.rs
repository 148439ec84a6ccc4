//! What passkeys need, and what happens without it.

use super::*;
use crate::{Application, Auth0Settings};

const ENDPOINTS: [&str; 2] = ["/passkey/challenge", "/passkey/register"];

/// Switches something off.
type Change = fn(&mut Auth0Settings);

async fn ask(emulator: &Emulator, path: &str, more: &Value) -> Page {
    let mut body = json!({
        "client_id": emulator.client_id(), "user_profile": { "email": "zoe@example.com" },
    });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    let url = format!("{}{path}", emulator.auth0_url());
    Visitor::default().post_json(&url, &body).await.unwrap()
}

#[tokio::test]
async fn a_tenant_without_passkeys_says_which_part_is_missing() {
    let cases: [(Change, u16, &str); 3] = [
        (|auth0| auth0.passkeys = false, 404, "not_found"),
        (|auth0| auth0.custom_domain = false, 400, "invalid_request"),
        (|auth0| auth0.grants.clear(), 403, "unauthorized_client"),
    ];
    for (change, status, error) in cases {
        let emulator = Emulator::start().await.unwrap();
        emulator.change(|settings| change(&mut settings.auth0));
        for path in ENDPOINTS {
            let page = ask(&emulator, path, &json!({})).await;
            assert_eq!(
                (page.status, &page.json()["error"]),
                (status, &json!(error)),
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn realms_organizations_and_clients_are_looked_at() {
    let emulator = Emulator::start().await.unwrap();
    let guest = Application {
        client_id: "guest".to_owned(),
        client_secret: "secret".to_owned(),
        name: "Guest".to_owned(),
        third_party: true,
        grants: vec!["urn:okta:params:oauth:grant-type:webauthn".to_owned()],
        callbacks: Vec::new(),
        logout_urls: Vec::new(),
        client_grants: Vec::new(),
    };
    emulator.change(|settings| settings.auth0.applications.push(guest));
    for path in ENDPOINTS {
        for (more, status, error) in [
            (json!({ "realm": "google-oauth2" }), 400, "invalid_request"),
            (
                json!({ "organization": "org_unknown" }),
                400,
                "invalid_request",
            ),
            (json!({ "client_id": "nobody" }), 401, "invalid_client"),
            (
                json!({ "client_id": "guest", "client_secret": "secret" }),
                400,
                "invalid_request",
            ),
        ] {
            let page = ask(&emulator, path, &more).await;
            assert_eq!(
                (page.status, &page.json()["error"]),
                (status, &json!(error)),
                "{more}"
            );
        }
    }
}

#[tokio::test]
async fn somebody_new_is_described_in_known_words_and_not_twice() {
    let emulator = Emulator::start().await.unwrap();
    let many: serde_json::Map<String, Value> = (0..11)
        .map(|number| (format!("key{number}"), json!("x")))
        .collect();
    for (more, status, error) in [
        (
            json!({ "user_profile": { "name": "Zoe" } }),
            400,
            "invalid_request",
        ),
        (
            json!({ "user_profile": { "email": "zoe@example.com", "shoe": "44" } }),
            400,
            "invalid_request",
        ),
        (json!({ "user_metadata": many }), 400, "invalid_request"),
        (
            json!({ "user_profile": { "email": ADA.email } }),
            409,
            "user_exists",
        ),
    ] {
        let page = ask(&emulator, "/passkey/register", &more).await;
        assert_eq!(
            (page.status, &page.json()["error"]),
            (status, &json!(error)),
            "{more}"
        );
    }
    emulator.change(|settings| settings.auth0.sign_up = false);
    let closed = ask(&emulator, "/passkey/register", &json!({})).await;
    assert_eq!(
        (closed.status, &closed.json()["error"]),
        (403, &json!("access_denied"))
    );
}

#[tokio::test]
async fn a_hundred_requests_are_enough_for_the_moment() {
    let emulator = Emulator::start().await.unwrap();
    emulator.hold_clock();
    for _ in 0..100 {
        ask(&emulator, "/passkey/challenge", &json!({})).await;
    }

    let page = ask(&emulator, "/passkey/challenge", &json!({})).await;
    emulator.advance(std::time::Duration::from_secs(5));
    let later = ask(&emulator, "/passkey/challenge", &json!({})).await;

    assert_eq!(
        (page.status, &page.json()["error"]),
        (429, &json!("too_many_requests"))
    );
    assert_eq!(later.status, 200);
}
