//! Tokens in the app's own memory, after a sign-out.

use std::time::Duration;

use anyhow::{Result, ensure};
use tests::{canary::Canary, say};
use tokio::time::sleep;

use crate::bench::{AUTH0, Bench};

/// What a sign-out takes to leave nothing behind.
const SOON: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_second_after_sign_out_no_token_is_left_in_the_memory_of_the_app() -> Result<()> {
    let bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    let mut canary = Canary::default();
    for _ in 0..3 {
        let kept = bench.desk.search_keychain(tests::app::SERVICE).await?;
        canary.know_keychain(&kept)?;
        bench.renew(&mut app).await?;
        app.ask(&format!("factors {AUTH0}")).await?.done()?;
    }
    let kept = bench.desk.search_keychain(tests::app::SERVICE).await?;
    canary.know_keychain(&kept)?;
    canary.know_memory(app.id()?)?;
    let before = canary.count_in_memory(app.id()?)?;
    let copies_before: usize = before.iter().map(|(_, times)| times).sum();
    ensure!(copies_before > 0, "whoever is signed in has a token");

    app.ask(&format!("sign-out {AUTH0}")).await?.done()?;
    sleep(SOON).await;
    let after = canary.count_in_memory(app.id()?)?;
    let copies: usize = after.iter().map(|(_, times)| times).sum();

    say::line(&format!(
        "token_copies_after_sign_out: {copies} of {copies_before}"
    ));
    ensure!(copies == 0, "{after:?}");
    Ok(())
}
