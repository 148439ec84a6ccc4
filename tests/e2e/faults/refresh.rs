//! Killed, or asleep, during a refresh.

use std::{fs, fs::File, time::Duration};

use anyhow::{Context as _, Result, ensure};
use emulator::Fault;
use tests::windowless::Windowless;
use tokio::time::sleep;

use super::A_STEP;
use crate::bench::{AUTH0, Bench, NHOST, is_fine, state_at};

/// Somebody is signed in at both providers, and the app is closed.
async fn signed_in() -> Result<Bench> {
    let bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    bench.sign_in_nhost(&mut app).await?;
    app.kill().await?;
    bench.emulator.forget_requests();

    Ok(bench)
}

/// An app that is about to refresh.
async fn refreshing(bench: &Bench) -> Result<Windowless> {
    let mut app = bench.open().await?;
    app.ask("look").await?.done()?;
    app.tell("read").await?;

    Ok(app)
}

async fn both_are_fine(bench: &Bench) -> Result<()> {
    let told = bench.used_anew().await?;
    ensure!(is_fine(&told, AUTH0) && is_fine(&told, NHOST), "{told}");
    ensure!(bench.journals()?.is_empty(), "a journal was not cleared");
    ensure!(
        bench.emulator.reuse_detected() == 0,
        "a spent token was sent"
    );

    Ok(())
}

#[tokio::test]
async fn killed_while_it_waits_for_the_lock() -> Result<()> {
    let bench = signed_in().await?;
    let mut held = Vec::new();
    for file in fs::read_dir(bench.data().join("locks"))? {
        let file = File::options().write(true).open(file?.path())?;
        file.lock().context("holding a lock")?;
        held.push(file);
    }
    ensure!(held.len() == 2, "one lock for each account");
    let app = refreshing(&bench).await?;
    sleep(A_STEP).await;
    app.kill().await?;
    ensure!(
        bench.emulator.count("/oauth/token") + bench.emulator.count("/v1/token") == 0,
        "nothing was sent without the lock"
    );
    drop(held);

    both_are_fine(&bench).await
}

#[tokio::test]
async fn killed_before_the_provider_has_the_request() -> Result<()> {
    let bench = signed_in().await?;
    for path in ["/oauth/token", "/v1/token"] {
        bench
            .emulator
            .fail_times(path, 3, Fault::drop_before_commit());
    }
    let app = refreshing(&bench).await?;
    bench.asked("/oauth/token").await?;
    bench.asked("/v1/token").await?;
    ensure!(
        bench.journals()?.len() == 2,
        "it is noted before it is sent"
    );
    app.kill().await?;

    both_are_fine(&bench).await
}

#[tokio::test]
async fn killed_before_the_answer_arrives() -> Result<()> {
    let bench = signed_in().await?;
    let slow = Fault::slow(Duration::from_secs(5));
    for path in ["/oauth/token", "/v1/token"] {
        bench.emulator.fail_next(path, slow.clone());
    }
    let app = refreshing(&bench).await?;
    bench.asked("/oauth/token").await?;
    bench.asked("/v1/token").await?;
    sleep(Duration::from_millis(100)).await;
    app.kill().await?;

    let told = bench.used_anew().await?;
    ensure!(is_fine(&told, AUTH0), "the overlap was not used: {told}");
    // No overlap: the one click to sign in again says why.
    let lost = state_at(&told, NHOST);
    ensure!(lost == Some("NeedsSignIn(RotationLost)"), "{told}");
    let mut app = bench.open().await?;
    bench.sign_in_nhost(&mut app).await?;
    app.kill().await?;

    both_are_fine(&bench).await
}

#[tokio::test]
async fn killed_while_the_keychain_takes_the_new_token() -> Result<()> {
    let bench = signed_in().await?;
    bench
        .emulator
        .fail_next("/oauth/token", Fault::slow(A_STEP));
    let app = refreshing(&bench).await?;
    bench.asked("/oauth/token").await?;
    bench.desk.hush_keychain().await?;
    sleep(A_STEP * 3).await;
    app.kill().await?;
    bench.desk.wake_keychain().await?;

    let told = bench.used_anew().await?;
    ensure!(is_fine(&told, AUTH0), "old or new, never neither: {told}");
    ensure!(
        !bench.kept_sessions().await?.is_empty(),
        "the session is kept"
    );
    Ok(())
}

#[tokio::test]
async fn killed_before_the_journal_is_cleared() -> Result<()> {
    let bench = signed_in().await?;
    for file in fs::read_dir(bench.data().join("locks"))? {
        // A journal about a token that is not the one that is kept.
        let name = format!("refresh-{}.json", file?.file_name().to_string_lossy());
        let digest = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
        fs::write(
            bench.data().join(name),
            format!("{{\"token\":\"{digest}\"}}"),
        )?;
    }
    ensure!(bench.journals()?.len() == 2, "there are two journals");

    both_are_fine(&bench).await
}

#[tokio::test]
async fn asleep_in_the_middle_of_a_refresh() -> Result<()> {
    let bench = signed_in().await?;
    bench
        .emulator
        .fail_next("/oauth/token", Fault::slow(A_STEP));
    let mut app = refreshing(&bench).await?;
    bench.asked("/oauth/token").await?;
    bench.desk.signal("STOP", app.id()?).await?;
    sleep(A_STEP * 4).await;
    bench.desk.signal("CONT", app.id()?).await?;
    let told = app.answer().await?.done()?;
    ensure!(is_fine(&told, AUTH0) && is_fine(&told, NHOST), "{told}");
    app.kill().await?;

    both_are_fine(&bench).await
}
