//! What people do with the app, one function for each deed. Journeys and the tour are made of these.

use anyhow::Result;

use crate::{
    app::App,
    browser::Browser,
    desk::Desk,
    emulator::Person,
    page::Role,
    wait::{self, PATIENCE},
    words,
};

/// Chooses a connection, from wherever the app is.
///
/// # Errors
/// The app does not show it.
pub async fn choose_connection(app: &App, connection: &str) -> Result<()> {
    let page = app.page();
    page.wait_for_any(&[words::CONNECTION_CARD, words::SWITCHER])
        .await?;
    if !page.shows(words::CONNECTION_CARD).await? {
        page.click(words::SWITCHER).await?;
        page.press(Role::Link, words::ADD_ACCOUNT).await?;
    }
    page.click_among(words::CONNECTION_CARD, connection).await?;

    page.wait_for_any(&[words::SIGN_IN, words::WAITING]).await
}

/// Starts to sign in at a connection in the system browser, and returns the address that the browser is to open.
///
/// # Errors
/// The app does not open the browser.
pub async fn begin_in_browser(
    desk: &Desk,
    app: &App,
    browser: &mut Browser,
    connection: &str,
) -> Result<String> {
    choose_connection(app, connection).await?;
    app.page()
        .press(Role::Button, words::CONTINUE_IN_BROWSER)
        .await?;
    app.page().wait_for(words::WAITING).await?;

    browser.asked_for(desk).await
}

/// Signs in at a connection in the system browser and comes back by the link.
///
/// # Errors
/// One of the steps does not happen.
pub async fn sign_in_with_browser(
    desk: &Desk,
    app: &App,
    browser: &mut Browser,
    connection: &str,
    person: &Person,
) -> Result<()> {
    let address = begin_in_browser(desk, app, browser, connection).await?;
    browser.go_to(&address).await?;
    browser.sign_in(&person.email, &person.password).await?;

    see_profile(app, person).await
}

/// Signs in at a connection with e-mail and password.
///
/// # Errors
/// One of the steps does not happen.
pub async fn sign_in_with_password(app: &App, connection: &str, person: &Person) -> Result<()> {
    choose_connection(app, connection).await?;
    send_password(app, &person.email, &person.password).await?;

    see_profile(app, person).await
}

/// Fills in the form for e-mail and password and sends it.
///
/// # Errors
/// The form is not there.
pub async fn send_password(app: &App, email: &str, password: &str) -> Result<()> {
    let page = app.page();
    page.fill(words::E_MAIL, email).await?;
    page.fill(words::PASSWORD, password).await?;

    page.press(Role::Button, words::SIGN_IN_SUBMIT).await
}

/// Waits until the profile of a person is on the screen.
///
/// # Errors
/// It is not.
pub async fn see_profile(app: &App, person: &Person) -> Result<()> {
    let page = app.page();
    page.wait_for(words::PROFILE).await?;
    page.wait_for_text(&person.email).await?;

    page.wait_for_text(&person.name).await
}

/// Switches to the account at a connection.
///
/// # Errors
/// It is not in the switcher.
pub async fn switch_account(app: &App, connection: &str) -> Result<()> {
    let page = app.page();
    page.click(words::SWITCHER).await?;
    page.click_among(words::ACCOUNT_ROW, connection).await?;
    page.wait_for(words::PROFILE).await?;

    page.wait_for_text_in(words::SWITCHER, connection).await
}

/// Signs the account on the screen out.
///
/// # Errors
/// The app does not offer it, or the account stays.
pub async fn sign_out(app: &App, person: &Person) -> Result<()> {
    app.page().click(words::TO_PROFILE).await?;
    app.page().click(words::SIGN_OUT).await?;
    app.page().click(words::SIGN_OUT_CONFIRM).await?;

    app.page()
        .wait_for_text(&format!("{}{}", words::SIGNED_OUT, person.email))
        .await
}

/// Shows the sign-in methods of the account on the screen.
///
/// # Errors
/// The app does not show any.
pub async fn open_methods(app: &App) -> Result<()> {
    app.page().click(words::TO_METHODS).await?;

    app.page().wait_for(words::FACTOR).await
}

/// Begins to add a factor of a kind.
///
/// # Errors
/// The app does not offer it.
pub async fn begin_to_add(app: &App, kind: &str) -> Result<()> {
    app.page()
        .press(Role::Button, &format!("{}{kind}", words::ADD))
        .await?;

    app.page().wait_for(words::ADD_FACTOR).await
}

/// Types the code of a factor that is being added, and waits until it was accepted.
///
/// # Errors
/// It was not.
pub async fn prove_factor(app: &App, code: &str) -> Result<()> {
    app.page().fill(words::ONE_TIME_CODE, code).await?;
    app.page().press(Role::Button, words::CONFIRM).await?;

    app.page().wait_for(words::FACTOR_NAME).await
}

/// Leaves what is offered after a factor counts: a name, and a recovery code where there is none.
///
/// # Errors
/// The sheet stays.
pub async fn decline_the_rest(app: &App) -> Result<()> {
    let page = app.page();
    page.press(Role::Button, words::NO_NAME).await?;
    wait::until("the sheet to close", PATIENCE, async || {
        if page.shows(words::LATER_BUTTON).await? {
            page.click(words::LATER_BUTTON).await?;
        }

        Ok((!page.shows(words::ADD_FACTOR).await?).then_some(()))
    })
    .await
}

/// Gives a factor another name.
///
/// # Errors
/// The app does not offer it, or the name does not show.
pub async fn rename(app: &App, name: &str, new_name: &str) -> Result<()> {
    let page = app.page();
    page.press(Role::Button, &format!("{}{name}", words::RENAME))
        .await?;
    page.fill(words::FACTOR_NAME, new_name).await?;
    page.press(Role::Button, words::SAVE).await?;

    page.wait_for_text_in(&format!("{} h3", words::FACTOR), new_name)
        .await
}
