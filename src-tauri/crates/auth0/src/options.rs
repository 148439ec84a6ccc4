//! What a caller may say about one call.

use std::time::Duration;

use protocol::http::retry::Patience;

/// Bounds a whole call, with its further attempts and the pauses between them; as in the vendor's own client.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// How often a call is repeated at most; as in the vendor's own client.
pub const MAX_RETRIES: u32 = 2;

/// What a caller may say about one call; `..RequestOptions::default()` leaves the rest as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestOptions {
    /// Bounds the whole call, without the time that a [`TokenSource`](crate::my_account::TokenSource) takes; 60 s.
    pub deadline: Duration,
    /// How often the call is repeated at most; 2. What may be repeated at all is not negotiable.
    pub max_retries: u32,
    /// How much longer or shorter a pause is that the provider did not state, in per cent: 90 to 110; 100. A random
    /// one keeps many clients from coming back at the same moment.
    pub pause_percent: u32,
    /// Further headers. They can replace none of `Authorization` and `Content-Type`.
    pub headers: Vec<(&'static str, String)>,
    /// Further members of the query, not percent-encoded.
    pub query: Vec<(String, String)>,
}

impl Default for RequestOptions {
    fn default() -> Self {
        Self {
            deadline: DEADLINE,
            max_retries: MAX_RETRIES,
            pause_percent: 100,
            headers: Vec::new(),
            query: Vec::new(),
        }
    }
}

impl RequestOptions {
    pub(crate) fn patience(&self) -> Patience {
        Patience {
            deadline: self.deadline,
            max_retries: self.max_retries,
            pause_percent: self.pause_percent,
            limited_unstated: None,
        }
    }
}
