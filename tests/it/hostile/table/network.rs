//! NT: what happens on the way.

use std::{
    net::{Ipv6Addr, SocketAddr},
    time::Duration,
};

use account::AccountState;
use emulator::{ADA, Addresses, Emulator, Fault};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpSocket, TcpStream},
};

use super::{
    super::{
        nots::{check, in_time, now},
        play::{HTML, JSON, Play, answer, html, json, spoil, whole, with_headers},
        row::{
            Findings, OFFLINE, QUICK, Row, TIMED_OUT,
            Verdict::{self, Fine, NotThisProvider},
            each, in_turn, misconfigured, odd, own, row, shape,
        },
        stage::{
            Outcome,
            Scene::{self, Factors, Profile, Refresh, SignIn, Start},
            Stage,
        },
    },
    token_reply::endless,
};
use crate::support::{World, request};

/// One byte a second.
fn drip(first: impl AsRef<[u8]>, piece: &str) -> Play {
    Play::Drip {
        first: first.as_ref().to_vec(),
        piece: piece.as_bytes().to_vec(),
        pause: Duration::from_secs(1),
    }
}

fn raw(text: impl Into<Vec<u8>>) -> Play {
    Play::Raw(text.into())
}

fn redirect(to: &str) -> Play {
    answer(302, &format!("location: {to}\r\n"), "")
}

fn chunked(body: &str) -> Play {
    raw(whole(
        &format!("HTTP/1.1 200 OK\r\n{JSON}transfer-encoding: chunked\r\n"),
        body,
    ))
}

fn sized(lengths: &str, body: &str) -> Play {
    raw(whole(&format!("HTTP/1.1 200 OK\r\n{JSON}{lengths}"), body))
}

fn typed(content_type: &'static str) -> Play {
    spoil(move |reply| {
        let kept = reply
            .head
            .lines()
            .filter(|it| !it.to_ascii_lowercase().starts_with("content-type:"));
        reply.head = kept
            .chain([content_type])
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join("\r\n");
    })
}

#[rustfmt::skip]
pub(crate) fn rows() -> Vec<Row> {
    let head = format!("HTTP/1.1 200 OK\r\n{JSON}");
    let informing = Play::Drip { first: Vec::new(), piece: b"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(64), pause: Duration::ZERO };
    let wide = with_headers(Box::leak("x-a: b\r\n".repeat(10_000).into_boxed_str()));
    let utf_16: Vec<u8> = "{\"access_token\":\"a\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();

    vec![
        own("NT01", "a name that nobody has", || Box::pin(no_such_name())),
        own("NT02", "nobody listens", || Box::pin(nobody_listens())),
        row("NT02", "a reset as soon as the request is there", Start, each([Play::Reset]), OFFLINE).asks(3),
        own("NT02", "a black hole", || Box::pin(black_hole())),
        own("NT03", "a name with several addresses, of which one lives", || Box::pin(by_name())),
        own("NT04", "IPv6 alone", || Box::pin(ipv6_alone())),
        own("NT09", "a handshake of TLS that stops, or comes byte by byte", || Box::pin(silent_handshake())),
        row("NT10", "headers byte by byte", SignIn, each([drip(&head, "x"), drip("", "H")]), TIMED_OUT).within(24),
        row("NT11", "a body byte by byte", SignIn, each([drip(whole(&format!("{head}content-length: 5000\r\n"), ""), " ")]), TIMED_OUT).within(38),
        row("NT12", "no HTTP at all", SignIn, each([raw("\0\u{1}\u{2}SSH-2.0-OpenSSH\r\n\r\n"), raw("HTTP/9.9 200 OK\r\n\r\n"), raw("HTTP/1.1 2x0 OK\r\n\r\n"), raw(vec![0xff; 100_000])]), OFFLINE),
        row("NT12", "a header of 1 MiB", SignIn, each([raw(whole(&format!("{head}x: {}\r\n", "a".repeat(1 << 20)), "{}"))]), OFFLINE),
        row("NT12", "ten thousand headers", SignIn, each([wide]), OFFLINE),
        row("NT12", "informational answers without an end", SignIn, each([informing]), TIMED_OUT).within(24),
        row("NT14", "fewer bytes than announced", SignIn, each([sized("content-length: 5000\r\n", "{\"access_token\"")]), OFFLINE),
        row("NT14", "more bytes than announced", SignIn, each([sized("content-length: 5\r\n", "{\"access_token\":\"a\"}")]), shape(".")),
        row("NT14", "a length below nothing, no number, and two of them", SignIn, each([
            sized("content-length: -5\r\n", "{}"), sized("content-length: 0x10\r\n", "{}"),
            sized("content-length: 2, 3\r\n", "{}"), sized("content-length: 2\r\ncontent-length: 3\r\n", "{}"),
        ]), OFFLINE),
        row("NT15", "chunks of a bad size, and without an end", SignIn, each([chunked("zz\r\n{}\r\n0\r\n\r\n"), chunked("fffffffffffffffff\r\n{}"), chunked("2\r\n{}\r\n")]), OFFLINE),
        row("NT16", "redirects: to itself, relative, without a place, to a file, to http, and 50 of them", SignIn, each([
            redirect("/oauth/token"), redirect("elsewhere"), answer(302, "", ""), redirect("file:///etc/passwd"), redirect("{elsewhere}/a"),
            redirect("//{elsewhere}"), answer(300, "", ""), answer(304, "", ""),
        ]), odd("Redirect")),
        row("NT16", "redirects where the provider says its addresses", Start, each([redirect("{elsewhere}"), answer(308, "location: /b\r\n", "")]), NotThisProvider),
        row("NT17", "a captive network: page", SignIn, each([html(200), answer(511, HTML, "x"), answer(511, JSON, "{}")]), odd("NotJson")),
        row("NT17", "a captive network: redirect", SignIn, each([redirect("{elsewhere}/login")]), odd("Redirect")),
        row("NT17", "a captive network while a session is refreshed: page", Refresh, each([html(200), answer(511, HTML, "x")]), odd("NotJson")).asks(3),
        row("NT17", "a captive network while a session is refreshed: redirect", Refresh, each([redirect("{elsewhere}/login")]), odd("Redirect")),
        row("NT17", "a captive network while a profile is read: page", Profile, each([html(200)]), odd("NotJson")),
        row("NT17", "a captive network while a profile is read: redirect", Profile, each([redirect("{elsewhere}/login")]), odd("Redirect")),
        row("NT17", "a captive network before a sign-in", Start, each([html(200), redirect("{elsewhere}/login")]), NotThisProvider),
        own("NT19", "no network from the start", || Box::pin(offline_from_the_start())),
        own("NT20", "the network goes while a list is read, and comes back", || Box::pin(gone_for_a_moment())),
        row("NT20", "the connection ends while a list is read", Factors, in_turn([Play::Close, Play::Pass]), Fine).asks(2),
        own("NT21", "a clock that is an hour off", || Box::pin(clock_off())),
        row("NT22", "a byte order mark, a NUL behind, invalid UTF-8, UTF-16", SignIn, each([
            json(200, b"\xef\xbb\xbf{}"), json(200, b"\xff\xfe"), json(200, utf_16), json(200, b"{}\0"),
        ]), Verdict::AnyShape),
        row("NT22", "a token that is no UTF-8", SignIn, each([json(200, b"{\"token_type\":\"Bearer\",\"access_token\":\"a\xff\xfe\"}")]), Verdict::AnyShape),
        row("NT23", "no media type, and JSON in other words", SignIn, each([typed(""), typed("content-type: Application/JSON; charset=\"UTF-8\""), typed("content-type: application/problem+json")]), Fine),
        row("NT23", "media types that are not JSON in UTF-8", SignIn, each([
            typed("content-type: application/json; charset=utf-7"), typed("content-type: application/json;;"), typed("content-type: text/json"),
            typed("content-type: "), typed("content-type: application/json, text/html"),
        ]), odd("NotJson")),
        own("NT24", "an answer before it was asked for", || Box::pin(desynchronised())),
        row("NT11", "a body without an end", Start, each([endless()]), misconfigured("the provider's description is too large")),
    ]
}

/// The app with a tenant at this address, and somebody who presses "sign in".
async fn start_at(address: &str) -> (Verdict, Duration) {
    let emulator = Emulator::start().await.unwrap();
    let project = emulator.nhost_url();
    let world = World::behind(emulator, [address.to_owned(), project], false);
    let started = now();
    let outcome = Outcome::of(world.accounts.start_sign_in(request(None)).await);

    (outcome.verdict, started.elapsed())
}

async fn expect(address: &str, verdict: Verdict, within: Duration) -> Findings {
    let mut findings = Findings::new();
    match in_time(within, start_at(address)).await {
        Ok((actual, _)) => check(&mut findings, actual == verdict, || {
            format!("{address}: {actual:?} instead of {verdict:?}")
        }),
        Err(stuck) => findings.push(format!("{address}: {stuck}")),
    }

    findings
}

async fn no_such_name() -> Findings {
    expect("https://nothing.invalid", OFFLINE, Duration::from_secs(18)).await
}

async fn nobody_listens() -> Findings {
    // Bound and never listening: the system refuses whoever calls, and gives the port to nobody else meanwhile.
    let taken = TcpSocket::new_v4().unwrap();
    taken.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let port = taken.local_addr().unwrap().port();

    expect(&format!("https://127.0.0.1:{port}"), OFFLINE, QUICK).await
}

/// A listener whose queue is full: the system answers no further connection.
async fn black_hole() -> Findings {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(Ok(stream)) =
        tokio::time::timeout(Duration::from_millis(200), TcpStream::connect(address)).await
    {
        waiting.push(stream);
    }

    expect(
        &format!("http://{address}"),
        TIMED_OUT,
        Duration::from_secs(18),
    )
    .await
}

/// Where the name has an IPv6 address too, nobody listens there.
async fn by_name() -> Findings {
    let world = World::new().await;
    let port = world
        .emulator
        .auth0_url()
        .rsplit_once(':')
        .unwrap()
        .1
        .to_owned();

    expect_sign_in(world.emulator, &format!("http://localhost:{port}")).await
}

async fn ipv6_alone() -> Findings {
    let here = SocketAddr::from((Ipv6Addr::LOCALHOST, 0));
    let addresses = Addresses {
        auth0: here,
        nhost: here,
        control: here,
    };
    let Ok(emulator) = Emulator::start_at(addresses).await else {
        // A machine without IPv6.
        return Findings::new();
    };
    let tenant = emulator.auth0_url();

    expect_sign_in(emulator, &tenant).await
}

async fn expect_sign_in(emulator: Emulator, tenant: &str) -> Findings {
    let project = emulator.nhost_url();
    let world = World::behind(emulator, [tenant.to_owned(), project], false);
    let started = now();
    world.sign_in(&ADA).await;
    let took = started.elapsed();
    let mut findings = Findings::new();
    check(&mut findings, took < QUICK, || {
        format!("N5: it took {} ms", took.as_millis())
    });

    findings
}

async fn silent_handshake() -> Findings {
    /// The beginning of a ServerHello, and then nothing of it.
    const HELLO: [u8; 5] = [22, 3, 3, 0x40, 0];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let _server = tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            if held.is_empty() {
                held.push(stream);
                continue;
            }
            tokio::spawn(async move {
                for byte in HELLO.into_iter().chain(std::iter::repeat(0)) {
                    if stream.write_all(&[byte]).await.is_err() {
                        return;
                    }
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            });
        }
    });
    let address = format!("https://{address}");
    let within = Duration::from_secs(18);
    let (silent, slow) = tokio::join!(
        expect(&address, TIMED_OUT, within),
        expect(&address, TIMED_OUT, within)
    );

    [silent, slow].concat()
}

/// What is remembered is shown, and what needs the network says so at once.
async fn offline_from_the_start() -> Findings {
    let stage = Stage::prepared(Scene::Refresh).await;
    stage.server.be_there(false);
    let vault = stage.world.vault.items();
    let accounts = stage.world.restarted().await;
    let started = now();
    let state = accounts.state().borrow().clone();
    let reading = accounts.profile(stage.account()).await;
    let sign_in = accounts.start_sign_in(request(None)).await;
    let took = started.elapsed();
    let mut findings = Findings::new();
    check(&mut findings, state.accounts.len() == 1, || {
        format!("{:?}", state.accounts)
    });
    check(
        &mut findings,
        state.accounts[0].state == AccountState::SignedIn,
        || "signed out".to_owned(),
    );
    check(
        &mut findings,
        reading.is_ok_and(|it| it.profile.name.as_deref() == Some(ADA.name)),
        || "the profile is not shown".to_owned(),
    );
    let verdict = sign_in.as_ref().err().map(Verdict::of);
    check(&mut findings, verdict == Some(OFFLINE), || {
        format!("{verdict:?}")
    });
    check(&mut findings, took < Duration::from_secs(4), || {
        format!("N5: it took {} ms", took.as_millis())
    });
    check(&mut findings, stage.world.vault.items() == vault, || {
        "N2: the vault is not as before".to_owned()
    });

    findings
}

/// Long enough for the first attempt to fail, short enough for the last one to succeed.
async fn gone_for_a_moment() -> Findings {
    let stage = Stage::prepared(Factors).await;
    stage.server.be_there(false);
    let back = async {
        tokio::time::sleep(Duration::from_millis(700)).await;
        stage.server.be_there(true);
    };
    let (reading, ()) = tokio::join!(stage.world.accounts.refresh_factors(stage.account()), back);
    let mut findings = Findings::new();
    check(
        &mut findings,
        reading.as_ref().is_ok_and(|it| it.error.is_none()),
        || format!("{reading:?}"),
    );

    findings
}

async fn clock_off() -> Findings {
    let mut findings = Findings::new();
    let stage = Stage::prepared(SignIn).await;
    stage.world.clock.set_wall_ahead(Duration::from_secs(3_600));
    // The attempt would be over by the clock on the wall: it began there.
    stage
        .world
        .accounts
        .cancel_sign_in(&crate::support::id(crate::support::AUTH0));
    stage.world.start(None).await;
    let callback = stage.world.come_back(&ADA).await;
    stage
        .world
        .accounts
        .finish_sign_in(callback.into())
        .unwrap();
    stage.world.settled().await;
    let phase = stage.world.phase();
    let is_told = matches!(&phase, account::SignInPhase::Failed(account::Error::ClockOff { seconds }) if (3_590..3_610).contains(seconds));
    check(&mut findings, is_told, || format!("{phase:?}"));

    // Only what the answer says about the time is wrong: nobody is kept out for that.
    let world = World::new().await;
    world.emulator.fail_next(
        "/oauth/token",
        Fault::WrongDate {
            offset_secs: -3_600,
        },
    );
    world.sign_in(&ADA).await;

    findings
}

/// The second answer on a connection belongs to nobody: it is thrown away with its connection.
async fn desynchronised() -> Findings {
    let stage = Stage::prepared(Profile).await;
    let right = stage
        .world
        .accounts
        .refresh_profile(stage.account())
        .await
        .unwrap();
    let subject = right.profile.subject;
    let profile = |name: &str| {
        let body = format!(r#"{{"sub":"{subject}","name":"{name}"}}"#);
        whole(
            &format!(
                "HTTP/1.1 200 OK\r\n{JSON}content-length: {}\r\n",
                body.len()
            ),
            body,
        )
    };
    let two = [profile("First"), profile("Planted")].concat();
    stage
        .server
        .set_trap("/userinfo", &[Play::GoOn(two), Play::Pass]);
    let first = stage
        .world
        .accounts
        .refresh_profile(stage.account())
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let second = stage
        .world
        .accounts
        .refresh_profile(stage.account())
        .await
        .unwrap();
    let mut findings = Findings::new();
    check(
        &mut findings,
        first.profile.name.as_deref() == Some("First"),
        || format!("{first:?}"),
    );
    check(
        &mut findings,
        second.profile.name.as_deref() == Some(ADA.name),
        || format!("{second:?}"),
    );
    let asked = stage.server.asked();
    let connections: Vec<_> = asked.iter().map(|it| it.connection).collect();
    check(
        &mut findings,
        connections.len() == 2 && connections[0] != connections[1],
        || format!("the connection was used again: {connections:?}"),
    );

    findings
}
