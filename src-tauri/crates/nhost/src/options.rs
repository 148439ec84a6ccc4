//! What a caller may say about one call.

use std::time::Duration;

use protocol::http::retry::Patience;

/// Bounds a whole call, with its further attempts and the pauses between them: twice what one attempt may take, as
/// a person gives up at about this time.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// How often a call is repeated at most; a third failure in a row is no accident.
pub const MAX_RETRIES: u32 = 2;

/// What a 429 asks for that states no wait, as those of this service do not: its shortest window refills in about
/// this time. That is longer than a call pauses, so it is left to the caller.
const LIMITED_UNSTATED: Duration = Duration::from_secs(30);

/// What a caller may say about one call; `..RequestOptions::default()` leaves the rest as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestOptions {
    /// Bounds the whole call; 60 s.
    pub deadline: Duration,
    /// How often the call is repeated at most; 2. What may be repeated at all is not negotiable.
    pub max_retries: u32,
    /// How much longer or shorter a pause is that the service did not state, in per cent: 90 to 110; 100. A random one
    /// keeps many clients from coming back at the same moment.
    pub pause_percent: u32,
    /// Further headers, such as `x-cf-turnstile-response` for a sign-up or `x-hasura-role` for GraphQL. They can
    /// replace none of `Authorization` and `Content-Type`.
    pub headers: Vec<(&'static str, String)>,
}

impl Default for RequestOptions {
    fn default() -> Self {
        Self {
            deadline: DEADLINE,
            max_retries: MAX_RETRIES,
            pause_percent: 100,
            headers: Vec::new(),
        }
    }
}

impl RequestOptions {
    pub(crate) fn patience(&self) -> Patience {
        Patience {
            deadline: self.deadline,
            max_retries: self.max_retries,
            pause_percent: self.pause_percent,
            limited_unstated: Some(LIMITED_UNSTATED),
        }
    }
}
