//! What holds for long: thousands of refreshes, keychains that end while they write, keychains with much in them; and how
//! long and how often a token lies where it can be lost or found.
//!
//! `SOAK=10000` in the environment makes the refreshes ten thousand, `KILLS=1000` the ends of the keychain a thousand.

mod bulk;
mod exposed;
mod keychain_kills;
mod memory;
mod soak;

use std::time::Duration;

/// Of so many sorted times the one that this share of them does not exceed.
fn percentile(times: &[Duration], share: f64) -> Duration {
    let last = times.len().saturating_sub(1);

    times[(last as f64 * share).round() as usize]
}

#[test]
fn percentiles_are_those_of_the_times() {
    let times: Vec<Duration> = (1..=101).map(Duration::from_millis).collect();

    assert_eq!(percentile(&times, 0.5), Duration::from_millis(51));
    assert_eq!(percentile(&times, 0.95), Duration::from_millis(96));
    assert_eq!(percentile(&times[..1], 0.95), Duration::from_millis(1));
}
