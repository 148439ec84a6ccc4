//! Secrets on the screen and on the clipboard: there for the person, and for nobody a while later.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use tests::{
    app::PROGRAM,
    deeds,
    desk::Keychain,
    emulator::DEMO_AUTH0,
    journey::{self, Journey},
    page::Role,
    wait::{self, PATIENCE},
    words,
};
use tokio::time::{Instant, sleep};

/// As long as a secret stays on the clipboard, by the app's word for it.
const A_MINUTE: Duration = Duration::from_secs(60);
/// Between two looks at the clipboard, and what a busy machine may be late.
const LATE: Duration = Duration::from_secs(10);

/// The form in which text is asked for, and the one by which histories know that they are to keep none of it.
const TEXT: &str = "UTF8_STRING";
const HINT: &str = "x-kde-passwordManagerHint";

const SOMETHING_ELSE: &str = "a line of a letter";

/// It takes the minute that it is about: nothing in the app may shorten that.
#[tokio::test]
async fn a_copied_key_is_gone_after_a_minute_and_no_history_keeps_it() -> Result<()> {
    journey::take("clipboard", Keychain::Unlocked, async |journey| {
        let key = shown_key(journey).await?;
        let copied = copy_key(journey, &key).await?;
        let hint = journey.desk.clipboard(HINT).await?;
        ensure!(
            hint.as_deref() == Some("secret"),
            "histories are told {hint:?}"
        );

        sleep(A_MINUTE.saturating_sub(copied.elapsed() + LATE)).await;
        ensure!(
            journey.desk.clipboard(TEXT).await?.is_some() || copied.elapsed() >= A_MINUTE,
            "it was taken away after {:?}",
            copied.elapsed()
        );
        wait::until("the clipboard to be empty", PATIENCE, async || {
            Ok(journey.desk.clipboard(TEXT).await?.is_none().then_some(()))
        })
        .await?;
        let after = copied.elapsed();
        ensure!(after < A_MINUTE + LATE, "it was there for {after:?}");

        let said = journey.app()?.page().text().await?;
        ensure!(!said.contains("Gone from the clipboard in"), "{said}");
        Ok(())
    })
    .await
}

/// It takes the same minute, and does something else meanwhile.
#[tokio::test]
async fn what_was_copied_since_stays_and_a_key_on_the_screen_is_covered_while_one_is_away()
-> Result<()> {
    journey::take("covered", Keychain::Unlocked, async |journey| {
        journey.desk.manage_windows()?;
        let key = shown_key(journey).await?;
        let copied = copy_key(journey, &key).await?;
        journey.desk.copy(SOMETHING_ELSE).await?;

        journey.desk.focus(PROGRAM).await?;
        let page = journey.app()?.page();
        ensure!(page.shows(words::QR).await?, "it is shown to who is there");
        let elsewhere = journey
            .desk
            .environment()
            .start("display", &["-title", "Elsewhere", "xc:white"])?;
        journey.desk.focus("display").await?;
        wait::until("the key to be covered", PATIENCE, async || {
            let is_covered = !page.shows(words::QR).await? && !page.shows(words::KEY).await?;

            Ok(is_covered.then_some(()))
        })
        .await?;
        let said = journey.app()?.everything_in_page().await?;
        ensure!(!said.contains(&key), "what is covered is not there at all");

        drop(elsewhere);
        journey.desk.focus(PROGRAM).await?;
        page.press(Role::Button, words::SHOW_AGAIN).await?;
        page.wait_for(words::QR).await?;
        page.wait_for_text_in(words::KEY, &key).await?;

        sleep((A_MINUTE + LATE).saturating_sub(copied.elapsed())).await;
        let left = journey.desk.clipboard(TEXT).await?;
        ensure!(
            left.as_deref() == Some(SOMETHING_ELSE),
            "the clipboard has {left:?}"
        );
        Ok(())
    })
    .await
}

/// Begins to add an authenticator app, and answers the key as it stands on the screen. It is covered as soon as somebody
/// is away.
async fn shown_key(journey: &mut Journey) -> Result<String> {
    let bob = journey.emulator.person(1)?;
    journey.open_app().await?;
    journey.sign_in_with_browser(DEMO_AUTH0, &bob).await?;
    let page = journey.app()?.page();
    page.click(words::TO_SETTINGS).await?;
    page.press(Role::Choice, words::COVER_AT_ONCE).await?;
    deeds::open_methods(journey.app()?).await?;
    deeds::begin_to_add(journey.app()?, words::AUTHENTICATOR_APP).await?;
    page.press(Role::Button, words::CANNOT_SCAN).await?;
    page.wait_for(words::KEY).await?;
    let shown = page
        .run(
            "return document.querySelector(arguments[0]).textContent",
            vec![json!(words::KEY)],
        )
        .await?;

    shown.as_str().map(str::to_owned).context("a key is text")
}

/// Copies the key, and answers when.
async fn copy_key(journey: &Journey, key: &str) -> Result<Instant> {
    let page = journey.app()?.page();
    page.press(Role::Button, words::COPY_KEY).await?;
    let copied = Instant::now();
    page.wait_for_text("Gone from the clipboard in 60 seconds")
        .await?;
    // In groups on the screen, and in one on the clipboard.
    let whole: String = key.split_whitespace().collect();
    let there = journey.desk.clipboard(TEXT).await?;
    ensure!(there == Some(whole), "the key is on the clipboard");

    Ok(copied)
}
