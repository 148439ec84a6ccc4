//! Machines on which something is not as it should be.

use std::fs;

use anyhow::{Context as _, Result, ensure};
use tests::{app::PROGRAM, desk::Keychain, journey, page::Role, words};

#[tokio::test]
async fn without_a_home_and_with_nonsense_in_the_environment_the_app_starts_and_says_what_it_cannot()
-> Result<()> {
    journey::take("nonsense", Keychain::Unlocked, async |journey| {
        // Nobody, not even the administrator, can write there.
        for name in [
            "XDG_DATA_HOME",
            "XDG_CONFIG_HOME",
            "XDG_CACHE_HOME",
            "XDG_STATE_HOME",
        ] {
            journey.desk.set(name, "/proc/nonsense");
        }
        journey.desk.unset("HOME");
        journey.desk.set("TZ", "No/Such:Zone,,;\u{1}");
        journey.desk.set("LANG", "C");
        journey.desk.set("LC_ALL", "xx_XX.nonsense");
        journey.desk.set("LANGUAGE", ":::");
        journey.open_app().await?;

        let page = journey.app()?.page();
        page.wait_for(words::WELCOME).await?;
        page.click(words::TO_SETTINGS).await?;
        page.press(Role::Choice, words::DARK).await?;
        page.wait_for_text(words::NOT_WRITABLE).await?;

        ensure!(
            journey.desk.processes_of(PROGRAM)?.len() == 1,
            "the app goes on"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn files_that_are_taken_away_while_the_app_runs_are_told_and_found_again() -> Result<()> {
    journey::take("files-away", Keychain::Unlocked, async |journey| {
        let data = journey.desk.folder("data");
        journey.desk.set("LATCHKEY_DATA_DIR", &data);
        journey.open_app().await?;
        let page = journey.app()?.page();
        page.wait_for(words::WELCOME).await?;
        page.click(words::TO_SETTINGS).await?;

        let away = journey.desk.folder("away");
        for _ in 0..3 {
            fs::rename(&data, &away).context("taking the folder away")?;
            fs::write(&data, "a file in its place").context("putting a file there")?;
            page.press(Role::Choice, words::DARK).await?;
            page.wait_for_text(words::NOT_WRITABLE).await?;

            fs::remove_file(&data).context("removing the file")?;
            fs::rename(&away, &data).context("bringing the folder back")?;
            page.press(Role::Choice, words::LIGHT).await?;
            page.wait_for("html[data-theme=light]").await?;
        }
        let settings =
            fs::read_to_string(data.join("settings.json")).context("reading settings")?;
        ensure!(
            settings.contains("\"light\""),
            "what was chosen last is kept: {settings}"
        );
        ensure!(
            journey.desk.processes_of(PROGRAM)?.len() == 1,
            "the app goes on"
        );
        Ok(())
    })
    .await
}
