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

#[tokio::test]
async fn requests_fail_in_turn_and_some_are_left_alone() {
    let emulator = Emulator::start().await.unwrap();
    let turn = [
        Fault::status(503),
        Fault::Pass,
        Fault::status(429),
        Fault::status(500),
    ];
    emulator.fail_in_turn("/v1/version", turn);

    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(version(&emulator).await.unwrap().status);
    }

    assert_eq!(statuses, [503, 200, 429, 500, 200]);
}

#[tokio::test]
async fn retry_after_can_be_seconds_nothing_a_date_ahead_or_a_date_gone() {
    let emulator = Emulator::start().await.unwrap();
    let turn = [
        Fault::too_many_requests("7"),
        Fault::too_many_requests("0"),
        Fault::too_many_requests("soon"),
        Fault::too_many_requests_until(60),
        Fault::too_many_requests_until(-60),
    ];
    emulator.fail_in_turn("/v1/version", turn);
    let mut values = Vec::new();
    for _ in 0..5 {
        let page = version(&emulator).await.unwrap();
        values.push((
            page.headers["retry-after"].clone(),
            page.headers["date"].clone(),
        ));
    }

    assert_eq!(
        [&values[0].0, &values[1].0, &values[2].0],
        ["7", "0", "soon"]
    );
    let seconds = |text: &str| {
        let time = httpdate::parse_http_date(text).unwrap();
        time.duration_since(std::time::UNIX_EPOCH)
            .unwrap()
            .as_secs()
    };
    for ((retry_after, date), distance) in values[3..].iter().zip([60_i64, -60]) {
        let gap = seconds(retry_after).cast_signed() - seconds(date).cast_signed();
        assert!((gap - distance).abs() <= 1, "{retry_after} at {date}");
    }
}

#[tokio::test]
async fn a_problem_can_have_a_fractional_status_and_no_validation_errors() {
    let emulator = Emulator::start().await.unwrap();
    emulator.fail_next("/v1/version", Fault::odd_problem(400));

    let page = version(&emulator).await.unwrap();

    assert_eq!((page.status, &page.json()["status"]), (400, &json!(1.1)));
    assert!(page.body.contains("\"validation_errors\":null"));
    assert_eq!(page.headers["content-type"], "application/problem+json");
}

#[tokio::test]
async fn a_body_can_come_byte_by_byte() {
    let emulator = Emulator::start().await.unwrap();
    let whole = version(&emulator).await.unwrap().body;
    emulator.fail_next("/v1/version", Fault::SlowBody { millis: 2 });

    let begun = tokio::time::Instant::now();
    let slow = version(&emulator).await.unwrap();

    let shortest = Duration::from_millis(2 * whole.len() as u64);
    assert_eq!(slow.body, whole);
    assert!(begun.elapsed() >= shortest);
}

#[tokio::test]
async fn a_body_can_go_on_for_ever() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    let emulator = Emulator::start().await.unwrap();
    emulator.fail_next("/v1/version", Fault::EndlessBody);
    let url = emulator.nhost_url();
    let host = url.trim_start_matches("http://").trim_end_matches("/v1");
    let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
    let request = format!("GET /v1/version HTTP/1.1\r\nhost: {host}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();

    let mut received = 0;
    let mut buffer = vec![0; 64 * 1024];
    while received < 4 * 1024 * 1024 {
        let count = stream.read(&mut buffer).await.unwrap();
        assert!(count > 0, "ended after {received} bytes");
        received += count;
    }
}
