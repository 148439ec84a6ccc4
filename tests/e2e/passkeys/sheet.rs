//! What people do with the sheet of a ceremony.

use anyhow::Result;
use tests::{
    app::App,
    deeds,
    page::Role,
    wait::{self, PATIENCE},
    words,
};

/// The PIN of every key in these journeys.
pub(super) const PIN: &str = "2846";

/// Begins to add a passkey and waits until the sheet asks what for.
pub(super) async fn begin_to_add(app: &App) -> Result<()> {
    let page = app.page();
    page.press(Role::Button, &format!("{}{}", words::ADD, words::PASSKEY))
        .await?;
    page.wait_for(words::ADD_PASSKEY).await?;

    page.press(Role::Button, words::CONTINUE).await
}

/// Gives a key that has none its first PIN.
pub(super) async fn choose_pin(app: &App) -> Result<()> {
    let page = app.page();
    page.wait_for_text(words::CHOOSE_PIN).await?;
    page.fill(words::NEW_PIN, PIN).await?;
    page.fill(words::NEW_PIN_AGAIN, PIN).await?;

    page.press(Role::Button, words::CONTINUE).await
}

/// Types a PIN when it is asked for.
pub(super) async fn enter_pin(app: &App, pin: &str) -> Result<()> {
    app.page().fill(words::PIN, pin).await?;

    app.page().press(Role::Button, words::CONTINUE).await
}

/// Calls the new passkey something.
pub(super) async fn call_it(app: &App, name: &str) -> Result<()> {
    let page = app.page();
    page.fill(words::FACTOR_NAME, name).await?;
    page.press(Role::Button, words::SAVE).await?;
    gone(app).await?;

    page.wait_for_text_in(&format!("{} h3", words::FACTOR), name)
        .await
}

/// Adds a passkey to the account on the screen, with a key that has a PIN or gets its first one.
pub(super) async fn add(app: &App, name: &str, has_pin: bool) -> Result<()> {
    deeds::open_methods(app).await?;
    begin_to_add(app).await?;
    if has_pin {
        enter_pin(app, PIN).await?;
    } else {
        choose_pin(app).await?;
    }

    call_it(app, name).await
}

/// Waits until no dialog is open.
pub(super) async fn gone(app: &App) -> Result<()> {
    wait::until("the sheet to close", PATIENCE, async || {
        Ok((!app.page().shows(words::DIALOG).await?).then_some(()))
    })
    .await
}
