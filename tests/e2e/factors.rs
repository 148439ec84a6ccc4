//! Sign-in methods: added, used, renamed, replaced and removed by a person with a phone.

mod authenticator;
mod costs;
mod nhost;
mod recovery;
mod replacing;

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use anyhow::{Context as _, Result, ensure};
use fantoccini::{Locator, key::Key};
use serde_json::json;
use tests::{
    app::SERVICE,
    canary::Canary,
    deeds,
    desk::Keychain,
    emulator::DEMO_AUTH0,
    journey::{self, Journey},
    page::Role,
    wait::{self, PATIENCE},
    words,
};

use authenticator::Authenticator;
use costs::Costs;

/// As long as the windows of Auth0's limits per person.
const A_MINUTE: i64 = 60;

#[tokio::test]
async fn an_authenticator_app_is_scanned_used_and_renamed_at_auth0() -> Result<()> {
    journey::take("totp-auth0", Keychain::Unlocked, async |journey| {
        let bob = journey.emulator.person(1)?;
        free_plan(journey).await?;
        journey.open_app().await?;
        journey.sign_in_with_browser(DEMO_AUTH0, &bob).await?;
        deeds::open_methods(journey.app()?).await?;

        let costs = Costs::begin(&journey.emulator).await?;
        deeds::begin_to_add(journey.app()?, words::AUTHENTICATOR_APP).await?;
        let phone = Authenticator::scan(journey).await?;
        let app = journey.app()?;
        app.page().press(Role::Button, words::CANNOT_SCAN).await?;
        app.page().press(Role::Button, words::OPEN_IN_APP).await?;
        app.page().wait_for_text(words::NO_APP).await?;
        enter_code(journey, &phone).await?;
        let costs = costs.so_far(&journey.emulator).await?;
        ensure!(
            costs.writes <= 2 && costs.reads <= 1,
            "an enrolment costs {costs:?}"
        );
        deeds::decline_the_rest(app).await?;

        let mut canary = Canary::default();
        canary.know_keychain(&journey.desk.search_keychain(SERVICE).await?)?;
        canary.search(&journey.desk, &app.everything_in_page().await?)?;
        let said = app.everything_in_page().await?;
        ensure!(!said.contains(&phone.key()), "the page forgot the key");

        a_minute_later(journey).await?;
        deeds::rename(journey.app()?, words::AUTHENTICATOR_APP, "Bob’s phone").await?;
        deeds::sign_out(journey.app()?, &bob).await?;
        journey
            .emulator
            .tell(
                "PATCH",
                "/settings",
                &json!({ "auth0": { "require_second_factor": true } }),
            )
            .await?;

        let address = journey.begin_in_browser(DEMO_AUTH0).await?;
        journey.browser.go_to(&address).await?;
        // The browser still knows him; the second step is asked for all the same.
        let browser = journey.browser.page();
        browser
            .fill(words::provider::CODE, &phone.code(&journey.emulator).await?)
            .await?;
        browser.click(words::provider::VERIFY).await?;
        deeds::see_profile(journey.app()?, &bob).await?;
        deeds::open_methods(journey.app()?).await?;
        journey.app()?.page().wait_for_text("Bob’s phone").await
    })
    .await
}

#[tokio::test]
async fn a_key_gets_into_an_app_on_this_computer_onto_the_clipboard_and_into_a_picture()
-> Result<()> {
    journey::take("key-elsewhere", Keychain::Unlocked, async |journey| {
        let bob = journey.emulator.person(1)?;
        journey.desk.install_authenticator()?;
        journey.open_app().await?;
        journey.sign_in_with_browser(DEMO_AUTH0, &bob).await?;
        deeds::open_methods(journey.app()?).await?;
        deeds::begin_to_add(journey.app()?, words::AUTHENTICATOR_APP).await?;
        let phone = Authenticator::scan(journey).await?;
        let page = journey.app()?.page();
        page.press(Role::Button, words::CANNOT_SCAN).await?;

        page.press(Role::Button, words::OPEN_IN_APP).await?;
        wait::until("the authenticator app", PATIENCE, async || {
            let opened = journey.desk.opened_keys();

            Ok((opened == [phone.address()]).then_some(()))
        })
        .await?;

        page.press(Role::Button, words::SAVE_PICTURE).await?;
        page.press(Role::Button, words::SAVE_ANYWAY).await?;
        page.wait_for_text(words::SAVED).await?;
        let picture = downloaded(journey, "png")?;
        let read = authenticator::read(journey, &picture).await?;
        ensure!(read == phone.address(), "the picture is that of the screen");

        page.press(Role::Button, words::CHECK_PICTURE).await?;
        page.client()
            .find(Locator::Css(words::PICTURE_FIELD))
            .await
            .context("looking for the field for a picture")?
            .send_keys(&picture.to_string_lossy())
            .await
            .context("choosing a picture")?;
        page.wait_for_text(words::SAME_CODE).await?;

        page.press(Role::Button, words::COPY_KEY).await?;
        page.wait_for_text("Gone from the clipboard in 60 seconds")
            .await?;
        page.press(Role::Button, words::SCANNED).await?;
        page.fill(
            words::ONE_TIME_CODE,
            &format!("{}v", char::from(Key::Control)),
        )
        .await?;
        let pasted = page
            .run(
                "return document.querySelector(arguments[0]).value",
                vec![json!(words::ONE_TIME_CODE)],
            )
            .await?;
        ensure!(pasted == json!(phone.key()), "the key is on the clipboard");
        Ok(())
    })
    .await
}

/// Says that the app has the key, and types what it shows.
async fn enter_code(journey: &Journey, phone: &Authenticator) -> Result<()> {
    let app = journey.app()?;
    app.page().press(Role::Button, words::SCANNED).await?;

    deeds::prove_factor(app, &phone.code(&journey.emulator).await?).await
}

/// The one file with this ending among the downloads, which nobody but its owner can read.
fn downloaded(journey: &Journey, ending: &str) -> Result<PathBuf> {
    let folder = journey.desk.home().join("Downloads");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).context("looking into the downloads")? {
        let path = entry.context("looking into the downloads")?.path();
        if path.extension().is_some_and(|it| it == ending) {
            files.push(path);
        }
    }
    let [file] = files.as_slice() else {
        anyhow::bail!("one file was expected, not {files:?}");
    };
    let mode = fs::metadata(file)
        .context("looking at a file")?
        .permissions()
        .mode();
    ensure!(mode & 0o777 == 0o600, "others may not read it: {mode:o}");

    Ok(file.clone())
}

/// The smallest allowance that a tenant can have.
async fn free_plan(journey: &Journey) -> Result<()> {
    let free = json!({ "auth0": { "my_account_api": { "rate_plan": "free" } } });

    journey.emulator.tell("PATCH", "/settings", &free).await
}

/// Lets the allowance of a minute begin anew.
async fn a_minute_later(journey: &Journey) -> Result<()> {
    let later = json!({ "advance_secs": A_MINUTE });

    journey.emulator.tell("POST", "/clock", &later).await
}
