//! How much of a rate limit is left, as most providers state it in every answer.

use reqwest::header::HeaderMap;

use crate::digits;

/// The figures of `x-ratelimit-*`; what is not stated or is no number is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RateLimit {
    /// How many calls the window allows.
    pub limit: Option<u64>,
    /// How many of them are left.
    pub remaining: Option<u64>,
    /// When the window ends, in seconds since 1970 by the provider's clock.
    pub reset: Option<u64>,
}

impl RateLimit {
    /// Reads the figures; `None` when not one is stated.
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        let figure = |name| digits::number(headers.get(name)?.to_str().ok()?.trim());
        let read = Self {
            limit: figure("x-ratelimit-limit"),
            remaining: figure("x-ratelimit-remaining"),
            reset: figure("x-ratelimit-reset"),
        };

        (read != Self::default()).then_some(read)
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn figures_are_read_and_nonsense_is_none() {
        let mut headers = HeaderMap::new();
        assert_eq!(RateLimit::read(&headers), None);

        for nonsense in ["", "+5", "-5", "5.0", "five"] {
            headers.insert("x-ratelimit-limit", HeaderValue::from_static(nonsense));
            assert_eq!(RateLimit::read(&headers), None, "{nonsense}");
        }

        headers.insert("x-ratelimit-limit", HeaderValue::from_static("5"));
        headers.insert("x-ratelimit-remaining", HeaderValue::from_static("-1"));
        headers.insert("x-ratelimit-reset", HeaderValue::from_static("1787356800"));
        let read = RateLimit::read(&headers).unwrap();
        assert_eq!(
            (read.limit, read.remaining, read.reset),
            (Some(5), None, Some(1_787_356_800))
        );
    }
}
