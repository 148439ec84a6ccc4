//! The rows that need TLS with an authority that the system trusts, or a proxy of the system: played in a process of
//! their own, whose environment says which (`SSL_CERT_FILE`, `HTTPS_PROXY`).

use std::{
    net::SocketAddr,
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use account::UnreachableKind;
use emulator::{ADA, Emulator};
use protocol::http::{CallError, Http, NoProblem, Request, UnreachableKind as Wire};
use tests::say;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::timeout,
};

use super::{
    authority::{Authority, Certificate},
    h2,
    log::Log,
    nots::{check, leaks, now},
    play::CANARY,
    row::{Findings, OFFLINE, TIMED_OUT, Verdict},
    server::find,
    stage::Outcome,
};
use crate::support::{World, password, request};

const WANTS_A_NAME: Verdict = Verdict::Unreachable(UnreachableKind::ProxyAuthentication);
const NOT_TRUSTED: Verdict = Verdict::Unreachable(UnreachableKind::Tls);

/// Where the child writes what it trusts, before it looks there.
const TRUSTED: &str = "SSL_CERT_FILE";

/// For a handshake and an answer on a busy machine.
const SOON: Duration = Duration::from_secs(8);

/// A call has 30 s, and may be repeated once what broke at once.
const PATIENCE: Duration = Duration::from_secs(38);

/// The rows of the list that are played here.
pub(crate) const IDS: [&str; 7] = ["NT05", "NT06", "NT07", "NT08", "NT13", "NT18", "TR27"];

/// A system whose proxy is hostile, and which trusts one authority more than others do.
#[test]
fn every_row_about_trust_holds() {
    let folder = tempfile::tempdir().unwrap();
    let (proxy, asked) = proxy();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "hostile::trusted::in_a_process_of_their_own"])
        .args(["--ignored", "--nocapture", "--test-threads=1"])
        .env(TRUSTED, folder.path().join("authority.pem"))
        .env_remove("SSL_CERT_DIR")
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .env_remove("https_proxy")
        .env("HTTPS_PROXY", format!("http://somebody:{CANARY}@{proxy}"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();

    assert!(output.status.success(), "{said}\n{told}");
    assert!(
        said.contains("1 passed"),
        "the child played nothing:\n{said}"
    );
    for line in said.lines().filter(|line| line.ends_with("passed")) {
        say::line(line);
    }
    assert!(
        !(said + &told).contains(CANARY),
        "N4: the proxy's password was said"
    );
    let asked = asked.lock().unwrap();
    assert!(
        asked.iter().all(|line| line.starts_with("CONNECT ")),
        "{asked:?}"
    );
    assert!(asked.len() >= PROXIED.len(), "{asked:?}");
}

#[test]
#[ignore = "another test starts it, with an environment of its own"]
fn in_a_process_of_their_own() {
    let Some(place) = std::env::var_os(TRUSTED) else {
        return;
    };
    let authority = Authority::new();
    let emulated = start_emulator();
    std::fs::write(place, authority.pem() + emulated.ca_pem()).unwrap();
    let (log, _listening) = Log::listen();
    // The floods take longest: they begin first.
    let mut wrong = thread::scope(|scope| {
        let streams = scope.spawn(|| streams(&authority));
        let others = runtime().block_on(async {
            [
                certificates(&authority).await,
                old_versions().await,
                known_authority(emulated).await,
                downgrade(&authority).await,
                proxies().await,
            ]
            .concat()
        });

        [others, streams.join().unwrap()].concat()
    });
    wrong.extend(leaks(&[CANARY.to_owned()], &log.text()));

    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn start_emulator() -> Emulator {
    runtime().block_on(Emulator::start()).unwrap()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

/// Somebody presses "sign in" where the tenant is at this address.
async fn start_at(address: &str) -> Outcome {
    let emulator = Emulator::start().await.unwrap();
    let project = emulator.nhost_url();
    let world = World::behind(emulator, [address.to_owned(), project], false);

    Outcome::of(world.accounts.start_sign_in(request(None)).await)
}

async fn expect(
    id: &str,
    what: &str,
    address: &str,
    verdict: Verdict,
    within: Duration,
) -> Findings {
    let mut findings = Findings::new();
    let started = now();
    match timeout(within, start_at(address)).await {
        Ok(outcome) => {
            check(&mut findings, outcome.verdict == verdict, || {
                format!("{id} {what}: {:?} instead of {verdict:?}", outcome.verdict)
            });
            findings.extend(leaks(&[CANARY.to_owned()], &outcome.said));
        }
        Err(_) => findings.push(format!(
            "{id} {what}: N5: stuck after {} s",
            started.elapsed().as_secs()
        )),
    }
    told(&format!("{id} {what}"), findings.is_empty());

    findings
}

fn told(what: &str, is_fine: bool) {
    say::line(&format!(
        "{what}: {}",
        if is_fine { "passed" } else { "failed" }
    ));
}

/// A server that counts what arrives after the handshake.
async fn tls_server(
    acceptor: tokio_rustls::TlsAcceptor,
    reply: &'static [u8],
) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let arrived = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&arrived);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, count) = (acceptor.clone(), Arc::clone(&count));
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let read = stream.read(&mut [0; 4096]).await.unwrap_or_default();
                count.fetch_add(read, Ordering::SeqCst);
                let _written = stream.write_all(reply).await;
                let _closed = stream.shutdown().await;
            });
        }
    });

    (address, arrived)
}

/// NT05, NT08: nothing is sent to whoever cannot prove who they are.
async fn certificates(authority: &Authority) -> Findings {
    let mut findings = Findings::new();
    for (id, certificate) in [
        ("NT05", Certificate::SelfSigned),
        ("NT05", Certificate::Expired),
        ("NT05", Certificate::NotYetValid),
        ("NT05", Certificate::OfAnotherName),
        ("NT05", Certificate::ForClients),
        ("NT08", Certificate::OfAnotherAuthority),
    ] {
        let (address, arrived) =
            tls_server(authority.acceptor(certificate, b"http/1.1"), b"").await;
        let what = format!("{certificate:?}");
        findings.extend(expect(id, &what, &format!("https://{address}"), NOT_TRUSTED, SOON).await);
        let arrived = arrived.load(Ordering::SeqCst);
        check(&mut findings, arrived == 0, || {
            format!("{id} {what}: N3: {arrived} bytes were sent")
        });
    }
    // Without this the rows above could fail for another reason.
    let (address, arrived) =
        tls_server(authority.acceptor(Certificate::Good, b"http/1.1"), b"").await;
    findings.extend(expect("NT07", "Good", &format!("https://{address}"), OFFLINE, SOON).await);
    check(&mut findings, arrived.load(Ordering::SeqCst) > 0, || {
        "NT07: a good certificate was not accepted".to_owned()
    });

    findings
}

/// NT06: what a server of another age answers to our hello.
async fn old_versions() -> Findings {
    /// A ServerHello that chooses this version and this cipher suite (RFC 5246 §7.4.1.3).
    fn hello(version: u8, suite: [u8; 2]) -> Vec<u8> {
        let mut hello = vec![3, version];
        hello.extend([7; 32]);
        hello.push(0);
        hello.extend(suite);
        hello.push(0);
        let length = u8::try_from(hello.len()).unwrap();
        let handshake = [&[2, 0, 0, length][..], &hello].concat();

        [&[22, 3, version, 0, length + 4][..], &handshake].concat()
    }
    let mut findings = Findings::new();
    for (what, answer) in [
        ("TLS 1.0", hello(1, [0x00, 0x2f])),
        ("TLS 1.1", hello(2, [0x00, 0x2f])),
        ("RC4", hello(3, [0x00, 0x05])),
        ("no encryption", hello(3, [0x00, 0x02])),
        ("an alert instead of a version", vec![21, 3, 1, 0, 2, 2, 70]),
        (
            "no TLS at all",
            b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(),
        ),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let _hello = stream.read(&mut [0; 4096]).await;
                let _written = stream.write_all(&answer).await;
                let _rest = timeout(SOON, stream.read(&mut [0; 64])).await;
            }
        });
        findings.extend(
            expect(
                "NT06",
                what,
                &format!("https://{address}"),
                NOT_TRUSTED,
                SOON,
            )
            .await,
        );
        server.abort();
    }

    findings
}

/// NT07: an authority of the company, in the store of the system, is as good as any.
async fn known_authority(emulator: Emulator) -> Findings {
    let (tenant, project) = (emulator.auth0_tls_url(), emulator.nhost_url());
    let world = World::behind(emulator, [tenant, project], false);
    let mut findings = Findings::new();
    let started = Outcome::of(world.accounts.start_sign_in(request(None)).await);
    check(&mut findings, started.verdict == Verdict::Fine, || {
        format!("NT07 in the browser: {:?}", started.verdict)
    });
    let signed_in = timeout(SOON, world.accounts.sign_in_with_password(password(&ADA))).await;
    check(&mut findings, matches!(&signed_in, Ok(Ok(_))), || {
        format!("NT07 with a password: {signed_in:?}")
    });
    told("NT07 a sign-in", findings.is_empty());

    findings
}

/// TR27: from https to http.
async fn downgrade(authority: &Authority) -> Findings {
    let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let to = format!(
        "HTTP/1.1 307 Moved\r\nlocation: http://{}/\r\ncontent-length: 0\r\n\r\n",
        plain.local_addr().unwrap()
    );
    let (address, _) = tls_server(
        authority.acceptor(Certificate::Good, b"http/1.1"),
        Box::leak(to.into_bytes().into_boxed_slice()),
    )
    .await;
    let mut findings = expect(
        "TR27",
        "from https to http",
        &format!("https://{address}"),
        Verdict::NotThisProvider,
        SOON,
    )
    .await;
    let came = timeout(Duration::from_millis(100), plain.accept()).await;
    check(&mut findings, came.is_err(), || {
        "TR27: N3: the redirect was followed".to_owned()
    });

    findings
}

/// NT13: HTTP/2 that is legal in each of its parts. Each play has a thread to itself: a flood must not starve others.
fn streams(authority: &Authority) -> Findings {
    let plays = h2::PLAYS.map(|(what, play, ends)| {
        let acceptor = authority.acceptor(Certificate::Good, b"h2");
        let played = thread::spawn(move || {
            runtime().block_on(async move {
                let address = h2::server(acceptor, play).await;
                let outcome = timeout(PATIENCE, start_at(&format!("https://{address}"))).await;
                outcome.map(|outcome| outcome.verdict)
            })
        });

        (what, ends, played)
    });
    let mut findings = Findings::new();
    for (what, ends, played) in plays {
        let verdict = played.join().unwrap();
        let is_fine = match &verdict {
            Ok(verdict) if *verdict == TIMED_OUT => ends == h2::Ends::MayTimeOut,
            Ok(verdict) => *verdict == OFFLINE,
            Err(_) => false,
        };
        check(&mut findings, is_fine, || {
            format!("NT13 {what}: {verdict:?}")
        });
        told(&format!("NT13 {what}"), is_fine);
    }

    findings
}

/// What the proxy says to a CONNECT, by the name in it.
const PROXIED: [(&str, &[u8], Wire); 6] = [
    ("who-are-you.test", b"HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n", Wire::ProxyAuthentication),
    ("bad-gateway.test", b"HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 4\r\n\r\n<h1>", Wire::Proxy),
    ("portal.test", b"HTTP/1.1 302 Found\r\nlocation: http://portal.test/\r\n\r\n", Wire::Proxy),
    ("closed.test", b"", Wire::Proxy),
    ("page-in-the-tunnel.test", b"HTTP/1.1 200 OK\r\n\r\n<!doctype html><title>Sign in</title>", Wire::Tls),
    ("nonsense.test", b"\0\xff\r\n\r\n", Wire::Proxy),
];

/// A proxy that answers as its guests deserve. Lives as long as the process.
fn proxy() -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    use std::io::{Read as _, Write as _};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let mut head = [0; 4096];
            let read = stream.read(&mut head).unwrap_or_default();
            let head = String::from_utf8_lossy(&head[..read]).into_owned();
            let line = head.lines().next().unwrap_or_default().to_owned();
            let known = PROXIED.iter().find(|(name, _, _)| line.contains(name));
            log.lock().unwrap().push(line);
            let answer = known.map_or(&b""[..], |(_, answer, _)| answer);
            let in_the_tunnel = find(answer, b"\r\n\r\n<").map_or(answer.len(), |end| end + 4);
            let _written = stream.write_all(&answer[..in_the_tunnel]);
            if in_the_tunnel < answer.len() {
                let _hello = stream.read(&mut [0; 4096]);
                let _written = stream.write_all(&answer[in_the_tunnel..]);
            }
        }
    });

    (address, asked)
}

/// NT18: the way out is a proxy that does not let anybody out.
async fn proxies() -> Findings {
    let mut findings = Findings::new();
    let http = Http::new("tests").unwrap();
    for (name, _, kind) in PROXIED {
        let address = format!("https://{name}");
        let verdict = match kind {
            Wire::Tls => NOT_TRUSTED,
            Wire::ProxyAuthentication => WANTS_A_NAME,
            Wire::Offline | Wire::Connect | Wire::Proxy | Wire::TimedOut | Wire::Broken => OFFLINE,
        };
        findings.extend(expect("NT18", name, &address, verdict, SOON).await);
        let url = protocol::Url::parse(&address).unwrap();
        let call = http.call::<NoProblem>(Request::get(url)).await;
        let said = format!("{call:?}");
        let is_told =
            matches!(&call, Err(CallError::Unreachable(it)) if it.kind == kind && !it.sent);
        check(&mut findings, is_told, || format!("NT18 {name}: {said}"));
        let shown = call.err().map(|error| error.to_string());
        findings.extend(leaks(&[CANARY.to_owned()], &format!("{said} {shown:?}")));
    }
    // What is on this machine is nobody else's business.
    let loopback = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://{}", loopback.local_addr().unwrap());
    let started = tokio::spawn(async move { start_at(&address).await.verdict });
    let came: Result<Result<(TcpStream, SocketAddr), _>, _> =
        timeout(SOON, loopback.accept()).await;
    check(&mut findings, came.is_ok(), || {
        "NT18: the proxy was asked for this machine".to_owned()
    });
    started.abort();

    findings
}
