//! No answer, or one that says no.

use std::time::SystemTime;

use super::*;

#[tokio::test]
async fn a_connection_that_breaks_is_not_an_answer() {
    let ok = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    for (row, bytes) in [
        ("TR30", String::new()),
        ("TR30", "HTTP/1.1 200".to_owned()),
        ("NT12", format!("{CANARY} nonsense\r\n\r\n")),
        ("NT12", format!("{ok}{}\r\n", "a: b\r\n".repeat(10_000))),
        (
            "NT12",
            format!("{ok}a: {}\r\n\r\n", "x".repeat(1024 * 1024)),
        ),
        ("NT14", format!("{ok}content-length: 100\r\n\r\n{{}}")),
        ("NT14", format!("{ok}content-length: -1\r\n\r\n{{}}")),
        (
            "NT14",
            format!("{ok}content-length: 2\r\ncontent-length: 3\r\n\r\n{{}}"),
        ),
        (
            "NT15",
            format!("{ok}transfer-encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n"),
        ),
        (
            "NT15",
            format!("{ok}transfer-encoding: chunked\r\n\r\n2\r\n{{}}\r\n"),
        ),
    ] {
        let server = Server::start(Reply::Whole(bytes.into_bytes())).await;
        let error = read(Request::get(server.url)).await.unwrap_err();
        assert_silent(&error);
        let CallError::Unreachable(unreachable) = error else {
            panic!("{row} {error:?}")
        };
        assert_eq!(
            (unreachable.kind, unreachable.sent),
            (UnreachableKind::Broken, true),
            "{row}"
        );
    }
}

#[tokio::test]
async fn a_refused_connection_had_no_effect_and_is_told_with_its_cause() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let request = Request::get(url);
    assert_eq!(format!("{request:?}"), "Request { method: GET, .. }");
    let error = read(request).await.unwrap_err();

    assert!(error.is_retryable() && error.had_no_effect(), "TR31");
    assert_eq!(error.to_string(), "the host could not be reached");
    assert!(error.source().is_some(), "{error:?}");
    let CallError::Unreachable(unreachable) = error else {
        panic!("{error:?}")
    };
    assert_eq!(unreachable.kind, UnreachableKind::Connect, "NT02");
    assert_eq!(
        (unreachable.sent, unreachable.host.as_str()),
        (false, "127.0.0.1")
    );
    assert_eq!(
        format!("{unreachable:?}"),
        "Unreachable { kind: Connect, sent: false, .. }"
    );
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_not_trusted() {
    let server = Server::start(Reply::Whole(answer(200, "", b"{}"))).await;
    let mut url = server.url.clone();
    url.set_scheme("https").unwrap();
    let error = read(Request::get(url)).await.unwrap_err();

    let CallError::Unreachable(unreachable) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (unreachable.kind, unreachable.sent),
        (UnreachableKind::Tls, false),
        "{:?}",
        unreachable.source()
    );
}

#[tokio::test]
async fn a_documented_error_is_read() {
    let headers = "retry-after: 7\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\ncf-ray: r-9\r\nx-ratelimit-remaining: 3\r\n";
    let server = Server::answering(429, headers, br#"{"code":"slow","status":500}"#).await;
    let error = read(Request::get(server.url)).await.unwrap_err();

    assert_eq!(error.status(), Some(429), "AP20");
    assert_eq!(error.request_id(), Some("r-9"));
    assert_eq!(
        error.problem(),
        Some(&Documented {
            code: "slow".into()
        })
    );
    assert_eq!(
        error.is_rate_limited(),
        Some(Duration::from_secs(7)),
        "TR28"
    );
    assert_eq!(error.rate_limit().and_then(|it| it.remaining), Some(3));
    assert!(error.is_retryable() && error.had_no_effect());
    let server_time = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
    assert_eq!(
        error.clock_skew(server_time + Duration::from_secs(3600)),
        Some(3600),
        "NT21"
    );
    assert_eq!(
        error.clock_skew(server_time - Duration::from_secs(3600)),
        Some(-3600),
        "NT21"
    );
    assert_eq!(
        error.clock_skew(server_time + Duration::from_secs(60)),
        None
    );
}

#[tokio::test]
async fn a_rate_limit_without_a_word_has_a_default() {
    let server = Server::answering(429, "", b"").await;
    let error = read(Request::get(server.url)).await.unwrap_err();

    assert_eq!(
        error.is_rate_limited(),
        Some(Duration::from_secs(10)),
        "AP15"
    );
    assert!(!error.had_no_effect());
}

#[tokio::test]
async fn a_wrong_type_is_named_by_its_place() {
    let server = Server::json(200, &format!(r#"[{{"code":"a"}},{{"code":["{CANARY}"]}}]"#)).await;
    let answer = send(Request::get(server.url)).await.unwrap();
    let error = answer.json::<Vec<Documented>, Documented>().unwrap_err();

    assert_silent(&error);
    assert_eq!(
        error.to_string(),
        "the answer has another shape at [1].code (status 200)",
        "AP03"
    );
}
