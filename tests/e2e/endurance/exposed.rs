//! From the answer of the provider to the item in the keychain: an end of the app in between loses the newest token.

use std::time::Duration;

use anyhow::{Result, ensure};
use tests::say;

use super::percentile;
use crate::bench::{AUTH0, Bench, is_fine};

/// Enough for a 95th percentile.
const REFRESHES: usize = 100;
/// What is aimed at on a machine that does nothing else.
const P50: Duration = Duration::from_millis(10);
const P95: Duration = Duration::from_millis(30);
/// A busy machine may be this much slower before the test calls it a fault of ours.
const PATIENCE: u32 = 10;
/// The upper ends of the columns, in milliseconds; the last one has none.
const COLUMNS: [u64; 6] = [5, 10, 15, 20, 30, 60];

#[tokio::test]
async fn a_new_token_is_in_the_keychain_soon_after_it_arrived() -> Result<()> {
    let bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    for _ in 0..REFRESHES {
        let told = bench.renew(&mut app).await?;
        ensure!(is_fine(&told, AUTH0), "{told}");
    }

    let times = app.times_of("exposed");
    ensure!(times.len() >= REFRESHES, "each refresh is measured");
    let (p50, p95) = (percentile(&times, 0.5), percentile(&times, 0.95));
    histogram(&times);
    say::line(&format!(
        "exposed_window_p50_us: {} of {}",
        p50.as_micros(),
        P50.as_micros()
    ));
    say::line(&format!(
        "exposed_window_p95_us: {} of {}",
        p95.as_micros(),
        P95.as_micros()
    ));
    ensure!(
        p50 < P50 * PATIENCE && p95 < P95 * PATIENCE,
        "p50 {} ms, p95 {} ms",
        p50.as_millis(),
        p95.as_millis()
    );
    Ok(())
}

fn histogram(times: &[Duration]) {
    let mut from = Duration::ZERO;
    for to in COLUMNS
        .map(Duration::from_millis)
        .into_iter()
        .chain([Duration::MAX])
    {
        let count = times
            .iter()
            .filter(|time| (from..to).contains(*time))
            .count();
        say::line(&format!(
            "  from {:>2} ms {:>4} {}",
            from.as_millis(),
            count,
            "#".repeat(count * 60 / times.len())
        ));
        from = to;
    }
}
