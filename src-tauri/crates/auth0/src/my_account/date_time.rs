//! Points in time as the API writes them (RFC 3339).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer};

const SECONDS_OF_A_DAY: u64 = 86_400;

/// Reads a date for a screen: one that is missing or is none must not cost a person the whole list.
pub(super) fn lenient<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SystemTime>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;

    Ok(text.as_deref().and_then(parse))
}

/// Returns a point between 1970 and 9999, without its fraction of a second.
fn parse(text: &str) -> Option<SystemTime> {
    let bytes = text.as_bytes();
    let has_marks = bytes.len() >= 20
        && text.is_ascii()
        && [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')]
            .iter()
            .all(|(at, mark)| bytes[*at] == *mark)
        && matches!(bytes[10], b'T' | b't' | b' ');
    if !has_marks {
        return None;
    }
    let year = number(&text[0..4])?;
    let month = number(&text[5..7])?;
    let day = number(&text[8..10])?;
    let (hour, minute, second) = (
        number(&text[11..13])?,
        number(&text[14..16])?,
        number(&text[17..19])?,
    );
    let is_date = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day);
    // 60 is a leap second.
    if !is_date || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let local = days_before(year, month, day) * SECONDS_OF_A_DAY
        + hour * 3600
        + minute * 60
        + second.min(59);
    let (is_east, offset) = offset(text[19..].trim_start_matches(is_fraction))?;
    let seconds = if is_east {
        local.checked_sub(offset)?
    } else {
        local + offset
    };

    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// Returns whether the zone is east of Greenwich, and by how many seconds it is off.
fn offset(zone: &str) -> Option<(bool, u64)> {
    if zone.eq_ignore_ascii_case("z") {
        return Some((true, 0));
    }
    let is_east = match zone.as_bytes().first()? {
        b'+' => true,
        b'-' => false,
        _ => return None,
    };
    let (hours, minutes) = zone[1..].split_once(':')?;
    let (hours, minutes) = (number(hours)?, number(minutes)?);

    (hours <= 23 && minutes <= 59).then_some((is_east, hours * 3600 + minutes * 60))
}

fn days_before(year: u64, month: u64, day: u64) -> u64 {
    let years: u64 = (1970..year)
        .map(|year| 365 + u64::from(is_leap(year)))
        .sum();
    let months: u64 = (1..month).map(|month| days_in(year, month)).sum();

    years + months + day - 1
}

fn days_in(year: u64, month: u64) -> u64 {
    match month {
        2 => 28 + u64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn number(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());

    is_number.then(|| digits.parse().ok())?
}

fn is_fraction(character: char) -> bool {
    character == '.' || character.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_and_without_fractions_and_zones() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2024-02-29T12:34:56.789Z", Some(1_709_210_096)),
            ("2026-08-22T00:00:00.000000000Z", Some(1_787_356_800)),
            ("2026-08-22T02:00:00+02:00", Some(1_787_356_800)),
            ("2026-08-21T18:30:00-05:30", Some(1_787_356_800)),
            ("2016-12-31T23:59:60Z", Some(1_483_228_799)),
            ("9999-12-31T23:59:59Z", Some(253_402_300_799)),
            ("2023-02-29T00:00:00Z", None),
            ("2023-13-01T00:00:00Z", None),
            ("2023-00-10T00:00:00Z", None),
            ("2023-01-01T24:00:00Z", None),
            ("2023-01-01T00:00:00", None),
            ("2023-01-01T00:00:00+99:00", None),
            ("1970-01-01T00:00:00+01:00", None),
            ("0001-01-01T00:00:00Z", None),
            ("2023-01-01", None),
            ("2023-01-01T00:00:0éZ", None),
            ("yesterday", None),
            ("", None),
        ] {
            let expected = seconds.map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds));
            assert_eq!(parse(text), expected, "AP25 {text}");
        }
    }
}
