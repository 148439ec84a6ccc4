//! The loopback way home (RFC 8252 §7.3): a listener on 127.0.0.1 that is open while a sign-in waits.
//!
//! It hands every request for the callback on as it came and always answers with the same page: nothing of a
//! request is ever shown, and whether the sign-in worked is for the app to say.

use std::{convert::Infallible, future::ready, net::Ipv4Addr, sync::Arc, time::Duration};

use account::ports::{Later, Listening, Loopback, LoopbackError};
use hyper::{
    Method, Request, Response, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    sync::{Semaphore, mpsc},
    task::JoinHandle,
};
use zeroize::Zeroizing;

const PATH: &str = "/callback";
/// The page that the browser ends on: text only, without a script.
pub(crate) const PAGE: &str = include_str!("loopback/returned.html");
/// A browser opens a few; more are somebody else's.
const CONNECTIONS: usize = 8;
/// A browser sends its request at once.
const DEADLINE: Duration = Duration::from_secs(10);
/// Request line and headers together; a callback is at most 8 KiB.
const HEADER_BYTES: usize = 16 * 1024;
/// Addresses that wait for the app; a flood is dropped, not queued.
const QUEUE: usize = 16;

/// Opens listeners and sends what arrives down one channel.
pub(crate) struct LoopbackPort {
    returned: mpsc::Sender<Zeroizing<String>>,
}

/// The channel of addresses that came back.
pub(crate) fn channel() -> (
    mpsc::Sender<Zeroizing<String>>,
    mpsc::Receiver<Zeroizing<String>>,
) {
    mpsc::channel(QUEUE)
}

impl LoopbackPort {
    pub(crate) fn new(returned: mpsc::Sender<Zeroizing<String>>) -> Self {
        Self { returned }
    }
}

impl Loopback for LoopbackPort {
    fn listen<'a>(
        &'a self,
        ports: &'a [u16],
    ) -> Later<'a, Result<Box<dyn Listening>, LoopbackError>> {
        Box::pin(async move {
            for port in ports {
                // A literal address: a name could be made to lead elsewhere (RFC 8252 §8.3).
                if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).await {
                    let task = tokio::spawn(accept(listener, *port, self.returned.clone()));
                    return Ok(Box::new(Open { port: *port, task }) as Box<dyn Listening>);
                }
            }

            Err(LoopbackError)
        })
    }
}

struct Open {
    port: u16,
    task: JoinHandle<()>,
}

impl Listening for Open {
    fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, port: u16, returned: mpsc::Sender<Zeroizing<String>>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let Ok(place) = Arc::clone(&room).try_acquire_owned() else {
            continue;
        };
        let returned = returned.clone();
        // In a task of its own, so that the page is still sent when its request has just closed the listener.
        tokio::spawn(async move {
            serve(stream, port, &returned).await;
            drop(place);
        });
    }
}

/// Answers one connection, whoever is at its other end.
pub(crate) async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    port: u16,
    returned: &mpsc::Sender<Zeroizing<String>>,
) {
    let answering =
        service_fn(|request| ready(Ok::<_, Infallible>(answer(&request, port, returned))));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(DEADLINE)
        .max_buf_size(HEADER_BYTES)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), answering);
    // However a connection ends, there is nobody to tell.
    let _ = tokio::time::timeout(DEADLINE, connection).await;
}

fn answer(
    request: &Request<Incoming>,
    port: u16,
    returned: &mpsc::Sender<Zeroizing<String>>,
) -> Response<String> {
    let status = verdict(request, port);
    if status == StatusCode::OK {
        let query = request.uri().query().unwrap_or_default();
        let address = Zeroizing::new(format!("http://127.0.0.1:{port}{PATH}?{query}"));
        // A full queue means a flood; the real one can be pasted.
        let _ = returned.try_send(address);
    }
    let body = if status == StatusCode::OK {
        PAGE.to_owned()
    } else {
        String::new()
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }

    response
}

const HEADERS: [(header::HeaderName, &str); 5] = [
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
];

/// Whether a request may be a browser that comes home.
fn verdict<B>(request: &Request<B>, port: u16) -> StatusCode {
    let named = |name: &str| request.headers().get(name).map(HeaderValue::as_bytes);
    // Another name for this address means that somebody else's page asks (DNS rebinding).
    if named("host") != Some(format!("127.0.0.1:{port}").as_bytes()) {
        return StatusCode::MISDIRECTED_REQUEST;
    }
    if request.method() != Method::GET {
        return StatusCode::METHOD_NOT_ALLOWED;
    }
    if request.uri().path() != PATH {
        return StatusCode::NOT_FOUND;
    }
    // An image or a script of some page is not a person coming back.
    if named("sec-fetch-dest").is_some_and(|destination| destination != b"document") {
        return StatusCode::FORBIDDEN;
    }

    StatusCode::OK
}

#[cfg(test)]
mod tests;
