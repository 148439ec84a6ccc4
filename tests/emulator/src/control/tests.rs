//! The control address and the handle: faults, clock, switches, log, outbox.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{ADA, BOB, Emulator, Fault, Page, Visitor};

mod factors;
mod faults;
mod project;

async fn act(emulator: &Emulator, method: &str, path: &str, body: &Value) -> Page {
    let url = format!("{}{path}", emulator.control_url());
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    Visitor::default()
        .send(method, &url, &[("content-type", "application/json")], &body)
        .await
        .unwrap()
}

async fn look(emulator: &Emulator, path: &str) -> Value {
    act(emulator, "GET", path, &Value::Null).await.json()
}

async fn version(emulator: &Emulator) -> std::io::Result<Page> {
    Visitor::default()
        .get(&format!("{}/version", emulator.nhost_url()))
        .await
}

#[tokio::test]
async fn the_guide_explains_every_action_at_the_control_address() {
    let emulator = Emulator::start().await.unwrap();

    let page = Visitor::default()
        .get(&emulator.control_url())
        .await
        .unwrap();

    assert_eq!(page.status, 200);
    for path in [
        "/state",
        "/clock",
        "/settings",
        "/callbacks",
        "/auth0/users",
        "/auth0/users/noor@example.com/methods",
        "/auth0/pushes",
        "/auth0/invitations",
        "/nhost/users",
        "/nhost/users/noor@example.com/account",
        "/nhost/id-tokens",
        "/keys/rotate",
        "/revoke",
        "/faults",
        "/limits",
        "/requests",
        "/requests/count",
        "/outbox",
        "/outbox.json",
        "/reset",
    ] {
        assert!(
            page.body.contains(&format!(
                "{}{path}",
                emulator.control_url().trim_end_matches('/')
            )),
            "{path}"
        );
    }
    for person in emulator.people() {
        assert!(page.body.contains(person.email) && page.body.contains(person.password));
    }
}

#[tokio::test]
async fn the_clock_moves_and_the_date_header_with_it() {
    let emulator = Emulator::start().await.unwrap();
    let before = look(&emulator, "clock").await["epoch_secs"]
        .as_u64()
        .unwrap();

    act(
        &emulator,
        "POST",
        "clock",
        &json!({ "advance_secs": 86_400 }),
    )
    .await;
    let date = version(&emulator).await.unwrap().headers["date"].clone();
    emulator.fail_next("/v1/version", Fault::WrongDate { offset_secs: -3600 });
    let wrong = version(&emulator).await.unwrap().headers["date"].clone();

    let seconds = |date: &str| {
        let time = httpdate::parse_http_date(date).unwrap();
        time.duration_since(std::time::UNIX_EPOCH)
            .unwrap()
            .as_secs()
    };
    assert!(seconds(&date) >= before + 86_400);
    assert!(seconds(&wrong) <= seconds(&date) - 3599);
    emulator.rewind(Duration::from_secs(2 * 86_400));
    assert!(emulator.now() < before);
}

#[tokio::test]
async fn switches_are_patched_and_unknown_ones_refused() {
    let emulator = Emulator::start().await.unwrap();
    let change = json!({ "auth0": { "rotation": false }, "nhost": { "dialect": "l0" } });

    let patched = act(&emulator, "PATCH", "settings", &change).await;
    let unknown = act(
        &emulator,
        "PATCH",
        "settings",
        &json!({ "auth0": { "rotatoin": false } }),
    )
    .await;

    assert_eq!(patched.status, 200);
    assert!(!emulator.settings().auth0.rotation);
    assert_eq!(look(&emulator, "settings").await["nhost"]["dialect"], "l0");
    assert_eq!(unknown.status, 400);
    assert!(
        unknown.json()["problem"]
            .as_str()
            .unwrap()
            .contains("rotatoin")
    );
}

#[tokio::test]
async fn people_are_patched_deleted_and_brought_back() {
    let emulator = Emulator::start().await.unwrap();

    let blocked = act(
        &emulator,
        "PATCH",
        "auth0/users/bob@example.com",
        &json!({ "blocked": true }),
    )
    .await;
    let disabled = act(
        &emulator,
        "PATCH",
        "nhost/users/bob@example.com",
        &json!({ "metadata": { "a": 1 } }),
    )
    .await;
    let gone = act(
        &emulator,
        "DELETE",
        "nhost/users/ada@example.com",
        &Value::Null,
    )
    .await;
    let nobody = act(
        &emulator,
        "DELETE",
        "nhost/users/ada@example.com",
        &Value::Null,
    )
    .await;

    assert_eq!(
        (&blocked.json()["blocked"], &disabled.json()["metadata"]),
        (&json!(true), &json!({ "a": 1 }))
    );
    assert_eq!((gone.status, nobody.status), (200, 404));
    act(&emulator, "POST", "reset", &Value::Null).await;
    assert!(emulator.change_nhost_user(ADA.email, |_| {}));
    emulator.change_auth0_user(BOB.email, |bob| assert!(!bob.blocked));
}

#[tokio::test]
async fn requests_are_logged_with_their_scheme_and_without_secrets() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/user?secret=value", emulator.nhost_url());
    Visitor::default()
        .send("GET", &url, &[("authorization", "Bearer top-secret")], "")
        .await
        .unwrap();

    let request = emulator.requests().pop().unwrap();

    assert_eq!(
        (request.side, request.method.as_str(), request.path.as_str()),
        ("nhost", "GET", "/v1/user")
    );
    assert_eq!(
        (request.authorization_scheme.as_deref(), request.status),
        (Some("Bearer"), Some(401))
    );
    assert_eq!(request.parameters, ["secret"]);
    let shown = look(&emulator, "requests").await.to_string();
    assert!(!shown.contains("value") && !shown.contains("top-secret"));
    assert_eq!(
        look(&emulator, "requests/count?path=/v1/user").await["count"],
        1
    );
    act(&emulator, "DELETE", "requests", &Value::Null).await;
    assert_eq!(emulator.count("/v1/user"), 0);
}

#[tokio::test]
async fn keys_sessions_callbacks_and_limits_can_be_changed_over_http() {
    let emulator = Emulator::start().await.unwrap();
    let kid = look(&emulator, "state").await["auth0_signing_kid"].clone();
    let credentials = json!({ "email": ADA.email, "password": ADA.password });
    let sign_in = format!("{}/signin/email-password", emulator.nhost_url());
    Visitor::default()
        .post_json(&sign_in, &credentials)
        .await
        .unwrap();

    let rotated = act(&emulator, "POST", "keys/rotate", &Value::Null)
        .await
        .json();
    let revoked = act(&emulator, "POST", "revoke", &json!({ "email": ADA.email }))
        .await
        .json();
    let neither = act(&emulator, "POST", "revoke", &json!({})).await;
    let callback = json!({ "url": "dev.latchkey.accounts://mine/callback" });
    let callbacks = act(&emulator, "POST", "callbacks", &callback).await.json();
    let limit = json!({ "path": "/v1/version", "count": 0, "window_secs": 60 });
    act(&emulator, "POST", "limits", &limit).await;

    assert_ne!(rotated["auth0_signing_kid"], kid);
    assert_eq!((revoked["ended"].as_u64(), neither.status), (Some(1), 400));
    assert!(callbacks.as_array().unwrap().contains(&callback["url"]));
    assert_eq!(version(&emulator).await.unwrap().status, 429);
    act(&emulator, "DELETE", "limits", &Value::Null).await;
    assert_eq!(version(&emulator).await.unwrap().status, 200);
}

#[tokio::test]
async fn the_outbox_shows_mails_newest_first_as_a_page_and_as_json() {
    let emulator = Emulator::start().await.unwrap();
    let empty = Visitor::default()
        .get(&emulator.outbox_url())
        .await
        .unwrap();
    let url = format!(
        "{}/user/email/send-verification-email",
        emulator.nhost_url()
    );
    for redirect in ["http://127.0.0.1:1/first", "http://127.0.0.1:1/second"] {
        let body = json!({ "email": BOB.email, "options": { "redirectTo": redirect } });
        Visitor::default().post_json(&url, &body).await.unwrap();
    }

    let page = Visitor::default()
        .get(&emulator.outbox_url())
        .await
        .unwrap();
    let mails = look(&emulator, "outbox.json").await;

    assert!(empty.body.contains("No mail has been sent yet."));
    assert!(page.body.find("%2Fsecond").unwrap() < page.body.find("%2Ffirst").unwrap());
    assert!(
        page.body
            .contains(&format!("<a href=\"{}", emulator.nhost_url()))
    );
    assert_eq!(
        mails[0]["headers"]["X-Redirect-To"],
        "http://127.0.0.1:1/second"
    );
    act(&emulator, "DELETE", "outbox", &Value::Null).await;
    assert!(emulator.outbox().is_empty());
}

#[tokio::test]
async fn another_web_page_cannot_act_on_the_control_address() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}clock", emulator.control_url());

    let page = Visitor::default()
        .send(
            "POST",
            &url,
            &[("content-type", "text/plain")],
            "{\"advance_secs\":9}",
        )
        .await
        .unwrap();

    assert_eq!(page.status, 415);
}

#[tokio::test]
async fn dropping_the_handle_stops_the_servers() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/version", emulator.nhost_url());
    assert_eq!(Visitor::default().get(&url).await.unwrap().status, 200);

    drop(emulator);

    assert!(Visitor::default().get(&url).await.is_err());
}

#[tokio::test]
async fn somebody_is_invited_over_http_and_hears_of_it() {
    let emulator = Emulator::start().await.unwrap();
    let body = json!({ "email": BOB.email, "organization": "sunrise-bakery" });

    let page = act(&emulator, "POST", "auth0/invitations", &body).await;
    let nowhere = json!({ "email": BOB.email, "organization": "nowhere" });
    let nowhere = act(&emulator, "POST", "auth0/invitations", &nowhere).await;

    let ticket = page.json()["invitation"].as_str().unwrap().to_owned();
    assert_eq!(emulator.last_code(BOB.email), Some(ticket));
    assert_eq!(nowhere.status, 400);
}
