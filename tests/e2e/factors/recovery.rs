//! Codes that are sent, and the one on paper.

use std::fs;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use tests::{
    deeds,
    desk::Keychain,
    emulator::DEMO_AUTH0,
    journey,
    page::Role,
    wait::{self, PATIENCE},
    words,
};

/// A number that nobody has, as people type it in the United States.
const NUMBER: &str = "+1 202 555 0143";
const NUMBER_SENT: &str = "+12025550143";
const ADDRESS: &str = "bob@elsewhere.example";

#[tokio::test]
async fn phone_and_mail_are_added_with_the_codes_that_were_sent() -> Result<()> {
    journey::take("sent-codes", Keychain::Unlocked, async |journey| {
        let bob = journey.emulator.person(1)?;
        journey.open_app().await?;
        journey.sign_in_with_browser(DEMO_AUTH0, &bob).await?;
        let app = journey.app()?;
        deeds::open_methods(app).await?;

        for (kind, field, typed, sent_to) in [
            (words::PHONE, words::PHONE_NUMBER, NUMBER, NUMBER_SENT),
            (words::E_MAIL_CODES, words::ADDRESS, ADDRESS, ADDRESS),
        ] {
            deeds::begin_to_add(app, kind).await?;
            app.page().fill(field, typed).await?;
            app.page().press(Role::Button, words::SEND_CODE).await?;
            let code = journey.emulator.sent_code(sent_to).await?;
            deeds::prove_factor(app, &code).await?;
            deeds::decline_the_rest(app).await?;
            app.page().wait_for_text_in(words::FACTOR, kind).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_recovery_code_is_saved_and_opens_the_account() -> Result<()> {
    journey::take("recovery-code", Keychain::Unlocked, async |journey| {
        let bob = journey.emulator.person(1)?;
        journey.open_app().await?;
        journey.sign_in_with_browser(DEMO_AUTH0, &bob).await?;
        deeds::open_methods(journey.app()?).await?;
        deeds::begin_to_add(journey.app()?, words::RECOVERY_CODE_KIND).await?;

        let page = journey.app()?.page();
        page.wait_for(words::RECOVERY_CODE).await?;
        let shown = page
            .run(
                "return document.querySelector(arguments[0]).textContent",
                vec![json!(words::RECOVERY_CODE)],
            )
            .await?;
        let code = shown.as_str().context("a code is text")?.to_owned();
        page.press(Role::Button, words::SAVE_AS_TEXT).await?;
        page.wait_for_text(words::SAVED).await?;
        let saved = super::downloaded(journey, "txt")?;
        let text = fs::read_to_string(&saved).context("reading what was saved")?;
        ensure!(
            text.contains(&code) && text.contains(&bob.email),
            "the sheet says what for whom: {text}"
        );
        page.click(words::SAVED_BOX).await?;
        page.press(Role::Button, words::DONE).await?;
        wait::until("the sheet to close", PATIENCE, async || {
            Ok((!page.shows(words::ADD_FACTOR).await?).then_some(()))
        })
        .await?;
        ensure!(
            !journey.app()?.everything_in_page().await?.contains(&code),
            "the page forgot the code"
        );

        deeds::sign_out(journey.app()?, &bob).await?;
        let strict = json!({ "auth0": { "require_second_factor": true } });
        journey.emulator.tell("PATCH", "/settings", &strict).await?;
        let address = journey.begin_in_browser(DEMO_AUTH0).await?;
        journey.browser.go_to(&address).await?;
        let browser = journey.browser.page();
        browser.fill(words::provider::CODE, &code).await?;
        browser.click(words::provider::VERIFY).await?;
        // The one on paper is spent; the provider shows the next one.
        browser.click(words::provider::CONTINUE).await?;

        deeds::see_profile(journey.app()?, &bob).await
    })
    .await
}
