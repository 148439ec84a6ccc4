//! The one clock of the emulator. It runs with the machine's and can be moved by hand.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SECONDS_PER_DAY: u64 = 86_400;

/// A point in time as the emulator sees it, since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant(Duration);

impl Instant {
    pub(crate) fn seconds(self) -> u64 {
        self.0.as_secs()
    }

    /// So many seconds after the beginning of 1970.
    pub(crate) fn at(seconds: u64) -> Self {
        Self(Duration::from_secs(seconds))
    }

    pub(crate) fn plus_seconds(self, seconds: u64) -> Self {
        Self(self.0.saturating_add(Duration::from_secs(seconds)))
    }

    pub(crate) fn shifted(self, seconds: i64) -> Self {
        Self(shift(self.0, seconds))
    }

    pub(crate) fn to_http_date(self) -> String {
        httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(self.seconds()))
    }

    /// Reads RFC 3339; what is before 1970 counts as 1970. Without an offset it is UTC.
    pub(crate) fn from_rfc3339(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        let (time, offset_secs) = split_offset(time)?;
        let whole = time.split('.').next()?;
        if time.len() > whole.len() {
            let digits = &time[whole.len() + 1..];
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
        }
        let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
        let [hour, minute, second] = numbers(whole, ':', [2, 2, 2])?;
        let fits = (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour <= 23
            && minute <= 59
            && second <= 60;
        if !fits {
            return None;
        }
        let seconds = i64::try_from(days_since_1970(year, month, day)?).ok()?
            * i64::try_from(SECONDS_PER_DAY).ok()?
            + i64::try_from(hour * 3600 + minute * 60 + second).ok()?
            - offset_secs;
        Some(Self(Duration::from_secs(seconds.max(0).unsigned_abs())))
    }

    /// RFC 3339 in UTC with the given number of fractional digits, at most nine.
    pub(crate) fn to_rfc3339(self, digits: usize) -> String {
        let (year, month, day) = civil_date(self.seconds() / SECONDS_PER_DAY);
        let second_of_day = self.seconds() % SECONDS_PER_DAY;
        let (hour, minute, second) = (
            second_of_day / 3600,
            second_of_day / 60 % 60,
            second_of_day % 60,
        );
        let nanos = format!("{:09}", self.0.subsec_nanos());
        let fraction = match digits {
            0 => String::new(),
            some => format!(".{}", &nanos[..some.min(nanos.len())]),
        };
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
    }
}

/// The machine's clock plus what a test moved it by.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    moved_by: i64,
    held: Option<Duration>,
}

impl Clock {
    pub(crate) fn now(&self) -> Instant {
        Instant(shift(self.held.unwrap_or_else(machine), self.moved_by))
    }

    /// Stands still from now on, so that no slow machine lets an allowance grow back; it can still be moved.
    pub(crate) fn hold(&mut self) {
        self.held = Some(machine());
    }

    pub(crate) fn move_by(&mut self, seconds: i64) {
        self.moved_by = self.moved_by.saturating_add(seconds);
    }

    pub(crate) fn moved_by(&self) -> i64 {
        self.moved_by
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the clock everything else asks"
)]
fn machine() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}

fn shift(time: Duration, seconds: i64) -> Duration {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 {
        time.saturating_sub(distance)
    } else {
        time.saturating_add(distance)
    }
}

/// The Gregorian date of a day counted from 1970-01-01.
fn civil_date(days: u64) -> (u64, u64, u64) {
    // Counting years from March makes the leap day the last day of a year.
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

/// Takes `Z`, `+01:00` or nothing off the end of a time, and says how far it is ahead of UTC.
fn split_offset(time: &str) -> Option<(&str, i64)> {
    if let Some(time) = time.strip_suffix('Z') {
        return Some((time, 0));
    }
    let Some(at) = time.rfind(['+', '-']) else {
        return Some((time, 0));
    };
    let [hours, minutes] = numbers(&time[at + 1..], ':', [2, 2])?;
    let ahead = i64::try_from(hours * 3600 + minutes * 60).ok()?;
    let sign = if time[at..].starts_with('-') { -1 } else { 1 };
    Some((&time[..at], sign * ahead))
}

/// Numbers of exactly these widths between separators.
fn numbers<const COUNT: usize>(
    text: &str,
    separator: char,
    widths: [usize; COUNT],
) -> Option<[u64; COUNT]> {
    let mut read = [0; COUNT];
    let mut parts = text.split(separator);
    for (number, width) in read.iter_mut().zip(widths) {
        let part = parts.next().filter(|part| part.len() == width)?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(read)
}

/// The day of a Gregorian date counted from 1970-01-01; nothing before that day.
fn days_since_1970(year: u64, month: u64, day: u64) -> Option<u64> {
    let year = if month <= 2 {
        year.checked_sub(1)?
    } else {
        year
    };
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let year_of_era = year % 400;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some((year / 400 * 146_097 + day_of_era).saturating_sub(719_468))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_rfc_3339() {
        let leap_day = Instant(Duration::new(1_709_210_096, 218_109_000));
        assert_eq!(leap_day.to_rfc3339(6), "2024-02-29T12:34:56.218109Z");
        assert_eq!(leap_day.to_rfc3339(0), "2024-02-29T12:34:56Z");
        assert_eq!(
            Instant(Duration::ZERO).to_rfc3339(3),
            "1970-01-01T00:00:00.000Z"
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in [
            "2024-02-29T12:34:56Z",
            "1970-01-01T00:00:00Z",
            "2026-12-21T01:40:34Z",
        ] {
            assert_eq!(Instant::from_rfc3339(text).unwrap().to_rfc3339(0), text);
        }
        let ahead = Instant::from_rfc3339("2026-01-01T00:30:00.25+01:00").unwrap();
        assert_eq!(ahead.to_rfc3339(0), "2025-12-31T23:30:00Z");
        for nonsense in [
            "tomorrow",
            "2026-13-01T00:00:00Z",
            "2026-01-01",
            "2026-1-1T0:0:0Z",
        ] {
            assert_eq!(Instant::from_rfc3339(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn the_clock_moves_both_ways() {
        let mut clock = Clock::default();
        let before = clock.now().seconds();
        clock.move_by(3600);
        assert!(clock.now().seconds() >= before + 3600);
        clock.move_by(-7200);
        assert!(clock.now().seconds() < before);
    }
}
