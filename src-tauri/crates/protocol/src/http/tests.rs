use std::error::Error;
use std::time::Duration;

use serde_json::{Value, json};
use url::Url;

use self::server::{Reply, Server, answer};
use super::*;
use crate::secret::{AccessToken, Password};

mod dpop;
mod failures;
mod proxy;
pub(crate) mod server;

const CANARY: &str = "CANARY-7f3a";

/// A vendor's list of one.
#[derive(Debug, PartialEq, Eq, serde::Deserialize)]
struct Documented {
    code: String,
}

impl Problem for Documented {
    fn decode(_status: u16, body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }
}

type Result<T> = std::result::Result<T, CallError<Documented>>;

#[tokio::test]
async fn a_call_sends_what_it_was_given_and_reads_what_comes() {
    let headers = "content-type: application/json\r\nx-request-id: r-1\r\nlocation: /a/1\r\n\
                   date: Sun, 06 Nov 1994 08:49:37 GMT\r\nset-cookie: a=b\r\n";
    let server = Server::answering(201, headers, br#"{"a":1}"#).await;
    let request = || {
        Request::post(server.url.join("items").unwrap())
            .bearer(&AccessToken::new("token-1"))
            .header("x-language", "en")
            .json(
                JsonBody::new()
                    .text("email", "a@b.c")
                    .secret("password", &Password::new("pw")),
            )
    };

    let answer: Answer = send(request()).await.unwrap();
    let again: Result<Answer> = send(request()).await;

    assert_eq!(answer.status, 201);
    assert_eq!(answer.request_id.as_deref(), Some("r-1"));
    assert_eq!(answer.location.as_deref(), Some("/a/1"));
    let value: Result<Value> = answer.json();
    assert_eq!(value.unwrap(), json!({"a": 1}));
    assert!(again.is_ok());
    for seen in server.seen() {
        assert!(seen.starts_with("POST /items HTTP/1.1\r\n"), "{seen}");
        assert!(seen.contains("authorization: Bearer token-1\r\n"), "UI08");
        assert!(seen.contains("accept-encoding: identity\r\n"), "TR06");
        assert!(seen.contains("user-agent: Test/1\r\n"));
        assert!(seen.contains("x-language: en\r\n"));
        assert!(seen.ends_with("\r\n\r\n{\"email\":\"a@b.c\",\"password\":\"pw\"}"));
        assert!(!seen.contains("cookie"), "TR33");
    }
}

#[tokio::test]
async fn an_answer_that_is_none_is_an_error_of_its_kind() {
    let html = "content-type: text/html\r\n";
    let json = "content-type: application/json\r\n";
    let gzip = "content-type: application/json\r\ncontent-encoding: gzip\r\n";
    let page = format!("<html>{CANARY}</html>");
    let large = vec![b' '; ANSWER_CAP + 1];
    let cases: Vec<(&str, Vec<u8>, Option<u16>, What)> = vec![
        (
            "TR02",
            answer(200, html, page.as_bytes()),
            Some(200),
            What::NotJson,
        ),
        (
            "TR06",
            answer(200, gzip, b"\x1f\x8b"),
            Some(200),
            What::Encoding,
        ),
        (
            "TR06",
            answer(400, gzip, b"\x1f\x8b"),
            Some(400),
            What::Encoding,
        ),
        (
            "TR22",
            answer(400, html, page.as_bytes()),
            Some(400),
            What::Status,
        ),
        (
            "TR29",
            answer(503, html, page.as_bytes()),
            Some(503),
            What::Status,
        ),
        (
            "NT17",
            answer(511, html, page.as_bytes()),
            Some(511),
            What::NotJson,
        ),
        ("NT23", answer(201, "", b"{}"), Some(201), What::NotJson),
        ("AP04", answer(200, json, &large), Some(200), What::TooLarge),
        (
            "AP08",
            answer(204, "", b""),
            Some(204),
            What::Shape { path: ".".into() },
        ),
        (
            "TR01",
            answer(200, json, b""),
            Some(200),
            What::Shape { path: ".".into() },
        ),
    ];

    for (row, bytes, status, what) in cases {
        let server = Server::start(Reply::Whole(bytes)).await;
        let error = read(Request::get(server.url)).await.unwrap_err();
        assert_silent(&error);
        let CallError::Unexpected(unexpected) = error else {
            panic!("{row} {error:?}")
        };
        assert_eq!(
            (unexpected.status, unexpected.what),
            (status, what),
            "{row}"
        );
    }
}

#[tokio::test]
async fn an_answer_without_a_type_is_read_by_its_shape() {
    let server = Server::answering(200, "", b"{}").await;

    assert_eq!(
        read(Request::get(server.url)).await.unwrap(),
        json!({}),
        "NT23"
    );
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let elsewhere = Server::json(200, "{}").await;
    for (row, status, location) in [
        ("TR25", 301, elsewhere.url.as_str()),
        ("TR25", 302, elsewhere.url.as_str()),
        ("TR26", 307, elsewhere.url.as_str()),
        ("TR26", 308, elsewhere.url.as_str()),
        ("TR27", 302, "http://example.com/"),
        ("NT16", 303, "/"),
        ("NT16", 302, "file:///etc/passwd"),
        ("NT16", 300, ""),
    ] {
        let server = Server::answering(status, &format!("location: {location}\r\n"), b"").await;
        let body = FormBody::new().text("code", CANARY);
        let error = read(Request::post(server.url.clone()).form(body))
            .await
            .unwrap_err();
        assert_silent(&error);
        assert!(
            matches!(&error, CallError::Unexpected(u) if u.what == What::Redirect),
            "{row} {error:?}"
        );
        assert_eq!(server.seen().len(), 1, "{row}");
    }
    assert!(elsewhere.seen().is_empty(), "TR26");
}

#[tokio::test]
async fn a_redirect_is_an_answer_for_who_asks_for_it() {
    let server = Server::answering(302, "location: app://x?code=1\r\n", b"").await;
    let answer = send(Request::get(server.url).take_redirect())
        .await
        .unwrap();

    assert_eq!(answer.status, 302);
    assert_eq!(answer.location.as_deref(), Some("app://x?code=1"));
    assert_eq!(format!("{answer:?}"), "Answer { status: 302, .. }");
}

#[tokio::test]
async fn a_body_ends_at_its_cap_however_it_is_sent() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n".to_vec();
    let chunked = [&head[..], b"transfer-encoding: chunked\r\n\r\n"].concat();
    let chunk = [b"1000\r\n", &[b' '; 4096][..], b"\r\n"].concat();
    let announced = [&head[..], b"content-length: 99999999999\r\n\r\n"].concat();
    let unannounced = [&head[..], b"connection: close\r\n\r\n"].concat();
    for (row, reply) in [
        ("TR05 chunked", Reply::Endless(chunked, chunk)),
        ("TR05 announced", Reply::Silence(announced)),
        (
            "TR05 until close",
            Reply::Endless(unannounced, vec![b' '; 4096]),
        ),
    ] {
        let server = Server::start(reply).await;
        let error = read(Request::get(server.url).cap(64 * 1024))
            .await
            .unwrap_err();
        assert!(
            matches!(&error, CallError::Unexpected(u) if u.what == What::TooLarge),
            "{row} {error:?}"
        );
    }
}

#[tokio::test]
async fn an_answer_up_to_its_cap_arrives_whole() {
    let body = format!("\"{}\"", "x".repeat(100_000));
    let server = Server::json(200, &body).await;
    let answer = send(Request::get(server.url).cap(body.len()))
        .await
        .unwrap();

    assert_eq!(answer.text::<NoProblem>().unwrap(), body);
}

#[tokio::test]
async fn a_length_that_is_too_short_cuts_the_answer_there() {
    let bytes =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}{}";
    let server = Server::start(Reply::Whole(bytes.into())).await;

    assert_eq!(
        read(Request::get(server.url)).await.unwrap(),
        json!({}),
        "NT14"
    );
}

#[tokio::test]
async fn a_slow_server_is_left_at_the_deadline() {
    for (row, bytes) in [
        ("NT10", ""),
        ("NT10", "HTTP/1.1 200 OK\r\ncont"),
        ("NT11", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
    ] {
        let server = Server::start(Reply::Silence(bytes.into())).await;
        let request = Request::get(server.url).deadline(Duration::from_millis(200));
        let error = read(request).await.unwrap_err();
        let CallError::Unreachable(unreachable) = &error else {
            panic!("{row} {error:?}")
        };
        assert_eq!(
            (unreachable.kind, unreachable.sent),
            (UnreachableKind::TimedOut, true),
            "{row}"
        );
        assert!(error.is_retryable() && !error.had_no_effect(), "{row}");
    }
}

#[tokio::test]
async fn a_request_that_may_not_go_out_does_not() {
    let server = Server::json(200, "{}").await;
    let with =
        |user: &str| Url::parse(&format!("http://{user}@{}/", server.url.authority())).unwrap();
    let plain = Url::parse("http://example.com/").unwrap();
    for request in [
        Request::get(plain),
        Request::get(Url::parse("file:///etc/passwd").unwrap()),
        Request::get(with("user:pass")),
        Request::get(with("user")),
        Request::get(with(":pass")),
        Request::get(server.url.clone()).header("x-a", "a\r\nb: c"),
        Request::get(server.url.clone()).bearer(&AccessToken::new("a\nb")),
    ] {
        let error = read(request).await.unwrap_err();
        assert!(
            matches!(&error, CallError::Unexpected(u) if u.what == What::Request),
            "TR08 {error:?}"
        );
        assert!(error.had_no_effect());
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn an_answer_may_have_1_mib_and_not_one_byte_more() {
    for (bytes, fits) in [(1_048_576, true), (1_048_577, false)] {
        let body = format!("\"{}\"", "x".repeat(bytes - 2));
        let server = Server::json(200, &body).await;
        let read = read(Request::get(server.url)).await;
        let is_too_large =
            matches!(&read, Err(CallError::Unexpected(it)) if it.what == What::TooLarge);
        assert_eq!((read.is_ok(), is_too_large), (fits, !fits), "{bytes}");
    }
}

#[test]
fn a_client_needs_a_name_that_can_be_sent() {
    assert_eq!(
        format!("{:?}", Http::new("Latchkey/1.0").unwrap()),
        "Http(..)"
    );
    assert!(Http::new("Latchkey/1.0").is_ok());
    assert!(Http::new("a\nb").is_err());
}

/// Asserts that nothing a log could print shows a byte of the body.
pub(crate) fn assert_silent<P: std::fmt::Debug>(error: &CallError<P>) {
    let mut texts = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        texts.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    assert!(!texts.contains("CANARY"), "{texts}");
    assert!(!texts.contains("67, 65, 78"), "{texts}");
}

async fn send(request: Request) -> Result<Answer> {
    Http::new("Test/1").unwrap().call(request).await
}

async fn read(request: Request) -> Result<Value> {
    send(request).await?.json()
}
