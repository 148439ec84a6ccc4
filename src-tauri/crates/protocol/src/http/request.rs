//! What is sent.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, header};
use secrecy::zeroize::Zeroizing;
use url::Url;

use super::body::{FormBody, JsonBody};
use crate::dpop::Dpop;
use crate::secret::{AccessToken, Secret as _};

/// Bounds a call from connecting to the last byte; a person gives up at about this time.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// Bounds the answer of an API; a full page of sessions or tokens is a tenth of it.
pub const ANSWER_CAP: usize = 1024 * 1024;

/// One request; what is wrong with it shows when it is sent.
#[must_use]
pub struct Request {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    /// Shared between two attempts, and wiped after the last.
    pub(super) body: Option<Bytes>,
    pub(super) dpop: Option<Dpop>,
    token: Option<AccessToken>,
    pub(super) deadline: Duration,
    pub(super) cap: usize,
    pub(super) redirect: RedirectAnswer,
    /// A header value that cannot be sent, for instance one with a line break in it.
    pub(super) is_malformed: bool,
}

/// What a redirect means for the caller.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RedirectAnswer {
    Refused,
    Taken,
}

impl Request {
    /// Starts a GET.
    pub fn get(url: Url) -> Self {
        Self::new(Method::GET, url)
    }

    /// Starts a POST.
    pub fn post(url: Url) -> Self {
        Self::new(Method::POST, url)
    }

    /// Starts a PATCH.
    pub fn patch(url: Url) -> Self {
        Self::new(Method::PATCH, url)
    }

    /// Starts a DELETE.
    pub fn delete(url: Url) -> Self {
        Self::new(Method::DELETE, url)
    }

    /// Starts a HEAD.
    pub fn head(url: Url) -> Self {
        Self::new(Method::HEAD, url)
    }

    /// Authorizes the call; the token goes into the header and nowhere else.
    pub fn bearer(mut self, token: &AccessToken) -> Self {
        self.token = Some(token.clone());

        self
    }

    /// Proves possession of a key (RFC 9449): the call carries a proof, and its token is one that
    /// the proof unlocks. A demand for a nonce is met once, and a proof that was refused for a
    /// clock that is off is made anew once, within the one deadline.
    pub fn dpop<'d>(mut self, dpop: impl Into<Option<&'d Dpop>>) -> Self {
        self.dpop = dpop.into().cloned();

        self
    }

    /// Sends a JSON object.
    pub fn json(self, body: JsonBody) -> Self {
        self.body("application/json", body.finish())
    }

    /// Sends a form.
    pub fn form(self, body: FormBody) -> Self {
        self.body("application/x-www-form-urlencoded", body.finish())
    }

    /// Bounds the whole call with something else than [`DEADLINE`].
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;

        self
    }

    /// Bounds the answer with something else than [`ANSWER_CAP`], in bytes.
    pub fn cap(mut self, bytes: usize) -> Self {
        self.cap = bytes;

        self
    }

    /// Adds a header; its value is kept out of every `Debug`.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        match HeaderName::from_bytes(name.as_bytes()) {
            Ok(name) => self.insert(name, value),
            Err(_) => self.is_malformed = true,
        }

        self
    }

    /// Takes a redirect as the answer; it is still not followed.
    pub fn take_redirect(mut self) -> Self {
        self.redirect = RedirectAnswer::Taken;

        self
    }

    pub(crate) fn body(mut self, content_type: &'static str, body: Zeroizing<Vec<u8>>) -> Self {
        self.headers
            .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        self.body = Some(Bytes::from_owner(body));

        self
    }

    fn new(method: Method, url: Url) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static("identity"),
        );

        Self {
            method,
            url,
            headers,
            body: None,
            dpop: None,
            token: None,
            deadline: DEADLINE,
            cap: ANSWER_CAP,
            redirect: RedirectAnswer::Refused,
            is_malformed: false,
        }
    }

    /// Returns the headers of one attempt, its own proof among them; `None` when one of them cannot
    /// be sent.
    pub(super) fn headers(&self) -> Option<HeaderMap> {
        let mut headers = self.headers.clone();
        if let Some(token) = &self.token {
            let scheme = if self.dpop.is_some() {
                "DPoP"
            } else {
                "Bearer"
            };
            let value = Zeroizing::new(format!("{scheme} {}", token.expose()));
            headers.insert(AUTHORIZATION, sensitive(&value)?);
        }
        if let Some(dpop) = &self.dpop {
            let proof = dpop.proof(self.method.as_str(), &self.url, self.token.as_ref());
            headers.insert("dpop", sensitive(&proof.ok()?)?);
        }

        Some(headers)
    }

    fn insert(&mut self, name: HeaderName, value: &str) {
        match sensitive(value) {
            Some(value) => drop(self.headers.insert(name, value)),
            None => self.is_malformed = true,
        }
    }
}

/// A value that no `Debug` shows.
fn sensitive(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);

    Some(value)
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}
