//! What people do with the sheet of a ceremony.

use anyhow::Result;
use tests::{
    app::App,
    deeds,
    emulator::Person,
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

/// Waits for what comes of it, and calls the new passkey something where the provider lets one.
pub(super) async fn call_it(app: &App, name: Option<&str>) -> Result<()> {
    let page = app.page();
    page.wait_for_text(words::PASSKEY_ADDED).await?;
    match name {
        Some(name) => {
            page.fill(words::FACTOR_NAME, name).await?;
            page.press(Role::Button, words::SAVE).await?;
        }
        None => page.press(Role::Button, words::DONE).await?,
    }
    gone(app).await?;

    let shown = name.unwrap_or(words::PASSKEY);
    page.wait_for_text_in(&format!("{} h3", words::FACTOR), shown)
        .await
}

/// Adds a passkey to the account on the screen, with a new key that gets its PIN.
pub(super) async fn add_with_new_key(app: &App, name: Option<&str>) -> Result<()> {
    deeds::open_methods(app).await?;
    begin_to_add(app).await?;
    choose_pin(app).await?;

    call_it(app, name).await
}

/// Gives a new key its PIN before it is used for anything.
pub(super) async fn set_pin(app: &App) -> Result<()> {
    deeds::open_methods(app).await?;
    app.page().click(words::TO_KEYS).await?;
    app.page().press(Role::Button, words::CHANGE_PIN).await?;
    choose_pin(app).await?;

    app.page().wait_for_text(words::PIN_CHANGED).await
}

/// Signs somebody in who is nowhere told of.
pub(super) async fn sign_in(app: &App, connection: &str, person: &Person) -> Result<()> {
    deeds::choose_connection(app, connection).await?;
    begin_to_sign_in(app).await?;
    enter_pin(app, PIN).await?;

    deeds::see_profile(app, person).await
}

/// Presses the button that signs in with a passkey.
pub(super) async fn begin_to_sign_in(app: &App) -> Result<()> {
    app.page()
        .press(Role::Button, words::SIGN_IN_PASSKEY)
        .await?;

    // A phone is offered beside the key, if only to say what it would take.
    app.page().press(Role::Button, words::CONTINUE).await
}

/// Reads what the key holds for the account on the screen.
pub(super) async fn read_key(app: &App) -> Result<()> {
    deeds::open_methods(app).await?;
    app.page().click(words::TO_KEYS).await?;
    app.page().press(Role::Button, words::READ_KEY).await?;

    enter_pin(app, PIN).await
}

/// Deletes the passkey of a person on the key.
pub(super) async fn delete_on_key(app: &App, name: &str) -> Result<()> {
    let page = app.page();
    page.press(Role::Button, &format!("{}{name}", words::DELETE))
        .await?;
    page.click(words::DELETE_ON_KEY_CONFIRM).await?;
    enter_pin(app, PIN).await?;

    page.wait_for_text(words::KEY_EMPTY).await
}

/// Waits until no dialog is open.
pub(super) async fn gone(app: &App) -> Result<()> {
    wait::until("the sheet to close", PATIENCE, async || {
        Ok((!app.page().shows(words::DIALOG).await?).then_some(()))
    })
    .await
}
