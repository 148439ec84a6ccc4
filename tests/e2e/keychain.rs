//! Keychains that are missing, locked or silent. The window answers, says so, and offers a session until exit.

use std::time::Duration;

use anyhow::{Result, ensure};
use tests::{
    app::SERVICE,
    deeds,
    desk::{
        Keychain,
        secret_service::{Person, SecretService},
    },
    emulator::{DEMO_AUTH0, DEMO_NHOST},
    journey::{self, Journey},
    page::Role,
    wait::{self, PATIENCE},
    words,
};
use tokio::time::Instant;

/// The promise, and what the start of the app and of the browser engine may take on a busy machine.
const SAID_WITHIN: Duration = Duration::from_secs(3 + 5);

#[tokio::test]
async fn without_a_keychain_a_session_lasts_until_exit_if_somebody_wants_that() -> Result<()> {
    journey::take("no-keychain", Keychain::Absent, async |journey| {
        says_so(journey, words::VAULT_UNAVAILABLE).await?;
        until_exit(journey).await
    })
    .await
}

#[tokio::test]
async fn a_silent_keychain_does_not_freeze_the_window() -> Result<()> {
    journey::take("silent-keychain", Keychain::Silent, async |journey| {
        says_so(journey, words::VAULT_SILENT).await?;
        until_exit(journey).await?;
        journey.desk.wake_keychain().await?;
        nothing_kept(journey).await
    })
    .await
}

#[tokio::test]
async fn a_locked_keychain_is_said_and_nothing_asks_for_its_password_unbidden() -> Result<()> {
    journey::take("locked-keychain", Keychain::Locked, async |journey| {
        says_so(journey, words::VAULT_LOCKED).await?;
        ensure!(
            journey.desk.windows_named("Unlock").await?.is_empty(),
            "no prompt was opened"
        );
        until_exit(journey).await
    })
    .await
}

#[tokio::test]
async fn a_question_that_nobody_answers_is_said_and_taken_back_and_one_that_is_closed_is_not_repeated()
-> Result<()> {
    journey::take("unanswered-keychain", Keychain::Absent, async |journey| {
        let keychain = SecretService::start(&journey.desk).await?;
        keychain.lock();
        keychain.seat(Person::LooksAway);
        says_so(journey, words::VAULT_LOCKED).await?;
        let press = async |name| journey.app()?.page().press(Role::Button, name).await;
        let says = async |words| journey.app()?.page().wait_for_text(words).await;

        let asked = Instant::now();
        press(words::UNLOCK).await?;
        says(words::VAULT_WAITING).await?;
        ensure!(asked.elapsed() < SAID_WITHIN, "the person is told soon");
        press(words::CANCEL).await?;
        says(words::VAULT_DENIED).await?;
        ensure!(
            (keychain.asked(), keychain.taken_back()) == (1, 1),
            "the question is gone"
        );

        keychain.seat(Person::Dismisses);
        press(words::UNLOCK).await?;
        wait::until("a second question", PATIENCE, async || {
            Ok((keychain.asked() == 2).then_some(()))
        })
        .await?;
        says(words::VAULT_DENIED).await?;
        press(words::TRY_AGAIN).await?;
        says(words::VAULT_LOCKED).await?;
        ensure!(
            (keychain.asked(), keychain.taken_back()) == (2, 1),
            "nobody is asked again unbidden"
        );

        keychain.seat(Person::Answers);
        press(words::UNLOCK).await?;
        wait::until("the keychain to be open", PATIENCE, async || {
            let text = journey.app()?.page().text().await?;
            Ok((!text.contains(words::VAULT_LOCKED)).then_some(()))
        })
        .await?;
        let ada = journey.emulator.person(0)?;
        journey.sign_in_with_browser(DEMO_AUTH0, &ada).await?;
        let kept = keychain.entries();
        ensure!(kept.len() == 1, "the session is kept: {}", kept.len());
        Ok(())
    })
    .await
}

async fn says_so(journey: &mut Journey, words: &str) -> Result<()> {
    let start = Instant::now();
    journey.open_app().await?;
    journey.app()?.page().wait_for_text(words).await?;
    let took = start.elapsed();

    ensure!(
        took < SAID_WITHIN,
        "it took {} ms to say so",
        took.as_millis()
    );
    Ok(())
}

async fn until_exit(journey: &mut Journey) -> Result<()> {
    let (ada, bob) = (journey.emulator.person(0)?, journey.emulator.person(1)?);
    journey
        .app()?
        .page()
        .press(Role::Button, words::KEEP_UNTIL_EXIT)
        .await?;
    journey.sign_in_with_browser(DEMO_AUTH0, &ada).await?;
    journey
        .app()?
        .page()
        .wait_for_text(words::UNTIL_EXIT)
        .await?;

    deeds::sign_in_with_password(journey.app()?, DEMO_NHOST, &bob).await
}

async fn nothing_kept(journey: &Journey) -> Result<()> {
    let kept = journey.desk.search_keychain(SERVICE).await?;

    ensure!(!kept.contains("refresh_token"), "nothing was kept: {kept}");
    Ok(())
}
