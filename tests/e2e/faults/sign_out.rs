//! Killed during an enrolment and during a sign-out.

use anyhow::{Context as _, Result, ensure};
use emulator::ADA;

use crate::bench::{AUTH0, Bench};

#[tokio::test]
async fn killed_between_the_two_halves_of_an_enrolment() -> Result<()> {
    let bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    let id = app.ask(&format!("enrol {AUTH0}")).await?.done()?;
    app.kill().await?;

    let mut app = bench.open().await?;
    app.ask("look").await?.done()?;
    let listed = app.ask(&format!("factors {AUTH0}")).await?.done()?;
    ensure!(listed.contains(&id), "what was begun is listed: {listed}");
    app.ask(&format!("discard {AUTH0} {id}")).await?.done()?;
    let listed = app.ask(&format!("factors {AUTH0}")).await?.done()?;
    ensure!(!listed.contains(&id), "and can be given up: {listed}");
    Ok(())
}

#[tokio::test]
async fn killed_before_the_answer_to_a_code_arrives() -> Result<()> {
    let bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    let id = app.ask(&format!("enrol {AUTH0}")).await?.done()?;
    let code = bench.emulator.totp_code(ADA.email).context("a code")?;
    let path = format!(
        "/me/v1/authentication-methods/{}/verify",
        id.replace('|', "%7C")
    );
    bench.hold_back("/me/v1/authentication-methods/*");
    app.tell(&format!("confirm {AUTH0} {id} {code}")).await?;
    bench.asked(&path).await?;
    app.kill().await?;

    bench.emulator.clear_faults();
    let mut app = bench.open().await?;
    app.ask("look").await?.done()?;
    let listed = app.ask(&format!("factors {AUTH0}")).await?.done()?;
    ensure!(listed.contains("totp"), "the factor is there: {listed}");
    Ok(())
}

#[tokio::test]
async fn killed_before_the_provider_hears_of_a_sign_out() -> Result<()> {
    let bench = Bench::set_up().await?;
    let mut app = bench.open().await?;
    bench.sign_in(&mut app).await?;
    bench.hold_back("/oauth/revoke");
    app.tell(&format!("sign-out {AUTH0}")).await?;
    bench.asked("/oauth/revoke").await?;
    app.kill().await?;

    ensure!(bench.used_anew().await?.is_empty(), "the account is gone");
    ensure!(
        bench.kept_sessions().await?.is_empty(),
        "and so is its session"
    );
    Ok(())
}
