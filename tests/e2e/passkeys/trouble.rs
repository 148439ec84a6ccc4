//! What goes wrong between the page and a key.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use firmware::{Command, Leaving, reader as readers};
use serde_json::{Value, json};
use tests::{
    app::App,
    deeds,
    emulator::DEMO_AUTH0,
    journey::Journey,
    page::Role,
    wait::{self, PATIENCE},
    words,
};

use super::{
    reader,
    sheet::{self, PIN},
};

#[tokio::test]
async fn a_wrong_pin_and_a_change_of_mind_leave_nothing_behind() -> Result<()> {
    reader::take("passkey-mind", async |journey, _| {
        let bob = journey.emulator.person(1)?;
        journey.sign_in_with_browser(DEMO_AUTH0, &bob).await?;
        let app = journey.app()?;
        let page = app.page();
        sheet::set_pin(app).await?;
        deeds::open_methods(app).await?;

        sheet::begin_to_add(app).await?;
        sheet::enter_pin(app, "0000").await?;
        page.wait_for_text("This PIN is wrong. 7 tries left.")
            .await?;
        page.press(Role::Button, words::CANCEL).await?;
        sheet::gone(app).await?;
        ensure!(passkeys(journey).await? == 0, "nothing was added");

        sheet::begin_to_add(app).await?;
        page.fill(words::PIN, &format!("{PIN}{}", char::from(Key::Escape)))
            .await?;
        sheet::gone(app).await?;

        sheet::begin_to_add(app).await?;
        sheet::enter_pin(app, PIN).await?;
        sheet::call_it(app, None).await?;
        ensure!(passkeys(journey).await? == 1, "the third time it counts");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn there_is_one_ceremony_at_a_time() -> Result<()> {
    reader::take("passkey-two", async |journey, _| {
        let bob = journey.emulator.person(1)?;
        journey.sign_in_with_browser(DEMO_AUTH0, &bob).await?;
        let app = journey.app()?;
        deeds::open_methods(app).await?;
        sheet::begin_to_add(app).await?;
        app.page().wait_for_text(words::CHOOSE_PIN).await?;

        // The page opens one sheet at a time; a page gone wrong would not.
        let second = "const done = arguments[arguments.length - 1]; \
             window.__TAURI_INTERNALS__.invoke('change_key_pin', { events: '__CHANNEL__:4242' }).then(done, done)";
        let answer = app.page().client().execute_async(second, Vec::new());
        let answer = answer.await?;
        ensure!(
            answer == json!({ "code": "passkey", "problem": "ceremony_running" }),
            "the second one was answered {answer}"
        );

        sheet::choose_pin(app).await?;
        sheet::call_it(app, None).await
    })
    .await
}

#[tokio::test]
async fn a_card_that_is_taken_away_in_any_phase_is_missed_and_good_again() -> Result<()> {
    reader::take("passkey-gone", async |journey, card| {
        let bob = journey.emulator.person(1)?;
        journey.sign_in_with_browser(DEMO_AUTH0, &bob).await?;
        let app = journey.app()?;
        let page = app.page();
        sheet::set_pin(app).await?;
        deeds::open_methods(app).await?;

        // Before anything was begun: it is waited for.
        card.take_away();
        sheet::begin_to_add(app).await?;
        page.wait_for_text(words::INSERT_KEY).await?;
        card.put_on_reader(readers::ADDRESS)?;
        page.wait_for(words::PIN).await?;
        // While the person types.
        card.take_away();
        sheet::enter_pin(app, PIN).await?;
        missed(app).await?;
        card.put_on_reader(readers::ADDRESS)?;

        for moment in [
            Leaving::Before(Command::MakeCredential),
            Leaving::After(Command::MakeCredential),
        ] {
            card.leave(moment);
            page.press(Role::Button, words::TRY_AGAIN).await?;
            sheet::enter_pin(app, PIN).await?;
            missed(app).await?;
            card.take_away();
            card.put_on_reader(readers::ADDRESS)?;
        }
        ensure!(passkeys(journey).await? == 0, "nothing was added");

        page.press(Role::Button, words::TRY_AGAIN).await?;
        sheet::enter_pin(app, PIN).await?;
        sheet::call_it(app, None).await?;
        ensure!(passkeys(journey).await? == 1, "the last one counts");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_window_that_is_closed_in_the_middle_leaves_the_key_free() -> Result<()> {
    reader::take("passkey-closed", async |journey, _| {
        let bob = journey.emulator.person(1)?;
        journey.sign_in_with_browser(DEMO_AUTH0, &bob).await?;
        let app = journey.app()?;
        sheet::set_pin(app).await?;
        deeds::open_methods(app).await?;
        sheet::begin_to_add(app).await?;
        app.page().wait_for(words::PIN).await?;

        journey.close_app().await?;
        journey.open_app().await?;

        let app = journey.app()?;
        ensure!(passkeys(journey).await? == 0, "nothing was added");
        deeds::open_methods(app).await?;
        sheet::begin_to_add(app).await?;
        sheet::enter_pin(app, PIN).await?;
        sheet::call_it(app, None).await
    })
    .await
}

#[tokio::test]
async fn killed_between_a_key_and_the_provider() -> Result<()> {
    reader::take("passkey-killed", async |journey, card| {
        let bob = journey.emulator.person(1)?;
        journey.sign_in_with_browser(DEMO_AUTH0, &bob).await?;
        let app = journey.app()?;
        sheet::set_pin(app).await?;
        deeds::open_methods(app).await?;
        sheet::begin_to_add(app).await?;
        card.leave(Leaving::After(Command::MakeCredential));
        sheet::enter_pin(app, PIN).await?;
        missed(app).await?;

        journey.kill_app().await?;
        card.take_away();
        card.put_on_reader(readers::ADDRESS)?;
        journey.open_app().await?;

        let app = journey.app()?;
        let page = app.page();
        deeds::open_methods(app).await?;
        page.wait_for(words::LOOSE_PASSKEY).await?;
        page.press(Role::Button, words::READ_KEY).await?;
        sheet::enter_pin(app, PIN).await?;
        page.wait_for_text_in(words::ON_KEY, words::ORPHAN).await?;
        sheet::delete_on_key(app, &bob.name).await?;
        deeds::open_methods(app).await?;
        page.press(Role::Button, words::LOOKED).await?;
        wait::until("the note to go", PATIENCE, async || {
            Ok((!page.shows(words::LOOSE_PASSKEY).await?).then_some(()))
        })
        .await
    })
    .await
}

/// Waits until the sheet says that the key went away too early. What was said aloud before stays in the page; the
/// button to try again does not.
async fn missed(app: &App) -> Result<()> {
    let page = app.page();
    page.wait_for_text_in(words::SHEET_BUTTON, words::TRY_AGAIN)
        .await?;

    page.wait_for_text_in(words::DIALOG, words::KEY_GONE).await
}

/// How many passkeys the tenant knows of Bob.
async fn passkeys(journey: &Journey) -> Result<usize> {
    let bob = journey.emulator.person(1)?;
    let path = format!("/auth0/users/{}/methods", bob.email);
    let methods = journey.emulator.ask(&path).await?;
    let is_passkey = |method: &&Value| method["type"] == "passkey";

    Ok(methods
        .as_array()
        .map_or(0, |all| all.iter().filter(is_passkey).count()))
}
