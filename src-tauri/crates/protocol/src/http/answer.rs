//! What came back.

use std::fmt;
use std::time::{Duration, SystemTime};

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use secrecy::zeroize::Zeroizing;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error::{ApiProblem, CallError, Problem, Unexpected, What};
use super::rate_limit::RateLimit;
use super::retry_after;
use crate::dpop::{self, Complaint, Dpop};
use crate::json;

/// Bounds what is kept of the provider's name for a request; real ones have 20 to 36 characters.
const LONGEST_REQUEST_ID: usize = 64;

/// An answer that arrived whole; its body is wiped when it is dropped.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// What time the provider thinks it is.
    pub date: Option<SystemTime>,
    /// How long to wait before another attempt, between 1 and 300 s.
    pub retry_after: Option<Duration>,
    /// How much of a rate limit is left.
    pub rate_limit: Option<RateLimit>,
    /// What the provider calls this request in its own log.
    pub request_id: Option<String>,
    /// Where the answer points; it may carry a secret in its query.
    pub location: Option<String>,
    /// The media type as stated.
    pub content_type: Option<String>,
    pub(super) dpop_nonce: Option<String>,
    /// What the headers say is wrong with the proof.
    challenge: Option<Complaint>,
    /// The answer told how far the clock is off, and the proof was made without knowing.
    pub(super) corrects_clock: bool,
    /// The key that the request proved possession of; a token in the answer has to be bound to it.
    pub(crate) dpop: Option<Dpop>,
    body: Zeroizing<Vec<u8>>,
}

impl Answer {
    /// An answer that came in another way than over [`Http`](super::Http): out of a recording, or made up. Headers that
    /// HTTP does not allow are left out.
    pub fn received(status: u16, headers: &[(&str, &str)], body: Vec<u8>) -> Self {
        let headers = headers.iter().filter_map(|(name, value)| {
            Some((
                HeaderName::try_from(*name).ok()?,
                HeaderValue::try_from(*value).ok()?,
            ))
        });

        Self::head(status, &headers.collect()).with_body(Zeroizing::new(body))
    }

    /// Reads the body as JSON, after its media type.
    pub fn json<T: DeserializeOwned, P>(&self) -> Result<T, CallError<P>> {
        self.require_json()?;
        let value = json::read(&self.body)
            .map_err(|error| self.unexpected(What::Shape { path: error.path }))?;

        Ok(value)
    }

    /// Reads the body as text.
    pub fn text<P>(&self) -> Result<&str, CallError<P>> {
        let text = str::from_utf8(&self.body).map_err(|_| self.unexpected(What::Encoding))?;

        Ok(text)
    }

    /// Returns the body as it came.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// Turns this answer into an error, for a caller that finds fault with its content.
    pub fn unexpected<P>(&self, what: What) -> CallError<P> {
        CallError::Unexpected(Unexpected {
            status: Some(self.status),
            what,
            request_id: self.request_id.clone(),
            retry_after: self.retry_after,
            rate_limit: self.rate_limit.map(Box::new),
            date: self.date,
        })
    }

    /// Checks the media type; one that is missing is forgiven in a plain 200, and where there is
    /// no body, whose shape is what is wrong then.
    pub(crate) fn require_json<P>(&self) -> Result<(), CallError<P>> {
        let is_json = match &self.content_type {
            Some(stated) => is_json(stated),
            None => self.status == 200 || self.body.is_empty(),
        };
        if !is_json {
            return Err(self.unexpected(What::NotJson));
        }

        Ok(())
    }

    /// Turns this answer into the error that its body documents, if it does.
    pub(crate) fn problem<P: Problem>(&self) -> Option<CallError<P>> {
        let problem = P::decode(self.status, &self.body)?;

        Some(CallError::Problem(ApiProblem {
            status: self.status,
            problem,
            request_id: self.request_id.clone(),
            retry_after: self.retry_after,
            rate_limit: self.rate_limit.map(Box::new),
            date: self.date,
        }))
    }

    pub(super) fn head(status: u16, headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name)?.to_str().ok().map(str::to_owned);

        Self {
            status,
            date: retry_after::date(headers),
            retry_after: retry_after::retry_after(status, headers),
            rate_limit: RateLimit::read(headers),
            request_id: request_id(headers),
            location: text(LOCATION),
            // A media type that is not even text is as wrong as one that is not JSON.
            content_type: headers
                .get(CONTENT_TYPE)
                .map(|value| value.to_str().unwrap_or("unreadable").to_owned()),
            dpop_nonce: dpop::nonce(headers),
            challenge: dpop::complaint(headers),
            corrects_clock: false,
            dpop: None,
            body: Zeroizing::default(),
        }
    }

    /// Returns what is wrong with the proof: RFC 9449 sections 5 and 8 for a token endpoint,
    /// sections 7.1 and 9 for an API.
    pub(super) fn complaint(&self) -> Option<Complaint> {
        #[derive(Deserialize)]
        struct Refusal {
            error: String,
        }

        match self.status {
            400 => {
                let refusal: Refusal = json::read(&self.body).ok()?;
                Complaint::from_wire(&refusal.error)
            }
            401 => self.challenge,
            _ => None,
        }
    }

    pub(super) fn with_body(self, body: Zeroizing<Vec<u8>>) -> Self {
        Self { body, ..self }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Tells whether a media type is JSON in UTF-8.
fn is_json(stated: &str) -> bool {
    let mut parts = stated.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_json_type = essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"));

    is_json_type
        && parts.all(|parameter| match parameter.split_once('=') {
            Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
                value.trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            Some(_) => true,
            None => false,
        })
}

/// Every provider has its own header for it; they agree on how the name ends.
fn request_id(headers: &HeaderMap) -> Option<String> {
    let named = headers.iter().find(|(name, _)| {
        let name = name.as_str();
        name.ends_with("request-id") || name.ends_with("requestid")
    });
    let value = named
        .map(|(_, value)| value)
        .or_else(|| headers.get("cf-ray"))?;
    let id: String = value
        .as_bytes()
        .iter()
        .filter(|byte| byte.is_ascii_graphic())
        .take(LONGEST_REQUEST_ID)
        .map(|byte| char::from(*byte))
        .collect();

    if id.is_empty() { None } else { Some(id) }
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn only_json_in_utf_8_is_json() {
        for (stated, expected) in [
            ("application/json", true),
            ("Application/JSON; charset=UTF-8", true),
            ("application/json;charset=\"utf-8\"", true),
            ("application/json; profile=other", true),
            ("application/problem+json", true),
            ("application/json; charset=utf-7", false),
            ("application/json;;", false),
            ("text/html", false),
            ("text/json", false),
            ("application/jwt", false),
            ("", false),
        ] {
            assert_eq!(is_json(stated), expected, "NT23 {stated}");
        }
    }

    #[test]
    fn a_request_id_is_found_under_every_name_and_cut() {
        for (name, value, expected) in [
            ("x-request-id", "abc 1", Some("abc1")),
            ("x-vendor-requestid", "r\u{e4}1", Some("r1")),
            ("cf-ray", "8f-AMS", Some("8f-AMS")),
            ("x-request-id", " ", None),
            ("x-other", "abc", None),
        ] {
            assert_eq!(
                request_id(&headers(name, value)).as_deref(),
                expected,
                "{name}"
            );
        }
        let long = request_id(&headers("x-request-id", &"x".repeat(5000)));
        assert_eq!(long.map(|id| id.len()), Some(LONGEST_REQUEST_ID));
    }

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();

        HeaderMap::from_iter([(HeaderName::from_static(name), value)])
    }
}
