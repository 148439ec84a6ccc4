//! The keychain ends, comes back, or is changed by hand while the app runs.

use std::collections::HashMap;

use anyhow::{Context as _, Result, ensure};
use tests::{
    app::SERVICE,
    canary::Canary,
    desk::{
        Desk, Keychain,
        secret_service::{Entry, LOGIN, SECOND, SecretService},
    },
};

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

/// The one session that the keychain holds.
fn the_session(keychain: &SecretService) -> Result<Entry> {
    let entries = keychain.entries();
    let mut sessions = entries.into_iter().filter(|it| {
        it.attributes
            .get("username")
            .is_some_and(|name| name.starts_with("session:"))
    });
    let session = sessions.next().context("there is no session")?;
    ensure!(sessions.next().is_none(), "there is more than one session");

    Ok(session)
}

fn generation(entry: &Entry) -> Result<u64> {
    let item: serde_json::Value = serde_json::from_slice(&entry.secret)?;

    item["generation"].as_u64().context("it has a generation")
}

#[tokio::test]
async fn of_two_items_in_two_collections_the_newer_is_used_and_then_it_is_the_only_one()
-> Result<()> {
    let (bench, keychain) = Bench::with_own_keychain().await?;
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    let older = the_session(&keychain)?;
    bench.renew(&mut app).await?;
    // Without an overlap the provider would not forgive the older one.
    bench
        .emulator
        .change(|settings| settings.auth0.rotation_overlap_secs = 0);
    let newer = the_session(&keychain)?;
    keychain
        .put(SECOND, older.attributes.clone(), &older.secret)
        .await?;
    app.kill().await?;

    let told = bench.used_anew().await?;
    ensure!(is_fine(&told, AUTH0), "{told}");
    let left = the_session(&keychain)?;
    ensure!(generation(&left)? == generation(&newer)? + 1, "{left:?}");
    ensure!(
        bench.emulator.reuse_detected() == 0,
        "a spent token was sent"
    );
    Ok(())
}

#[tokio::test]
async fn a_keychain_that_keeps_something_else_than_it_was_given_has_the_old_item_again()
-> Result<()> {
    let (bench, keychain) = Bench::with_own_keychain().await?;
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    let before = the_session(&keychain)?;
    keychain.swap_writes(1);
    let told = bench.renew(&mut app).await?;
    ensure!(state_at(&told, AUTH0) == Some("Unsaved"), "{told}");
    ensure!(
        the_session(&keychain)? == before,
        "the old generation is kept"
    );

    let told = app.ask("look").await?.done()?;
    ensure!(
        is_fine(&told, AUTH0),
        "it is saved as soon as it can be: {told}"
    );
    ensure!(
        generation(&the_session(&keychain)?)? > generation(&before)?,
        "the new one"
    );
    keychain.swap_writes(1);
    let probed = app.ask("look").await?.done()?;
    ensure!(
        is_fine(&probed, AUTH0),
        "nobody is signed out by a bad probe: {probed}"
    );
    Ok(())
}

#[tokio::test]
async fn another_keychain_in_the_place_of_the_first_costs_a_sign_in_and_puts_nothing_into_a_file()
-> Result<()> {
    let mut bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    let kept = bench.desk.search_keychain(SERVICE).await?;
    bench.desk.end_keychain().await?;
    let told = app.ask("look").await?.done()?;
    ensure!(
        state_at(&told, AUTH0) == Some("VaultClosed(Unavailable)"),
        "without a keychain nobody is signed out: {told}"
    );

    let other = SecretService::start(&bench.desk).await?;
    let told = app.ask("look").await?.done()?;
    ensure!(
        state_at(&told, AUTH0) == Some("NeedsSignIn(ItemMissing)"),
        "{told}"
    );
    bench.sign_in(&mut app).await?;
    let session = the_session(&other)?;
    let mut canary = Canary::default();
    canary.know_keychain(&kept)?;
    canary.know_keychain(&format!("secret = {}", String::from_utf8(session.secret)?))?;
    canary.search(&bench.desk, "")
}

#[tokio::test]
async fn an_item_in_a_locked_collection_is_not_unlocked_unbidden() -> Result<()> {
    let desk = Desk::without_screen(Keychain::Absent).await?;
    let keychain = SecretService::start(&desk).await?;
    let attributes = [("service", SERVICE), ("username", "session:of-somebody")];
    let attributes = attributes.map(|(name, value)| (name.to_owned(), value.to_owned()));
    keychain
        .put(LOGIN, HashMap::from(attributes), b"{}")
        .await?;
    keychain.lock();
    let mut app = tests::windowless::Windowless::start(&desk).await?;
    app.ask("look").await?.done()?;
    ensure!(keychain.asked() == 0, "nobody was asked");

    app.ask("unlock").await?.done()?;
    ensure!(keychain.asked() == 1, "now somebody was");
    Ok(())
}
