//! The keychain ends, comes back, or is changed by hand while the app runs.

use anyhow::{Result, ensure};
use tests::app::SERVICE;

use crate::bench::{AUTH0, Bench, NHOST, is_fine, state_at};

#[tokio::test]
async fn a_keychain_that_ends_and_comes_back_is_found_again() -> Result<()> {
    let mut bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    bench.desk.replace_keychain().await?;
    let told = app.ask("look").await?.done()?;
    ensure!(is_fine(&told, AUTH0), "the item is still there: {told}");
    app.kill().await?;

    let told = bench.used_anew().await?;
    ensure!(is_fine(&told, AUTH0), "{told}");
    Ok(())
}

#[tokio::test]
async fn an_item_deleted_by_hand_signs_out_and_damages_nothing() -> Result<()> {
    let bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    bench.sign_in_nhost(&mut app).await?;
    let clear = ["clear", "service", SERVICE];
    bench.desk.environment().run("secret-tool", &clear).await?;
    let told = app.ask("look").await?.done()?;
    for connection in [AUTH0, NHOST] {
        let state = state_at(&told, connection);
        ensure!(state == Some("NeedsSignIn(ItemMissing)"), "{told}");
    }

    bench.sign_in(&mut app).await
}
