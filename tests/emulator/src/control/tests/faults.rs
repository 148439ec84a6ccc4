//! Requests that fail on demand.

use super::*;

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
