//! Several processes with one home and one keychain.

use anyhow::{Context as _, Result, ensure};
use tests::{say, windowless::Windowless};

use crate::bench::{AUTH0, Bench, is_fine};

const PROCESSES: usize = 8;
const COMMANDS: usize = 50;

/// Access tokens never leave their process, so each process needs one. What they share is the refresh token: each
/// exchanges the one that the one before it saved, and none is spent twice.
#[tokio::test]
async fn eight_processes_with_fifty_commands_each_exchange_one_token_after_the_other() -> Result<()>
{
    let bench = Bench::set_up().await?;
    bench
        .emulator
        .change(|settings| settings.auth0.access_token_secs = 3_600);
    let mut first = bench.open().await?;
    bench.sign_in(&mut first).await?;
    let factors = first.ask(&format!("factors {AUTH0}")).await?.done()?;
    let factor = factors.split(' ').next().context("a factor")?.to_owned();
    first.kill().await?;
    bench.emulator.forget_requests();
    // Without an overlap the provider would not forgive a second use.
    bench
        .emulator
        .change(|settings| settings.auth0.rotation_overlap_secs = 0);

    let mut apps = Vec::new();
    for _ in 0..PROCESSES {
        apps.push(bench.open().await?);
    }
    for app in &mut apps {
        app.tell(&format!("many {AUTH0} {COMMANDS} {factor}"))
            .await?;
    }
    let mut answered = 0;
    for app in &mut apps {
        answered += app.answer().await?.done()?.parse::<usize>()?;
    }
    let requests = bench.emulator.count("/oauth/token");
    say::line(&format!(
        "commands_of_{PROCESSES}_processes: {answered} of {}",
        PROCESSES * COMMANDS
    ));
    say::line(&format!(
        "token_requests_of_{PROCESSES}_processes: {requests} of {PROCESSES}"
    ));
    ensure!(answered == PROCESSES * COMMANDS, "all are answered");
    ensure!(requests == PROCESSES, "one exchange for each process");
    ensure!(
        bench.emulator.reuse_detected() == 0,
        "a spent token was sent"
    );

    let sessions = bench.kept_sessions().await?;
    ensure!(sessions.len() == 1, "one session");
    let generation = sessions[0]["generation"].as_u64();
    ensure!(generation == Some(1 + PROCESSES as u64), "{generation:?}");
    Ok(())
}

#[tokio::test]
async fn what_signs_out_in_one_process_does_not_come_back_from_another() -> Result<()> {
    let bench = Bench::set_up().await?;
    let mut one = bench.open().await?;
    bench.sign_in(&mut one).await?;
    let mut other: Windowless = bench.open().await?;
    let told = other.ask("look").await?.done()?;
    ensure!(is_fine(&told, AUTH0), "{told}");
    other.tell("read").await?;
    one.ask(&format!("sign-out {AUTH0}")).await?.done()?;
    other.answer().await?.done()?;

    let told = other.ask("look").await?.done()?;
    ensure!(told.is_empty() || !is_fine(&told, AUTH0), "{told}");
    ensure!(bench.kept_sessions().await?.is_empty(), "it was saved anew");
    Ok(())
}
