//! Providers that refuse or do not answer, and a disk that is full. Each ends in a sentence and loses nothing.

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use tests::{
    app::SERVICE,
    deeds,
    desk::Keychain,
    emulator::{DEMO_AUTH0, DEMO_NHOST},
    journey,
    page::Role,
    say, words,
};

#[tokio::test]
async fn saying_no_at_the_provider_ends_the_sign_in_and_nothing_else() -> Result<()> {
    journey::take("denied", Keychain::Unlocked, async |journey| {
        let bob = journey.emulator.person(1)?;
        journey.open_app().await?;
        deeds::sign_in_with_password(journey.app()?, DEMO_NHOST, &bob).await?;
        let kept = journey.desk.kept_secrets(SERVICE).await?;

        let address = journey.begin_in_browser(DEMO_AUTH0).await?;
        journey.browser.go_to(&address).await?;
        journey.browser.page().click(words::provider::DENY).await?;

        journey
            .app()?
            .page()
            .wait_for_text(words::CANCELLED)
            .await?;
        ensure!(
            journey.desk.kept_secrets(SERVICE).await? == kept,
            "the other session is as it was"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_wrong_password_is_said_and_can_be_mended() -> Result<()> {
    journey::take("wrong-password", Keychain::Unlocked, async |journey| {
        let bob = journey.emulator.person(1)?;
        journey.open_app().await?;
        deeds::choose_connection(journey.app()?, DEMO_NHOST).await?;

        deeds::send_password(journey.app()?, &bob.email, "not the password").await?;
        journey
            .app()?
            .page()
            .wait_for_text(words::WRONG_PASSWORD)
            .await?;
        deeds::send_password(journey.app()?, &bob.email, &bob.password).await?;

        deeds::see_profile(journey.app()?, &bob).await
    })
    .await
}

#[tokio::test]
async fn a_provider_that_is_gone_takes_no_session_with_it() -> Result<()> {
    journey::take("dead-provider", Keychain::Unlocked, async |journey| {
        let (ada, bob) = (journey.emulator.person(0)?, journey.emulator.person(1)?);
        journey.open_app().await?;
        journey.sign_in_with_browser(DEMO_AUTH0, &ada).await?;
        let kept = journey.desk.kept_secrets(SERVICE).await?;
        journey.emulator.kill().await?;

        let page = journey.app()?.page();
        page.click(words::REFRESH).await?;
        page.wait_for_text(words::STALE).await?;
        deeds::see_profile(journey.app()?, &ada).await?;
        deeds::choose_connection(journey.app()?, DEMO_NHOST).await?;
        deeds::send_password(journey.app()?, &bob.email, &bob.password).await?;
        page.wait_for_text(words::UNREACHABLE).await?;

        journey.kill_app().await?;
        journey.open_app().await?;
        deeds::see_profile(journey.app()?, &ada).await?;
        ensure!(
            journey.desk.kept_secrets(SERVICE).await? == kept,
            "the session is as it was"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_token_that_the_provider_loses_leaves_no_half_session() -> Result<()> {
    journey::take("token-lost", Keychain::Unlocked, async |journey| {
        let ada = journey.emulator.person(0)?;
        let broken = json!({ "path": "/oauth/token", "times": 3, "fault": { "kind": "answer", "status": 503 } });
        journey.emulator.tell("POST", "/faults", &broken).await?;
        journey.open_app().await?;
        let address = journey.begin_in_browser(DEMO_AUTH0).await?;
        journey.browser.go_to(&address).await?;
        journey.browser.sign_in(&ada.email, &ada.password).await?;

        journey.app()?.page().wait_for_text("did not finish").await?;
        let kept = journey.desk.search_keychain(SERVICE).await?;
        ensure!(!kept.contains("refresh_token"), "nothing was kept: {kept}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_full_disk_is_said_and_keeps_what_was_there() -> Result<()> {
    journey::take("full-disk", Keychain::Unlocked, async |journey| {
        let Some(disk) = journey.desk.small_disk("disk", "256k").await? else {
            say::line("skipped: this user may not mount a disk of their own");
            return Ok(());
        };
        let ada = journey.emulator.person(0)?;
        let data = disk.join("data");
        journey.desk.set("LATCHKEY_DATA_DIR", &data);
        journey.open_app().await?;
        journey.sign_in_with_browser(DEMO_AUTH0, &ada).await?;
        let before = folder(&data)?;

        journey.desk.fill(&disk)?;
        let page = journey.app()?.page();
        page.click(words::TO_SETTINGS).await?;
        page.press(Role::Choice, words::DARK).await?;
        page.wait_for_text(words::DISK_FULL).await?;

        ensure!(folder(&data)? == before, "the files are as they were");
        journey.kill_app().await?;
        journey.open_app().await?;
        deeds::see_profile(journey.app()?, &ada).await
    })
    .await
}

/// Names and contents of the settings and records in a folder; what is logged may change.
fn folder(path: &std::path::Path) -> Result<Vec<(std::ffi::OsString, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).context("looking into the app's files")? {
        let file = entry.context("looking into the app's files")?.path();
        if file.extension().is_some_and(|ending| ending == "json") {
            files.push((
                file.clone().into_os_string(),
                std::fs::read(&file).context("reading one of the app's files")?,
            ));
        }
    }
    files.sort();

    Ok(files)
}
