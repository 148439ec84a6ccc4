//! Things that go wrong on demand.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::path::matches_path;

/// What goes wrong with one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// Answers this instead of what the vendor would have answered.
    Answer {
        /// The status.
        status: u16,
        /// The body, as it goes over the wire.
        #[serde(default)]
        body: String,
        /// Headers to set; an empty value removes nothing and is sent empty. `{date+60}` in a value
        /// becomes the HTTP date in sixty seconds, `{date-60}` the one sixty seconds ago.
        #[serde(default)]
        headers: BTreeMap<String, String>,
        /// Whether the request takes effect all the same.
        #[serde(default)]
        after_commit: bool,
    },
    /// Closes the connection without a byte of an answer.
    Drop {
        /// Whether the request takes effect all the same.
        #[serde(default)]
        after_commit: bool,
    },
    /// Carries the request out and sends only the first half of the answer.
    Truncate,
    /// Carries the request out at once and answers late.
    Slow {
        /// Milliseconds before the first byte, in real time.
        millis: u64,
    },
    /// Leaves the request alone, so that a later one can fail.
    Pass,
    /// Carries the request out, answers the head at once and the body in single bytes.
    SlowBody {
        /// Milliseconds before each byte, in real time.
        millis: u64,
    },
    /// Carries the request out and goes on sending white space after the answer, for ever.
    EndlessBody,
    /// Carries the request out and lies about the time in the `Date` header.
    WrongDate {
        /// How far the header is off.
        offset_secs: i64,
    },
}

impl Fault {
    /// A refusal with an empty body; the request does not take effect.
    pub fn status(status: u16) -> Self {
        Self::Answer {
            status,
            body: String::new(),
            headers: BTreeMap::new(),
            after_commit: false,
        }
    }

    /// A refusal with this JSON body.
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::status(status)
            .with_header("content-type", "application/json")
            .with_body(&body.to_string())
    }

    /// What a proxy in the way says: 502 with a page.
    pub fn html() -> Self {
        Self::status(502)
            .with_header("content-type", "text/html")
            .with_body("<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>")
    }

    /// An answer that says it is JSON, and is not.
    pub fn malformed_json() -> Self {
        Self::status(200)
            .with_header("content-type", "application/json")
            .with_body("{\"access_token\": \"abc")
    }

    /// 429 with this `Retry-After`: seconds, a date, or nonsense.
    pub fn too_many_requests(retry_after: &str) -> Self {
        Self::status(429).with_header("retry-after", retry_after)
    }

    /// 429 with a `Retry-After` that is the date so many seconds from the emulator's now; a negative
    /// number makes it a date that has passed.
    pub fn too_many_requests_until(offset_secs: i64) -> Self {
        Self::too_many_requests(&format!("{{date{offset_secs:+}}}"))
    }

    /// A refusal of My Account whose `status` is a fraction and whose `validation_errors` is null.
    pub fn odd_problem(status: u16) -> Self {
        let body = serde_json::json!({
            "type": "https://auth0.com/api-errors/A0E-400-0003",
            "status": 1.1,
            "title": "title",
            "detail": "detail",
            "validation_errors": null,
        });
        Self::json(status, &body).with_header("content-type", "application/problem+json")
    }

    /// The connection is closed before the request takes effect.
    pub fn drop_before_commit() -> Self {
        Self::Drop {
            after_commit: false,
        }
    }

    /// The request takes effect and its answer is lost.
    pub fn drop_after_commit() -> Self {
        Self::Drop { after_commit: true }
    }

    /// The answer comes this much later.
    pub fn slow(delay: Duration) -> Self {
        Self::Slow {
            millis: u64::try_from(delay.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// Sets the body of an answer; does nothing to other faults.
    #[must_use]
    pub fn with_body(mut self, text: &str) -> Self {
        if let Self::Answer { body, .. } = &mut self {
            text.clone_into(body);
        }
        self
    }

    /// Sets a header of an answer; does nothing to other faults.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.insert(name.to_owned(), value.to_owned());
        }
        self
    }

    /// Lets the request take effect before it is answered wrongly or dropped.
    #[must_use]
    pub fn committed(mut self) -> Self {
        if let Self::Answer { after_commit, .. } | Self::Drop { after_commit } = &mut self {
            *after_commit = true;
        }
        self
    }
}

/// A fault that waits for its requests.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Planned {
    /// A path, or the beginning of one followed by `*`.
    pub(crate) path: String,
    pub(crate) fault: Fault,
    #[serde(default = "once")]
    pub(crate) times: u32,
}

#[derive(Debug, Default)]
pub(crate) struct Faults {
    planned: Vec<Planned>,
}

impl Faults {
    pub(crate) fn plan(&mut self, planned: Planned) {
        self.planned.push(planned);
    }

    pub(crate) fn clear(&mut self) {
        self.planned.clear();
    }

    pub(crate) fn all(&self) -> &[Planned] {
        &self.planned
    }

    /// The oldest fault that waits for this path.
    pub(crate) fn take(&mut self, path: &str) -> Option<Fault> {
        self.planned.retain(|planned| planned.times > 0);
        let planned = self
            .planned
            .iter_mut()
            .find(|planned| matches_path(&planned.path, path))?;
        planned.times -= 1;
        Some(planned.fault.clone())
    }
}

fn once() -> u32 {
    1
}
