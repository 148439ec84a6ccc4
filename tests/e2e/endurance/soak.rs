//! A day of refreshes, one after the other, in one process.

use std::fs;

use anyhow::{Context as _, Result, ensure};
use tests::say;

use crate::bench::{AUTH0, Bench, NHOST, is_fine};
use crate::numbers::number;

/// Enough to see something grow, and short enough for every run of the tests.
const REFRESHES: u64 = 150;
/// What an app takes on its way to a steady state: caches, pools, threads.
const WARM_UP: u64 = 60;
const GROWTH_KIB: u64 = 2 * 1024;

#[tokio::test]
async fn a_day_of_refreshes_grows_nothing_and_signs_nobody_out() -> Result<()> {
    let refreshes = number("SOAK", REFRESHES)?;
    let bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    bench.sign_in_nhost(&mut app).await?;
    for _ in 0..WARM_UP {
        bench.renew(&mut app).await?;
    }

    let before = Taken::by(app.id()?)?;
    let (mut exchanged, mut sign_outs) = (0, 0);
    for done in 0..refreshes {
        // Each time anew: the provider's own list of requests has an end.
        bench.emulator.forget_requests();
        let told = bench.renew(&mut app).await?;
        sign_outs += u64::from(!is_fine(&told, AUTH0)) + u64::from(!is_fine(&told, NHOST));
        ensure!(sign_outs == 0, "after {done} refreshes: {told}");
        exchanged += bench.emulator.count("/oauth/token") as u64;
    }
    let after = Taken::by(app.id()?)?;

    let grown = after.kib.saturating_sub(before.kib);
    say::line(&format!("soak_refreshes: {exchanged} of {refreshes}"));
    say::line(&format!("soak_sign_outs: {sign_outs} of 0"));
    say::line(&format!("soak_grown_kib: {grown} of {GROWTH_KIB}"));
    say::line(&format!("soak_files: {} of {}", after.files, before.files));
    let spent = bench.emulator.reuse_detected();
    say::line(&format!("soak_spent_tokens_sent: {spent} of 0"));
    ensure!(exchanged == refreshes, "one exchange each time");
    ensure!(
        grown < GROWTH_KIB,
        "{grown} KiB more than after the warm-up"
    );
    ensure!(
        after.files <= before.files,
        "{} files are open, and before it were {}",
        after.files,
        before.files
    );
    ensure!(spent == 0, "a spent token was sent");
    Ok(())
}

/// What a process holds of the machine.
struct Taken {
    /// Its resident memory.
    kib: u64,
    /// Files, sockets and pipes.
    files: usize,
}

impl Taken {
    fn by(process: u32) -> Result<Self> {
        let status = fs::read_to_string(format!("/proc/{process}/status"))?;
        let kib = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
            .context("the system tells how much memory a process takes")?;
        let files = fs::read_dir(format!("/proc/{process}/fd"))?.count();

        Ok(Self { kib, files })
    }
}
