//! How a call ends badly: no answer, a documented answer, or any other answer.

use std::error::Error;
use std::fmt;
use std::time::{Duration, SystemTime};

use super::rate_limit::RateLimit;

/// Bounds a wait that nobody stated; as long as the shortest window of a rate limit.
const WAIT_UNSTATED: Duration = Duration::from_secs(10);

/// A difference between two clocks below this is the age of the answer, not an error.
const SKEW_IGNORED: Duration = Duration::from_secs(60);

/// The errors that a provider documents.
pub trait Problem: Sized + fmt::Debug {
    /// Reads the body of an answer, or returns `None` when it is not one of the documented shapes.
    fn decode(status: u16, body: &[u8]) -> Option<Self>;
}

/// For endpoints whose errors nobody documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoProblem {}

impl Problem for NoProblem {
    fn decode(_status: u16, _body: &[u8]) -> Option<Self> {
        None
    }
}

/// Why a call has no usable answer.
#[derive(Debug)]
pub enum CallError<P> {
    /// No answer arrived, or only the beginning of one.
    Unreachable(Unreachable),
    /// The provider answered with an error that it documents.
    Problem(ApiProblem<P>),
    /// The answer is none that the provider documents.
    Unexpected(Unexpected),
}

/// No answer.
pub struct Unreachable {
    /// What went wrong on the way.
    pub kind: UnreachableKind,
    /// Whether the request may have left this machine, so that it may have had its effect.
    pub sent: bool,
    /// The host that was to answer.
    pub host: String,
    pub(super) source: Option<reqwest::Error>,
}

/// What went wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnreachableKind {
    /// The name of the host could not be looked up: most likely there is no network.
    Offline,
    /// Nobody answers at the address.
    Connect,
    /// The proxy refuses, or is none.
    Proxy,
    /// The proxy wants to know who is asking (RFC 9110 §15.5.8, 407).
    ProxyAuthentication,
    /// The connection cannot be trusted.
    Tls,
    /// It took too long.
    TimedOut,
    /// The answer was cut, or is not HTTP.
    Broken,
}

/// A documented error.
#[derive(Debug)]
pub struct ApiProblem<P> {
    /// The HTTP status, which wins over any number in the body.
    pub status: u16,
    /// What the provider says.
    pub problem: P,
    /// What the provider calls this request in its own log.
    pub request_id: Option<String>,
    /// How long to wait before another attempt, between 1 and 300 s.
    pub retry_after: Option<Duration>,
    /// How much of a rate limit is left; boxed, for an error is moved through many hands.
    pub rate_limit: Option<Box<RateLimit>>,
    /// What time the provider thinks it is.
    pub date: Option<SystemTime>,
}

/// An undocumented answer; never holds its body.
#[derive(Clone, Debug)]
pub struct Unexpected {
    /// The HTTP status, when there was an answer at all.
    pub status: Option<u16>,
    /// What is odd about it.
    pub what: What,
    /// What the provider calls this request in its own log.
    pub request_id: Option<String>,
    /// How long to wait before another attempt, between 1 and 300 s.
    pub retry_after: Option<Duration>,
    /// How much of a rate limit is left; boxed, for an error is moved through many hands.
    pub rate_limit: Option<Box<RateLimit>>,
    /// What time the provider thinks it is.
    pub date: Option<SystemTime>,
}

/// What is odd about an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It points elsewhere; nothing was sent there.
    Redirect,
    /// It is not JSON though JSON was due: most likely the page of a network that wants a sign-in.
    NotJson,
    /// It is larger than its cap.
    TooLarge,
    /// It is JSON of another shape; the path names the first member that differs.
    Shape {
        /// Names and indexes, never values.
        path: String,
    },
    /// It is compressed though that was not asked for, or not UTF-8.
    Encoding,
    /// Its status is not one that the endpoint documents.
    Status,
    /// It demands a nonce in the DPoP proof, and gives none that can be used or is not content with
    /// its own.
    DpopNonce,
    /// Nothing was sent: the request itself is malformed or not allowed.
    Request,
}

impl<P> CallError<P> {
    /// Returns how long to wait when the provider says that there were too many requests.
    pub fn is_rate_limited(&self) -> Option<Duration> {
        if self.status() != Some(429) {
            return None;
        }

        Some(self.retry_after().unwrap_or(WAIT_UNSTATED))
    }

    /// Tells whether the same *read* may succeed a little later.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Unreachable(unreachable) => unreachable.kind != UnreachableKind::Tls,
            Self::Problem(_) | Self::Unexpected(_) => self
                .status()
                .is_some_and(|s| s == 408 || s == 429 || s >= 500),
        }
    }

    /// Tells whether the request provably had no effect, so that even a write may be repeated.
    pub fn had_no_effect(&self) -> bool {
        match self {
            Self::Unreachable(unreachable) => !unreachable.sent,
            Self::Problem(_) | Self::Unexpected(_) => {
                let is_turned_away = matches!(self.status(), Some(429 | 503));
                self.status().is_none() || (is_turned_away && self.retry_after().is_some())
            }
        }
    }

    /// Returns how many seconds this machine's clock is ahead of the provider's (negative: behind),
    /// when it is more than a minute.
    pub fn clock_skew(&self, now: SystemTime) -> Option<i64> {
        skew(self.date()?, now)
    }

    /// Returns the HTTP status, when there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Unreachable(_) => None,
            Self::Problem(problem) => Some(problem.status),
            Self::Unexpected(unexpected) => unexpected.status,
        }
    }

    /// Returns what the provider calls this request in its own log.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Unreachable(_) => None,
            Self::Problem(problem) => problem.request_id.as_deref(),
            Self::Unexpected(unexpected) => unexpected.request_id.as_deref(),
        }
    }

    /// Returns the documented error, when it is one.
    pub fn problem(&self) -> Option<&P> {
        match self {
            Self::Problem(problem) => Some(&problem.problem),
            Self::Unreachable(_) | Self::Unexpected(_) => None,
        }
    }

    /// Turns the documented error into another type, for a caller with its own list.
    pub fn map_problem<Q>(self, change: impl FnOnce(P) -> Q) -> CallError<Q> {
        match self {
            Self::Unreachable(unreachable) => CallError::Unreachable(unreachable),
            Self::Unexpected(unexpected) => CallError::Unexpected(unexpected),
            Self::Problem(problem) => CallError::Problem(ApiProblem {
                status: problem.status,
                problem: change(problem.problem),
                request_id: problem.request_id,
                retry_after: problem.retry_after,
                rate_limit: problem.rate_limit,
                date: problem.date,
            }),
        }
    }

    /// Returns how much of a rate limit was left, when the answer stated it.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        match self {
            Self::Unreachable(_) => None,
            Self::Problem(problem) => problem.rate_limit.as_deref().copied(),
            Self::Unexpected(unexpected) => unexpected.rate_limit.as_deref().copied(),
        }
    }

    /// Returns how long the provider asks to be left alone, between 1 and 300 s.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Unreachable(_) => None,
            Self::Problem(problem) => problem.retry_after,
            Self::Unexpected(unexpected) => unexpected.retry_after,
        }
    }

    fn date(&self) -> Option<SystemTime> {
        match self {
            Self::Unreachable(_) => None,
            Self::Problem(problem) => problem.date,
            Self::Unexpected(unexpected) => unexpected.date,
        }
    }

    pub(crate) fn is_too_large(&self) -> bool {
        match self {
            Self::Unexpected(unexpected) => unexpected.what == What::TooLarge,
            Self::Unreachable(_) | Self::Problem(_) => false,
        }
    }

    pub(crate) fn unsent() -> Self {
        Self::Unexpected(Unexpected {
            status: None,
            what: What::Request,
            request_id: None,
            retry_after: None,
            rate_limit: None,
            date: None,
        })
    }
}

/// Returns how many seconds `now` is ahead of `date`, when it is more than a minute.
fn skew(date: SystemTime, now: SystemTime) -> Option<i64> {
    let whole = |distance: Duration| i64::try_from(distance.as_secs()).unwrap_or(i64::MAX);
    let (distance, skew) = match now.duration_since(date) {
        Ok(ahead) => (ahead, whole(ahead)),
        Err(behind) => (behind.duration(), -whole(behind.duration())),
    };

    (distance > SKEW_IGNORED).then_some(skew)
}

impl<P> fmt::Display for CallError<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(unreachable) => unreachable.fmt(f),
            Self::Problem(problem) => write!(f, "answered with problem {}", problem.status),
            Self::Unexpected(unexpected) => unexpected.fmt(f),
        }
    }
}

impl<P: fmt::Debug> Error for CallError<P> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreachable(unreachable) => unreachable.source(),
            Self::Problem(_) | Self::Unexpected(_) => None,
        }
    }
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            UnreachableKind::Offline => "the host name could not be looked up",
            UnreachableKind::Connect => "the host could not be reached",
            UnreachableKind::Proxy => "the proxy refused the connection",
            UnreachableKind::ProxyAuthentication => "the proxy wants to know who is asking",
            UnreachableKind::Tls => "the connection cannot be trusted",
            UnreachableKind::TimedOut => "the answer took too long",
            UnreachableKind::Broken => "the connection broke",
        })
    }
}

impl fmt::Debug for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unreachable")
            .field("kind", &self.kind)
            .field("sent", &self.sent)
            .finish_non_exhaustive()
    }
}

impl Error for Unreachable {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source
            .as_ref()
            .map(|source| source as &(dyn Error + 'static))
    }
}

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Redirect => f.write_str("the answer points elsewhere")?,
            What::NotJson => f.write_str("the answer is not JSON")?,
            What::TooLarge => f.write_str("the answer is too large")?,
            What::Shape { path } => write!(f, "the answer has another shape at {path}")?,
            What::Encoding => f.write_str("the answer has an encoding that was not asked for")?,
            What::Status => f.write_str("the answer is not a documented one")?,
            What::DpopNonce => f.write_str("the answer demands another nonce in the proof")?,
            What::Request => f.write_str("the request cannot be sent")?,
        }
        match self.status {
            Some(status) => write!(f, " (status {status})"),
            None => Ok(()),
        }
    }
}

impl Error for Unexpected {}
