//! The keychain ends while it writes.

use std::time::Duration;

use anyhow::{Result, ensure};
use tests::say;
use tokio::time::sleep;

use crate::bench::{AUTH0, Bench, is_fine};
use crate::numbers::{Random, number};

/// Each end takes a fifth of a second with the start of the next one.
const KILLS: u64 = 20;
/// Within this time of a refresh the keychain is asked for the old token, takes the new one and gives it back.
const A_REFRESH: Duration = Duration::from_millis(40);

#[tokio::test]
async fn a_keychain_that_is_killed_while_it_writes_loses_and_damages_nothing() -> Result<()> {
    let (kills, seed) = (number("KILLS", KILLS)?, number("SEED", 1)?);
    let mut bench = Bench::set_up().await?;
    let mut random = Random(seed);
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;

    let (mut lost, mut corrupt) = (0, 0);
    for _ in 0..kills {
        bench.emulator.advance(Duration::from_secs(3));
        app.tell("read").await?;
        sleep(A_REFRESH.mul_f64(random.share())).await;
        bench.desk.replace_keychain().await?;
        let told = app.answer().await?.done()?;
        // What could not be saved is saved once the keychain is back.
        app.ask("look").await?.done()?;
        match bench.kept_sessions().await {
            Ok(sessions) => lost += u64::from(sessions.len() != 1),
            Err(_) => corrupt += 1,
        }
        ensure!(
            told.contains("SignedIn") || told.contains("Unsaved") || told.contains("VaultClosed"),
            "{told}"
        );
    }
    app.kill().await?;
    let told = bench.used_anew().await?;

    say::line(&format!("keychain_kills_seed: {seed}"));
    say::line(&format!("keychain_kills_lost: {lost} of 0"));
    say::line(&format!("keychain_kills_corrupt: {corrupt} of 0"));
    say::line(&format!(
        "keychain_kills_survived: {} of {kills}",
        kills - lost - corrupt
    ));
    ensure!(lost + corrupt == 0, "{lost} lost, {corrupt} damaged");
    ensure!(is_fine(&told, AUTH0), "{told}");
    ensure!(
        bench.emulator.reuse_detected() == 0,
        "a spent token was sent"
    );
    Ok(())
}
