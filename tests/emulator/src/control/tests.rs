//! The control address and the handle: faults, clock, switches, log, outbox.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{ADA, BOB, Emulator, Fault, Page, Visitor};

mod factors;
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
async fn faults_wait_in_line_for_their_path() {
    let emulator = Emulator::start().await.unwrap();
    let answer = json!({ "kind": "answer", "status": 503, "body": "later", "headers": { "retry-after": "0" } });
    act(
        &emulator,
        "POST",
        "faults",
        &json!({ "path": "/v1/*", "times": 2, "fault": answer }),
    )
    .await;
    emulator.fail_next(
        "/v1/version",
        Fault::too_many_requests("Wed, 21 Oct 2015 07:28:00 GMT"),
    );
    emulator.fail_next("/v1/healthz", Fault::html());

    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(version(&emulator).await.unwrap().status);
    }

    assert_eq!(statuses, [503, 503, 429, 200]);
    assert_eq!(look(&emulator, "faults").await.as_array().unwrap().len(), 1);
    emulator.clear_faults();
    assert_eq!(look(&emulator, "faults").await, json!([]));
}

#[tokio::test]
async fn an_answer_can_be_html_malformed_late_or_cut_in_half() {
    let emulator = Emulator::start().await.unwrap();
    for fault in [
        Fault::html(),
        Fault::malformed_json(),
        Fault::Truncate,
        Fault::slow(Duration::from_millis(40)),
    ] {
        emulator.fail_next("/v1/version", fault);
    }

    let html = version(&emulator).await.unwrap();
    let malformed = version(&emulator).await.unwrap();
    let truncated = version(&emulator).await;
    let slow = version(&emulator).await.unwrap();

    assert_eq!(
        (html.status, html.headers["content-type"].as_str()),
        (502, "text/html")
    );
    assert_eq!(
        (malformed.headers["content-type"].as_str(), malformed.json()),
        ("application/json", Value::Null)
    );
    assert!(truncated.is_err());
    assert_eq!(slow.status, 200);
}

#[tokio::test]
async fn a_dropped_connection_costs_the_token_only_after_the_commit() {
    let emulator = Emulator::start().await.unwrap();
    let url = |path: &str| format!("{}{path}", emulator.nhost_url());
    let credentials = json!({ "email": ADA.email, "password": ADA.password });
    let signed_in = Visitor::default()
        .post_json(&url("/signin/email-password"), &credentials)
        .await
        .unwrap();
    let body = json!({ "refreshToken": signed_in.json()["session"]["refreshToken"] });

    emulator.fail_next("/v1/token", Fault::drop_before_commit());
    assert!(
        Visitor::default()
            .post_json(&url("/token"), &body)
            .await
            .is_err()
    );
    emulator.fail_next("/v1/token", Fault::drop_after_commit());
    assert!(
        Visitor::default()
            .post_json(&url("/token"), &body)
            .await
            .is_err()
    );
    let after = Visitor::default()
        .post_json(&url("/token"), &body)
        .await
        .unwrap();

    assert_eq!(
        after.status, 401,
        "the second request was carried out, the first was not"
    );
    let statuses: Vec<_> = emulator
        .requests()
        .iter()
        .filter(|request| request.path == "/v1/token")
        .map(|request| request.status)
        .collect();
    assert_eq!(statuses, [None, None, Some(401)]);
}

#[tokio::test]
async fn a_refusal_after_the_commit_still_takes_effect() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/signup/email-password", emulator.nhost_url());
    let body = json!({ "email": "zoe@example.com", "password": "Str0ngPassw#ord" });
    emulator.fail_next("/v1/signup/email-password", Fault::status(500));
    emulator.fail_next("/v1/signup/email-password", Fault::status(500).committed());

    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(
            Visitor::default()
                .post_json(&url, &body)
                .await
                .unwrap()
                .status,
        );
    }

    assert_eq!(statuses, [500, 500, 409]);
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
