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

    pub(crate) fn plus_seconds(self, seconds: u64) -> Self {
        Self(self.0.saturating_add(Duration::from_secs(seconds)))
    }

    pub(crate) fn shifted(self, seconds: i64) -> Self {
        Self(shift(self.0, seconds))
    }

    pub(crate) fn to_http_date(self) -> String {
        httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(self.seconds()))
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
}

impl Clock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock everything else asks"
    )]
    pub(crate) fn now(&self) -> Instant {
        let machine = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Instant(shift(machine, self.moved_by))
    }

    pub(crate) fn move_by(&mut self, seconds: i64) {
        self.moved_by = self.moved_by.saturating_add(seconds);
    }

    pub(crate) fn moved_by(&self) -> i64 {
        self.moved_by
    }
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
    fn the_clock_moves_both_ways() {
        let mut clock = Clock::default();
        let before = clock.now().seconds();
        clock.move_by(3600);
        assert!(clock.now().seconds() >= before + 3600);
        clock.move_by(-7200);
        assert!(clock.now().seconds() < before);
    }
}
