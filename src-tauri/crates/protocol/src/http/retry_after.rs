//! How long a provider asks to be left alone, in the three ways it may say so.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use crate::digits;

/// Less than a second would be no wait at all.
const SHORTEST: Duration = Duration::from_secs(1);

/// More than five minutes is a mistake of the server, and a person would rather try.
const LONGEST: Duration = Duration::from_secs(300);

/// Returns the time by the server's clock.
pub(super) fn date(headers: &HeaderMap) -> Option<SystemTime> {
    let text = headers.get(DATE)?.to_str().ok()?;

    httpdate::parse_http_date(text).ok()
}

/// Returns the wait, counted by the server's own clock: seconds or a date in `Retry-After`, or
/// the end of the window in `x-ratelimit-reset`, which counts only for a 429: servers state it
/// in every answer.
pub(super) fn retry_after(status: u16, headers: &HeaderMap) -> Option<Duration> {
    let stated = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| stated(text.trim(), headers));
    let wait = stated.or_else(|| if status == 429 { window(headers) } else { None });

    wait.map(|wait| wait.clamp(SHORTEST, LONGEST))
}

fn stated(text: &str, headers: &HeaderMap) -> Option<Duration> {
    if let Some(digits) = text.strip_prefix('-') {
        return digits::are_all(digits).then_some(Duration::ZERO);
    }
    if digits::are_all(text) {
        return Some(text.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let until = httpdate::parse_http_date(text).ok()?;

    Some(until.duration_since(date(headers)?).unwrap_or_default())
}

fn window(headers: &HeaderMap) -> Option<Duration> {
    let seconds = digits::number(headers.get("x-ratelimit-reset")?.to_str().ok()?.trim())?;
    let until = UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?;

    Some(until.duration_since(date(headers)?).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    const NOW: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

    #[test]
    fn every_form_of_a_wait_is_clamped() {
        type Headers<'a> = &'a [(&'a str, &'a str)];
        let cases: &[(&str, Headers<'_>, Option<u64>)] = &[
            ("TR28 seconds", &[("retry-after", "1")], Some(1)),
            ("TR28 seconds", &[("retry-after", " 42 ")], Some(42)),
            ("TR28 zero", &[("retry-after", "0")], Some(1)),
            ("TR28 negative", &[("retry-after", "-5")], Some(1)),
            ("TR28 ten years", &[("retry-after", "315360000")], Some(300)),
            (
                "TR28 overflow",
                &[("retry-after", "99999999999999999999999")],
                Some(300),
            ),
            ("TR28 text", &[("retry-after", "soon")], None),
            (
                "TR28 date",
                &[
                    ("date", NOW),
                    ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT"),
                ],
                Some(30),
            ),
            (
                "TR28 date in the past",
                &[
                    ("date", NOW),
                    ("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT"),
                ],
                Some(1),
            ),
            (
                "TR28 date alone",
                &[("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")],
                None,
            ),
            (
                "AP15 window",
                &[("date", NOW), ("x-ratelimit-reset", "784111797")],
                Some(20),
            ),
            (
                "AP15 past",
                &[("date", NOW), ("x-ratelimit-reset", "1")],
                Some(1),
            ),
            (
                "AP15 text and window",
                &[
                    ("date", NOW),
                    ("retry-after", "soon"),
                    ("x-ratelimit-reset", "784111797"),
                ],
                Some(20),
            ),
            ("AP15 absent", &[], None),
        ];

        for (row, pairs, seconds) in cases {
            let mut headers = HeaderMap::new();
            for (name, value) in *pairs {
                let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
                headers.insert(name, HeaderValue::from_str(value).unwrap());
            }
            let expected = seconds.map(Duration::from_secs);
            assert_eq!(retry_after(429, &headers), expected, "{row}");
        }
    }
}
