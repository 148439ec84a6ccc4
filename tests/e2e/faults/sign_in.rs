//! Killed during a sign-in.

use std::{fs, time::Duration};

use anyhow::{Result, ensure};
use emulator::{ADA, Fault};
use tests::windowless::Answer;
use tokio::time::sleep;

use super::A_STEP;
use crate::bench::{AUTH0, Bench, is_fine};

#[tokio::test]
async fn killed_while_somebody_is_in_the_browser() -> Result<()> {
    let bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    let home = bench.come_back(&mut app, &ADA).await?;
    app.kill().await?;

    let mut app = bench.open().await?;
    ensure!(
        app.ask("look").await?.done()?.is_empty(),
        "nobody is signed in"
    );
    let late = app.ask(&format!("home {home}")).await?;
    ensure!(
        matches!(&late, Answer::Failed(why) if why.contains("NothingPending")),
        "a late link has nothing to come home to: {late:?}"
    );
    ensure!(
        bench.emulator.count("/oauth/token") == 0,
        "its code was spent"
    );
    ensure!(bench.kept_sessions().await?.is_empty(), "nothing is kept");

    bench.sign_in(&mut app).await
}

#[tokio::test]
async fn killed_before_the_code_is_spent() -> Result<()> {
    let bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    let home = bench.come_back(&mut app, &ADA).await?;
    // Whether the session can be kept is asked before anything is spent on it.
    bench.desk.hush_keychain().await?;
    app.tell(&format!("home {home}")).await?;
    sleep(A_STEP).await;
    app.kill().await?;
    bench.desk.wake_keychain().await?;

    ensure!(
        bench.emulator.count("/oauth/token") == 0,
        "the code was spent"
    );
    ensure!(bench.used_anew().await?.is_empty(), "nobody is signed in");
    ensure!(bench.kept_sessions().await?.is_empty(), "nothing is kept");
    Ok(())
}

#[tokio::test]
async fn killed_while_the_provider_answers_the_code() -> Result<()> {
    let bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    let home = bench.come_back(&mut app, &ADA).await?;
    bench.hold_back("/oauth/token");
    app.tell(&format!("home {home}")).await?;
    bench.asked("/oauth/token").await?;
    app.kill().await?;

    ensure!(bench.used_anew().await?.is_empty(), "nobody is signed in");
    ensure!(bench.kept_sessions().await?.is_empty(), "nothing is kept");
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await
}

#[tokio::test]
async fn killed_while_the_keychain_takes_the_session() -> Result<()> {
    let bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    let home = bench.come_back(&mut app, &ADA).await?;
    bench.emulator.forget_requests();
    bench
        .emulator
        .fail_next("/oauth/token", Fault::slow(A_STEP));
    app.tell(&format!("home {home}")).await?;
    bench.asked("/oauth/token").await?;
    bench.desk.hush_keychain().await?;
    sleep(A_STEP * 3).await;
    app.kill().await?;
    bench.desk.wake_keychain().await?;
    sleep(Duration::from_millis(100)).await;

    let told = bench.used_anew().await?;
    ensure!(
        told.is_empty() || is_fine(&told, AUTH0),
        "neither in nor out: {told}"
    );
    bench.kept_sessions().await?;
    Ok(())
}

#[tokio::test]
async fn killed_between_the_keychain_and_the_list_of_accounts() -> Result<()> {
    let bench = Bench::set_up().await?;
    // What stands in the way of the list is as good as an end before it was written.
    fs::create_dir_all(bench.data().join(".accounts.new/x"))?;
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    app.kill().await?;
    ensure!(
        !bench.data().join("accounts.json").exists(),
        "the list was written"
    );
    fs::remove_dir_all(bench.data().join(".accounts.new"))?;

    let told = bench.used_anew().await?;
    ensure!(
        is_fine(&told, AUTH0),
        "the account is not found again: {told:?}"
    );
    ensure!(bench.data().join("accounts.json").exists(), "nor listed");
    Ok(())
}

#[tokio::test]
async fn killed_before_anybody_hears_of_it() -> Result<()> {
    let bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    bench.sign_in_nhost(&mut app).await?;
    app.kill().await?;

    let told = bench.used_anew().await?;
    ensure!(
        told.matches("SignedIn").count() == 2,
        "both are signed in: {told}"
    );
    Ok(())
}

#[tokio::test]
async fn without_a_place_for_files_the_keychain_is_enough() -> Result<()> {
    let mut bench = Bench::set_up().await?;
    let file = bench.desk.folder("a-file");
    fs::write(&file, "")?;
    bench.desk.set("LATCHKEY_DATA_DIR", file.join("data"));
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    app.kill().await?;

    let told = bench.used_anew().await?;
    ensure!(
        is_fine(&told, AUTH0),
        "the session is not found again: {told:?}"
    );
    Ok(())
}
