//! What was asked of the emulator, without the secrets in it.

use serde::Serialize;

/// The newest requests are kept, the oldest dropped, so that a long demo does not grow for ever.
const KEPT: usize = 10_000;

/// One request and how it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LoggedRequest {
    /// When it arrived, RFC 3339 in the emulator's time.
    pub at: String,
    /// `auth0` or `nhost`.
    pub side: &'static str,
    /// `GET`, `POST` …
    pub method: String,
    /// The path without its query.
    pub path: String,
    /// Names of the query's parameters, never their values.
    pub parameters: Vec<String>,
    /// The word before the credentials in `Authorization`.
    pub authorization_scheme: Option<String>,
    /// The answer; nothing when the connection was cut or the answer is still under way.
    pub status: Option<u16>,
}

#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    entries: Vec<LoggedRequest>,
    dropped: usize,
}

/// Where an entry stands, so that its status can be filled in later.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Position(usize);

impl RequestLog {
    pub(crate) fn begin(&mut self, request: LoggedRequest) -> Position {
        if self.entries.len() >= KEPT {
            self.entries.remove(0);
            self.dropped += 1;
        }
        self.entries.push(request);
        Position(self.dropped + self.entries.len() - 1)
    }

    pub(crate) fn finish(&mut self, position: Position, status: u16) {
        let index = position.0.checked_sub(self.dropped);
        if let Some(entry) = index.and_then(|index| self.entries.get_mut(index)) {
            entry.status = Some(status);
        }
    }

    pub(crate) fn entries(&self) -> &[LoggedRequest] {
        &self.entries
    }

    pub(crate) fn clear(&mut self) {
        self.dropped += self.entries.len();
        self.entries.clear();
    }
}
