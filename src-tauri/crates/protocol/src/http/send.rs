//! The client, and what a call does in which order.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::header::{CONTENT_ENCODING, HeaderMap};
use reqwest::{Client, Response, redirect, retry};
use secrecy::zeroize::Zeroizing;
use tokio::time::Instant;

use super::answer::Answer;
use super::error::{CallError, Problem, Unreachable, UnreachableKind, What};
use super::request::{RedirectAnswer, Request};
use super::wiped::Wiped;
use crate::base_url::{is_loopback, is_secure};
use crate::dpop::Complaint;

/// Bounds the way to the host; a host that needs longer is taken for dead.
const CONNECT_DEADLINE: Duration = Duration::from_secs(10);

/// Bounds the silence before the first byte and between two pieces of an answer.
const SILENCE_DEADLINE: Duration = Duration::from_secs(15);

/// How long a connection waits for another call: its buffers hold what was read last, which may be a token.
const IDLE: Duration = Duration::from_millis(200);

/// The one HTTP client of the product; a clone shares its connections.
#[derive(Clone)]
pub struct Http(Arc<Clients>);

/// Why there is no HTTP client.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// TLS, the trust store of the system, or the proxy settings cannot be used.
    #[error("the HTTP client cannot be set up")]
    Setup(#[source] reqwest::Error),
}

struct Clients {
    anywhere: Client,
    /// Never goes through a proxy: what is on this machine is nobody else's business.
    loopback: OnceLock<Option<Client>>,
    user_agent: String,
}

impl Http {
    /// Sets up the client, with the trust store and the proxy of the system.
    pub fn new(user_agent: &str) -> Result<Self, HttpError> {
        // Fails when a provider is installed already, which is just as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let anywhere = client(user_agent).build().map_err(HttpError::Setup)?;

        Ok(Self(Arc::new(Clients {
            anywhere,
            loopback: OnceLock::new(),
            user_agent: user_agent.to_owned(),
        })))
    }

    /// Sends a request; `Ok` is an answer with a 2xx status.
    pub async fn call<P: Problem>(&self, request: Request) -> Result<Answer, CallError<P>> {
        let redirect = request.redirect;
        let answer = self.exchange(request).await?;
        let is_redirect = (300..400).contains(&answer.status);
        if is_redirect && redirect == RedirectAnswer::Refused {
            return Err(answer.unexpected(What::Redirect));
        }
        if is_redirect || (200..300).contains(&answer.status) {
            return Ok(answer);
        }
        // 511: the network itself wants a sign-in (RFC 6585).
        let other = if answer.status == 511 {
            What::NotJson
        } else {
            What::Status
        };

        Err(answer.problem().unwrap_or_else(|| answer.unexpected(other)))
    }

    async fn exchange<P>(&self, request: Request) -> Result<Answer, CallError<P>> {
        let has_user_info = !request.url.username().is_empty() || request.url.password().is_some();
        if request.is_malformed || has_user_info || !is_secure(&request.url) {
            return Err(CallError::unsent());
        }
        let started = Instant::now();
        let (deadline, has_key) = (request.deadline, request.dpop.is_some());
        let left = || deadline.saturating_sub(started.elapsed());
        let mut answer = self.attempt(&request, deadline).await?;
        if !has_key {
            return Ok(answer);
        }
        // A refused proof had no effect. One that was made by a wrong clock is made anew, once.
        if answer.corrects_clock && answer.complaint() == Some(Complaint::Proof) {
            answer = self.attempt(&request, left()).await?;
        }
        if answer.complaint() != Some(Complaint::Nonce) {
            return Ok(answer);
        }
        if answer.dpop_nonce.is_none() {
            return Err(answer.unexpected(What::DpopNonce));
        }
        let answer = self.attempt(&request, left()).await?;
        if answer.complaint() == Some(Complaint::Nonce) {
            return Err(answer.unexpected(What::DpopNonce));
        }

        Ok(answer)
    }

    async fn attempt<P>(
        &self,
        request: &Request,
        deadline: Duration,
    ) -> Result<Answer, CallError<P>> {
        let host = request.url.host_str().unwrap_or_default().to_owned();
        let (Some(client), Some(headers)) = (self.client_for(request), request.headers()) else {
            return Err(CallError::unsent());
        };
        let mut builder = client
            .request(request.method.clone(), request.url.clone())
            .headers(headers)
            .timeout(deadline);
        if let Some(body) = &request.body {
            builder = builder.body(body.clone());
        }
        let built = builder.build().map_err(|_| CallError::unsent())?;
        let response = client
            .execute(built)
            .await
            .map_err(|error| unreachable_by(error, host.clone()))?;
        let mut answer = Answer::head(response.status().as_u16(), response.headers());
        if let Some(dpop) = &request.dpop {
            let nonce = answer.dpop_nonce.as_deref();
            answer.corrects_clock = dpop.learn(&request.url, nonce, answer.date);
            answer.dpop = Some(dpop.clone());
        }
        if is_encoded(response.headers()) {
            return Err(answer.unexpected(What::Encoding));
        }
        let body = match read(response, request.cap).await {
            Ok(Some(body)) => body,
            Ok(None) => return Err(answer.unexpected(What::TooLarge)),
            Err(error) => return Err(unreachable_by(error, host)),
        };

        Ok(answer.with_body(body))
    }

    fn client_for(&self, request: &Request) -> Option<&Client> {
        if !is_loopback(&request.url) {
            return Some(&self.0.anywhere);
        }
        let client = || client(&self.0.user_agent).no_proxy().build().ok();

        self.0.loopback.get_or_init(client).as_ref()
    }
}

/// The settings of a proxy may hold a password.
impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Http(..)")
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one client factory")]
fn client(user_agent: &str) -> reqwest::ClientBuilder {
    Client::builder()
        .user_agent(user_agent)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .pool_idle_timeout(IDLE)
        .connect_timeout(CONNECT_DEADLINE)
        .read_timeout(SILENCE_DEADLINE)
}

/// Reads a body up to its cap; `None` is a larger one, of which no more is read.
async fn read(
    mut response: Response,
    cap: usize,
) -> Result<Option<Zeroizing<Vec<u8>>>, reqwest::Error> {
    if response.content_length().unwrap_or(0) > cap as u64 {
        return Ok(None);
    }
    let mut body = Wiped::default();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > cap {
            return Ok(None);
        }
        body.push(&chunk);
    }

    Ok(Some(body.into_bytes()))
}

fn is_encoded(headers: &HeaderMap) -> bool {
    headers.get_all(CONTENT_ENCODING).iter().any(|value| {
        !value
            .as_bytes()
            .trim_ascii()
            .eq_ignore_ascii_case(b"identity")
    })
}

fn unreachable_by<P>(error: reqwest::Error, host: String) -> CallError<P> {
    let error = error.without_url();

    CallError::Unreachable(Unreachable {
        kind: kind(&error),
        sent: !error.is_connect(),
        host,
        source: Some(error),
    })
}

fn kind(error: &reqwest::Error) -> UnreachableKind {
    if error.is_dns() {
        return UnreachableKind::Offline;
    }
    if causes(error).any(is_tls) {
        return UnreachableKind::Tls;
    }
    if error.is_timeout() {
        return UnreachableKind::TimedOut;
    }
    if let Some(kind) = causes(error).find_map(|cause| tunnel(&cause.to_string())) {
        return kind;
    }
    if error.is_connect() {
        return UnreachableKind::Connect;
    }

    UnreachableKind::Broken
}

/// What a proxy in the way said. The type of these errors is private to the HTTP library; their texts are constants.
fn tunnel(cause: &str) -> Option<UnreachableKind> {
    match cause.strip_prefix("tunnel error: ")? {
        "proxy authorization required" => Some(UnreachableKind::ProxyAuthentication),
        _ => Some(UnreachableKind::Proxy),
    }
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause| next_cause(*cause))
}

/// An I/O error hides what it wraps and names that one's source as its own.
fn next_cause<'e>(cause: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    match cause
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(wrapped) => Some(wrapped),
        None => cause.source(),
    }
}

fn is_tls(cause: &(dyn Error + 'static)) -> bool {
    cause.is::<rustls::Error>()
}
