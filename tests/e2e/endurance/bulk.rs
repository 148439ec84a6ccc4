//! A keychain in which ten thousand items of others lie.

use std::{fmt::Write as _, fs, time::Duration};

use anyhow::{Context as _, Result, ensure};
use tests::say;

use super::percentile;
use crate::bench::{AUTH0, Bench, is_fine};

const OTHERS: usize = 10_000;
const OTHER_SERVICE: &str = "of-somebody-else";
const READS: usize = 40;
const P95: Duration = Duration::from_millis(50);
/// A busy machine may be this much slower before the test calls it a fault of ours.
const PATIENCE: u32 = 10;

/// They lie in a collection of their own: the daemon writes a collection as a whole, and takes seconds for one so large.
/// A search goes over all.
#[tokio::test]
async fn ten_thousand_items_of_others_do_not_slow_the_keychain_down() -> Result<()> {
    let mut bench = Bench::set_up().await?;
    let folder = bench.desk.home().join(".local/share/keyrings");
    fs::write(folder.join("crowd.keyring"), crowd()?).context("filling a keychain")?;
    bench.desk.replace_keychain().await?;
    let found = bench.desk.count_items(OTHER_SERVICE).await?;
    ensure!(found == OTHERS, "{found} others are there");

    let p95 = read_often(&bench).await?;
    say::line(&format!(
        "keychain_read_among_{OTHERS}_p95_us: {} of {}",
        p95.as_micros(),
        P95.as_micros()
    ));
    Ok(())
}

#[tokio::test]
async fn ten_thousand_items_of_others_in_the_same_collection_do_not_either() -> Result<()> {
    let (bench, keychain) = Bench::with_own_keychain().await?;
    for id in 0..OTHERS {
        keychain.crowd(OTHER_SERVICE, &format!("somebody-{id}"));
    }
    read_often(&bench).await?;
    ensure!(keychain.entries().len() == OTHERS + 1, "and one of ours");

    Ok(())
}

/// Reads often, among other things; answers the 95th percentile.
async fn read_often(bench: &Bench) -> Result<Duration> {
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    for _ in 0..READS {
        let told = bench.renew(&mut app).await?;
        ensure!(is_fine(&told, AUTH0), "{told}");
    }
    let times = app.times_of("read");
    ensure!(times.len() >= READS, "each refresh reads");
    let p95 = percentile(&times, 0.95);
    ensure!(p95 < P95 * PATIENCE, "p95 {} ms", p95.as_millis());

    Ok(p95)
}

/// A keychain without a password, as its daemon writes one: the one way to make so many items in a moment.
fn crowd() -> Result<String> {
    let mut text = "[keyring]\ndisplay-name=Crowd\nctime=0\nmtime=0\nlock-on-idle=false\n\
                    lock-after=false\n"
        .to_owned();
    for id in 1..=OTHERS {
        write!(
            text,
            "\n[{id}]\nitem-type=0\ndisplay-name=Other {id}\nsecret=secret-{id}\nmtime=0\nctime=0\n\
             \n[{id}:attribute0]\nname=service\ntype=string\nvalue={OTHER_SERVICE}\n\
             \n[{id}:attribute1]\nname=username\ntype=string\nvalue=somebody-{id}\n"
        )?;
    }

    Ok(text)
}
