//! A life at Nhost: an account is made and verified, entered again by a code and by a token of its own, and left
//! nowhere else.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tests::{
    app::{App, SERVICE},
    canary::Canary,
    deeds,
    desk::Keychain,
    emulator::{DEMO_NHOST, Emulator, Person},
    journey::{self, Journey},
    page::Role,
    wait::{self, PATIENCE},
    words,
};

/// How the token of this journey is called.
const TOKEN: &str = "Backup at home";

#[tokio::test]
async fn an_account_is_made_verified_entered_by_code_and_token_and_left_elsewhere() -> Result<()> {
    journey::take("nhost-home", Keychain::Unlocked, async |journey| {
        let grace = Person {
            name: "Grace".to_owned(),
            email: "grace@example.com".to_owned(),
            password: "nine quiet words".to_owned(),
        };
        let strict = json!({ "nhost": { "verification_required": true } });
        journey.emulator.tell("PATCH", "/settings", &strict).await?;
        journey.open_app().await?;

        sign_up(journey, &grace).await?;
        let mut canary = Canary::default();
        canary.know_keychain(&journey.desk.search_keychain(SERVICE).await?)?;
        canary.know_addresses(&journey.desk.opened_links());
        deeds::sign_out(journey.app()?, &grace).await?;
        sign_in_with_code(journey, &grace).await?;

        let token = create_token(journey).await?;
        end_the_other_session(journey, &grace).await?;
        deeds::sign_out(journey.app()?, &grace).await?;
        sign_in_with_token(journey, &grace, &token).await?;
        let said = journey.app()?.everything_in_page().await?;
        ensure!(!said.contains(&token), "the page forgot the token");

        canary.know_keychain(&journey.desk.search_keychain(SERVICE).await?)?;
        canary.search(&journey.desk, &said)
    })
    .await
}

/// Makes an account whose address is verified by the second mail, in the browser, which leads home by the link.
async fn sign_up(journey: &mut Journey, grace: &Person) -> Result<()> {
    let page = journey.app()?.page();
    deeds::choose_connection(journey.app()?, DEMO_NHOST).await?;
    page.press(Role::Button, words::CREATE_ACCOUNT_INSTEAD)
        .await?;
    page.fill(words::NEW_NAME, &grace.name).await?;
    page.fill(words::E_MAIL, &grace.email).await?;
    page.fill(words::NEW_PASSWORD, &grace.password).await?;
    page.press(Role::Button, words::CREATE_ACCOUNT).await?;
    page.wait_for(words::MAIL_SENT).await?;
    let first = journey.emulator.sent_link(&grace.email).await?;

    // The first mail went astray: whoever signs in all the same is refused, and sent another one.
    page.press(Role::Button, words::OPENED_LINK).await?;
    deeds::send_password(journey.app()?, &grace.email, &grace.password).await?;
    page.press(Role::Button, words::CONFIRM_ADDRESS).await?;
    page.press(Role::Button, words::SEND_ANOTHER).await?;
    let second = wait::until("another mail", PATIENCE, async || {
        let newest = journey.emulator.sent_link(&grace.email).await?;

        Ok((newest != first).then_some(newest))
    })
    .await?;
    journey.browser.go_to(&second).await?;
    deeds::see_profile(journey.app()?, grace).await?;

    App::wait_until_alone(&journey.desk).await
}

async fn sign_in_with_code(journey: &Journey, grace: &Person) -> Result<()> {
    let page = journey.app()?.page();
    deeds::choose_connection(journey.app()?, DEMO_NHOST).await?;
    page.click_among(words::WAY, words::BY_E_MAIL_CODE).await?;
    page.fill(words::E_MAIL, &grace.email).await?;
    page.press(Role::Button, words::SEND_CODE).await?;
    page.wait_for(words::ONE_TIME_CODE).await?;
    let code = journey.emulator.sent_code(&grace.email).await?;
    page.fill(words::ONE_TIME_CODE, &code).await?;
    page.press(Role::Button, words::SIGN_IN_SUBMIT).await?;

    deeds::see_profile(journey.app()?, grace).await
}

/// Makes an access token, and returns what the app shows of it once.
async fn create_token(journey: &Journey) -> Result<String> {
    let page = journey.app()?.page();
    page.click(words::TO_TOKENS).await?;
    page.click(words::CREATE_TOKEN).await?;
    page.fill(words::TOKEN_NAME, TOKEN).await?;
    page.click(words::CREATE_TOKEN_CONFIRM).await?;
    page.wait_for(words::TOKEN_SECRET).await?;
    let shown = page
        .run(
            "return document.querySelector(arguments[0]).textContent",
            vec![json!(words::TOKEN_SECRET)],
        )
        .await?;
    page.click(words::TOKEN_SAVED).await?;
    page.click(words::TOKEN_DONE).await?;
    page.wait_for_text_in(words::TOKEN, TOKEN).await?;

    shown.as_str().map(str::to_owned).context("a token is text")
}

/// Somebody is signed in elsewhere, until they are not.
async fn end_the_other_session(journey: &Journey, grace: &Person) -> Result<()> {
    let elsewhere = signed_in_elsewhere(&journey.emulator, grace).await?;
    let page = journey.app()?.page();
    page.click(words::TO_SESSIONS).await?;
    page.press(Role::Button, words::END_SESSION).await?;
    page.click(words::END_SESSION_CONFIRM).await?;
    page.wait_for_text(words::SESSION_ENDED).await?;
    page.wait_for_text(words::NOWHERE_ELSE).await?;

    let renewed = journey
        .emulator
        .ask_nhost("/token", &json!({ "refreshToken": elsewhere }))
        .await;
    ensure!(renewed.is_err(), "the other session goes on: {renewed:?}");
    Ok(())
}

/// Signs somebody in without the app, and returns the refresh token of that session.
async fn signed_in_elsewhere(emulator: &Emulator, grace: &Person) -> Result<String> {
    let answer = emulator
        .ask_nhost(
            "/signin/email-password",
            &json!({ "email": grace.email, "password": grace.password }),
        )
        .await?;

    answer
        .pointer("/session/refreshToken")
        .and_then(Value::as_str)
        .map(str::to_owned)
        .context("a session has a refresh token")
}

async fn sign_in_with_token(journey: &Journey, grace: &Person, token: &str) -> Result<()> {
    let page = journey.app()?.page();
    deeds::choose_connection(journey.app()?, DEMO_NHOST).await?;
    page.click_among(words::WAY, words::BY_TOKEN).await?;
    page.fill(words::ACCESS_TOKEN, token).await?;
    page.press(Role::Button, words::SIGN_IN_SUBMIT).await?;

    deeds::see_profile(journey.app()?, grace).await
}
