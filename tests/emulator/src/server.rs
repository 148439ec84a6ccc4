//! One listener: plain HTTP and TLS on the same port, and logging, limits, faults and the moved clock around a vendor's
//! routes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::clock::Instant;
use crate::doors::{Doors, Scheme};
use crate::faults::Fault;
use crate::limits::Verdict;
use crate::log::LoggedRequest;
use crate::store::World;
use crate::tls;

mod spoilt;

use self::spoilt::Cut;

/// Who answers on a listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Auth0,
    Nhost,
    Control,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::Auth0 => "auth0",
            Self::Nhost => "nhost",
            Self::Control => "control",
        }
    }
}

/// What every connection of a listener needs.
pub(crate) struct House {
    pub(crate) side: Side,
    pub(crate) doors: Doors,
    pub(crate) world: Arc<World>,
    pub(crate) acceptor: TlsAcceptor,
}

/// Serves until the future is dropped, and its connections with it.
pub(crate) async fn serve(listener: TcpListener, house: House) {
    let house = Arc::new(house);
    let mut connections = JoinSet::new();
    loop {
        let accepted = listener.accept().await;
        while connections.try_join_next().is_some() {}
        if let Ok((stream, _)) = accepted {
            connections.spawn(connection(stream, Arc::clone(&house)));
        }
    }
}

async fn connection(stream: TcpStream, house: Arc<House>) {
    let mut first = [0];
    let Ok(_looked) = stream.peek(&mut first).await else {
        return;
    };
    if first == [tls::FIRST_BYTE] {
        // A client that does not trust the certificate goes away; that is its business.
        if let Ok(stream) = house.acceptor.accept(stream).await {
            speak(stream, Scheme::Https, house).await;
        }
    } else {
        speak(stream, Scheme::Http, house).await;
    }
}

async fn speak<S>(stream: S, scheme: Scheme, house: Arc<House>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let service = service_fn(move |request| answer(request, scheme, Arc::clone(&house)));
    // A client that goes away, and a cut on purpose, both end here as an error nobody needs.
    let _ended = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn answer(
    request: Request<Incoming>,
    scheme: Scheme,
    house: Arc<House>,
) -> Result<Response<Body>, Cut> {
    let (side, world) = (house.side, &house.world);
    let routes = TowerToHyperService::new(house.doors.routes(scheme, request.headers()));
    if side == Side::Control {
        return Ok(routes
            .call(request)
            .await
            .unwrap_or_else(|never| match never {}));
    }
    let path = request.uri().path().to_owned();
    let (position, fault, verdict) = {
        let mut store = world.lock();
        let now = store.now();
        let position = store.log.begin(describe(&request, side, now.to_rfc3339(3)));
        (
            position,
            store.faults.take(&path),
            store.limits.count(&path, now),
        )
    };
    if fault
        == Some(Fault::Drop {
            after_commit: false,
        })
    {
        return Err(Cut);
    }
    let mut response = match (&fault, verdict) {
        (
            Some(Fault::Answer {
                after_commit: false,
                ..
            }),
            _,
        ) => Response::default(),
        (_, Some(Verdict { allowed: false, .. })) => refuse(side),
        _ => routes
            .call(request)
            .await
            .unwrap_or_else(|never| match never {}),
    };
    if let (Side::Auth0, Some(verdict)) = (side, verdict) {
        describe_limit(response.headers_mut(), verdict);
    }
    let mut date_offset = 0;
    match fault {
        None => {}
        Some(Fault::Answer {
            status,
            body,
            headers,
            ..
        }) => response = planned(status, body, &headers, world.lock().now()),
        Some(Fault::Drop { .. }) => return Err(Cut),
        Some(Fault::Pass) => {}
        Some(Fault::Truncate) => response = spoilt::half(response).await,
        Some(Fault::SlowBody { millis }) => {
            response = spoilt::drop_by_drop(response, Duration::from_millis(millis)).await;
        }
        Some(Fault::EndlessBody) => response = spoilt::endless(response).await,
        Some(Fault::Slow { millis }) => tokio::time::sleep(Duration::from_millis(millis)).await,
        Some(Fault::WrongDate { offset_secs }) => date_offset = offset_secs,
    }
    let mut store = world.lock();
    let date = store.now().shifted(date_offset).to_http_date();
    response
        .headers_mut()
        .entry(header::DATE)
        .or_insert(text(&date));
    store.log.finish(position, response.status().as_u16());
    Ok(response)
}

fn describe(request: &Request<Incoming>, side: Side, at: String) -> LoggedRequest {
    let query = request.uri().query().unwrap_or_default();
    let authorization = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    LoggedRequest {
        at,
        side: side.name(),
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        parameters: url::form_urlencoded::parse(query.as_bytes())
            .map(|(name, _)| name.into_owned())
            .collect(),
        authorization_scheme: authorization
            .and_then(|value| value.split_once(' '))
            .map(|(scheme, _)| scheme.to_owned()),
        status: None,
    }
}

fn refuse(side: Side) -> Response<Body> {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    // Nhost answers an empty body without Retry-After.
    if side == Side::Auth0 {
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        let body = r#"{"error":"too_many_requests","error_description":"Too many requests"}"#;
        *response.body_mut() = Body::from(body);
    }
    response
}

fn describe_limit(headers: &mut HeaderMap, verdict: Verdict) {
    headers.insert("x-ratelimit-limit", verdict.limit.into());
    headers.insert("x-ratelimit-remaining", verdict.remaining.into());
    headers.insert("x-ratelimit-reset", verdict.resets_at.into());
    if !verdict.allowed {
        headers.insert(header::RETRY_AFTER, verdict.retry_after_secs.into());
    }
}

fn planned(
    status: u16,
    body: String,
    headers: &BTreeMap<String, String>,
    now: Instant,
) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in headers {
        let value = HeaderValue::try_from(dated(value, now));
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// Writes the dates into a header: `{date+60}` is a minute from now.
fn dated(value: &str, now: Instant) -> String {
    let parts = value.split_once("{date").and_then(|(before, rest)| {
        let (offset, after) = rest.split_once('}')?;
        Some((before, offset.parse().ok()?, after))
    });
    match parts {
        None => value.to_owned(),
        Some((before, offset, after)) => {
            format!("{before}{}{after}", now.shifted(offset).to_http_date())
        }
    }
}

fn text(value: &str) -> HeaderValue {
    HeaderValue::try_from(value).unwrap_or_else(|_| HeaderValue::from_static(""))
}
