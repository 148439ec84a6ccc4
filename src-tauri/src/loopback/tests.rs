use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;

async fn open() -> (Box<dyn Listening>, mpsc::Receiver<Zeroizing<String>>) {
    let (sender, receiver) = channel();
    // Any free port will do here: the fixed ones may be in use.
    let free = std::net::TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let listening = LoopbackPort::new(sender).listen(&[free]).await.unwrap();

    (listening, receiver)
}

async fn send(port: u16, request: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port))
        .await
        .unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;

    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

#[tokio::test]
async fn a_browser_that_comes_home_is_handed_on_as_it_came() {
    let (listening, mut returned) = open().await;
    let port = listening.port();
    let answer = send(
        port,
        &format!("GET /callback?code=a%20b&state=c HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nsec-fetch-dest: document\r\n\r\n"),
    )
    .await;

    assert_eq!(status(&answer), "200");
    assert!(answer.contains("Go back to Latchkey") && answer.contains("no-store"));
    assert_eq!(
        *returned.recv().await.unwrap(),
        format!("http://127.0.0.1:{port}/callback?code=a%20b&state=c")
    );
}

#[tokio::test]
async fn whoever_else_knocks_is_turned_away_without_an_echo() {
    let (listening, mut returned) = open().await;
    let port = listening.port();
    let host = format!("host: 127.0.0.1:{port}");
    for (request, expected) in [
        (
            "GET /callback?x=%3Cscript%3E HTTP/1.1\r\nhost: evil.example\r\n\r\n".to_owned(),
            "421",
        ),
        (
            format!("GET /callback?x=1 HTTP/1.1\r\nhost: localhost:{port}\r\n\r\n"),
            "421",
        ),
        (
            format!("POST /callback HTTP/1.1\r\n{host}\r\ncontent-length: 0\r\n\r\n"),
            "405",
        ),
        (format!("HEAD /callback HTTP/1.1\r\n{host}\r\n\r\n"), "405"),
        (
            format!("OPTIONS /callback HTTP/1.1\r\n{host}\r\n\r\n"),
            "405",
        ),
        (
            format!("CONNECT 127.0.0.1:{port} HTTP/1.1\r\n{host}\r\n\r\n"),
            "405",
        ),
        ("GET /callback?x=1 HTTP/1.1\r\n\r\n".to_owned(), "421"),
        (
            "GET /callback?x=1 HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".to_owned(),
            "421",
        ),
        (format!("GET /callback/ HTTP/1.1\r\n{host}\r\n\r\n"), "404"),
        (
            format!("GET /callback HTTP/1.1\r\n{host}\r\nsec-fetch-dest: script\r\n\r\n"),
            "403",
        ),
        (
            format!("GET /callback HTTP/1.1\r\n{host}\r\nsec-fetch-dest: empty\r\n\r\n"),
            "403",
        ),
        (format!("GET /other HTTP/1.1\r\n{host}\r\n\r\n"), "404"),
        (
            format!("GET /callback HTTP/1.1\r\n{host}\r\nsec-fetch-dest: image\r\n\r\n"),
            "403",
        ),
        ("\x16\x03\x01 not http\r\n\r\n".to_owned(), "400"),
    ] {
        let answer = send(port, &request).await;
        assert_eq!(status(&answer), expected, "{request:?}");
        assert!(!answer.contains("script"), "{answer}");
    }
    assert!(returned.try_recv().is_err());
}

#[tokio::test]
async fn what_comes_home_is_answered_with_the_same_page_whatever_it_says() {
    let (listening, _returned) = open().await;
    let port = listening.port();
    let mut bodies = Vec::new();
    for query in [
        "code=a&state=b",
        "error=x&error_description=%3Cscript%3Ealert(1)%3C/script%3E&state=b",
        "canary=1",
    ] {
        let answer = send(
            port,
            &format!("GET /callback?{query} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n\r\n"),
        )
        .await;
        let head = answer.to_ascii_lowercase();
        for header in [
            "content-security-policy: default-src 'none'",
            "x-content-type-options: nosniff",
            "cache-control: no-store",
            "referrer-policy: no-referrer",
        ] {
            assert!(head.contains(header), "{header}");
        }
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        bodies.push(body.to_owned());
    }

    assert!(bodies.iter().all(|body| body == PAGE), "{bodies:?}");
}

#[tokio::test]
async fn what_is_too_long_or_no_request_ends_its_connection_and_nothing_else() {
    let (listening, mut returned) = open().await;
    let port = listening.port();
    let host = format!("host: 127.0.0.1:{port}");
    let long = "x".repeat(64 * 1024);
    let many = format!("x-a: {}\r\n", "b".repeat(1_000)).repeat(1_000);
    for (request, expected) in [
        (
            format!("GET /callback?code={long} HTTP/1.1\r\n{host}\r\n\r\n"),
            &["414", "431"][..],
        ),
        (
            format!("GET /callback?code=a HTTP/1.1\r\n{many}{host}\r\n\r\n"),
            &["431"],
        ),
        ("GET /callback?code=a\r\n\r\n".to_owned(), &["400", "none"]),
        (
            "\x16\x03\x01\x02\0\x01\0\x01".to_owned() + &"\0".repeat(600),
            &["400", "none"],
        ),
        ("\u{1}\u{2}\u{3}\r\n\r\n".to_owned(), &["400", "none"]),
        (
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
            &["400", "none"],
        ),
    ] {
        let answer = send(port, &request).await;
        assert!(expected.contains(&status(&answer)), "{answer}");
    }
    assert!(returned.try_recv().is_err());

    let answer = send(
        port,
        &format!("GET /callback?code=a HTTP/1.1\r\n{host}\r\n\r\n"),
    )
    .await;
    assert_eq!(status(&answer), "200");
}

/// The clock of the test goes on as soon as nobody has anything to do.
#[tokio::test(start_paused = true)]
async fn whoever_takes_too_long_is_hung_up_on_and_takes_no_room_from_others() {
    let (listening, mut returned) = open().await;
    let port = listening.port();
    let started = tokio::time::Instant::now();
    let mut slow = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .unwrap();
        stream.write_all(b"GET /call").await.unwrap();
        slow.push(stream);
    }
    for mut stream in slow {
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
    }
    assert!(started.elapsed() <= DEADLINE + Duration::from_secs(1));

    let host = format!("host: 127.0.0.1:{port}");
    let answer = send(
        port,
        &format!("GET /callback?code=a HTTP/1.1\r\n{host}\r\n\r\n"),
    )
    .await;
    assert_eq!(status(&answer), "200");
    assert!(returned.try_recv().is_ok());
}

#[tokio::test]
async fn the_port_is_free_again_when_nobody_waits() {
    let (listening, _returned) = open().await;
    let port = listening.port();
    drop(listening);
    tokio::task::yield_now().await;

    assert!(
        tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_taken_port_is_skipped_and_none_left_is_said() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let (sender, _receiver) = channel();

    assert!(LoopbackPort::new(sender).listen(&[port]).await.is_err());
}
