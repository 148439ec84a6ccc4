//! What a caller may say about one call.

use std::time::Duration;

/// Bounds a whole call, with its further attempts and the pauses between them: twice what one attempt may take, as
/// a person gives up at about this time.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// How often a call is repeated at most; a third failure in a row is no accident.
pub const MAX_RETRIES: u32 = 2;

/// What a caller may say about one call; `..RequestOptions::default()` leaves the rest as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestOptions {
    /// Bounds the whole call; 60 s.
    pub deadline: Duration,
    /// How often the call is repeated at most; 2. What may be repeated at all is not negotiable.
    pub max_retries: u32,
    /// Further headers, such as `x-cf-turnstile-response` for a sign-up or `x-hasura-role` for GraphQL. They can
    /// replace none of `Authorization` and `Content-Type`.
    pub headers: Vec<(&'static str, String)>,
}

impl Default for RequestOptions {
    fn default() -> Self {
        Self {
            deadline: DEADLINE,
            max_retries: MAX_RETRIES,
            headers: Vec::new(),
        }
    }
}
