//! The main road: sign in, see who you are, come back tomorrow.

use std::fs;

use anyhow::{Result, ensure};
use tests::{
    app::{App, PROGRAM, SERVICE},
    canary::Canary,
    deeds,
    desk::Keychain,
    emulator::{DEMO_AUTH0, DEMO_NHOST},
    journey,
    page::Role,
    words,
};

#[tokio::test]
async fn somebody_signs_in_through_the_link_and_is_still_signed_in_after_a_power_cut() -> Result<()>
{
    journey::take("power-cut", Keychain::Unlocked, async |journey| {
        let ada = journey.emulator.person(0)?;
        journey.open_app().await?;
        journey.app()?.page().wait_for(words::WELCOME).await?;
        journey.sign_in_with_browser(DEMO_AUTH0, &ada).await?;
        App::wait_until_alone(&journey.desk).await?;

        let kept = journey.desk.search_keychain(SERVICE).await?;
        let mut canary = Canary::default();
        canary.know_keychain(&kept)?;
        canary.know_addresses(&journey.desk.opened_links());
        canary.search(&journey.desk, &journey.app()?.everything_in_page().await?)?;

        let opened = journey.desk.opened_pages().len();
        journey.kill_app().await?;
        journey.open_app().await?;
        deeds::see_profile(journey.app()?, &ada).await?;
        journey.app()?.page().click(words::REFRESH).await?;
        deeds::see_profile(journey.app()?, &ada).await?;
        ensure!(
            journey.desk.opened_pages().len() == opened,
            "no browser was opened the second time"
        );

        canary.know_keychain(&journey.desk.search_keychain(SERVICE).await?)?;
        canary.search_webview(&journey.desk)?;
        canary.search(&journey.desk, &journey.app()?.everything_in_page().await?)?;
        tests::say::line("canary_hits: 0");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn no_process_of_the_app_may_leave_its_memory_in_a_file() -> Result<()> {
    journey::take("no-core-file", Keychain::Unlocked, async |journey| {
        journey.open_app().await?;
        journey.app()?.page().wait_for(words::WELCOME).await?;
        let app = journey.desk.processes_of(PROGRAM)?;
        ensure!(app.len() == 1, "the app runs once");

        // What the app starts stands at the same desk and inherits its limits: the processes of the webview.
        for id in journey.desk.processes() {
            let limits = fs::read_to_string(format!("/proc/{id}/limits")).unwrap_or_default();
            let name = fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();
            let is_of_app = app.contains(&id) || name.starts_with("WebKit");
            let core = limits
                .lines()
                .find(|it| it.starts_with("Max core file size"));
            let may = core.is_some_and(|line| line.split_whitespace().nth(4) != Some("0"));
            // The driver is a WebKit program, too, and nothing of ours started it.
            ensure!(
                !(is_of_app && may) || name.starts_with("WebKitWebDriver"),
                "{name} may: {core:?}"
            );
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_accounts_stand_side_by_side_and_leave_one_by_one() -> Result<()> {
    journey::take("two-accounts", Keychain::Unlocked, async |journey| {
        let (ada, bob) = (journey.emulator.person(0)?, journey.emulator.person(1)?);
        journey.open_app().await?;
        journey.sign_in_with_browser(DEMO_AUTH0, &ada).await?;
        deeds::sign_in_with_password(journey.app()?, DEMO_NHOST, &bob).await?;

        deeds::switch_account(journey.app()?, DEMO_AUTH0).await?;
        deeds::see_profile(journey.app()?, &ada).await?;
        deeds::sign_out(journey.app()?, &ada).await?;
        deeds::see_profile(journey.app()?, &bob).await?;
        deeds::sign_out(journey.app()?, &bob).await?;

        journey.app()?.page().wait_for(words::WELCOME).await?;
        let kept = journey.desk.search_keychain(SERVICE).await?;
        ensure!(
            !kept.contains("refresh_token"),
            "the keychain holds no session any more: {kept}"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn of_two_sign_ins_at_one_connection_only_the_newer_one_counts() -> Result<()> {
    journey::take("newer-counts", Keychain::Unlocked, async |journey| {
        let ada = journey.emulator.person(0)?;
        journey.open_app().await?;
        let older = journey.begin_in_browser(DEMO_AUTH0).await?;
        journey
            .app()?
            .page()
            .press(Role::Button, words::CANCEL)
            .await?;
        let newer = journey.begin_in_browser(DEMO_AUTH0).await?;

        journey.browser.go_to(&older).await?;
        journey.browser.sign_in(&ada.email, &ada.password).await?;
        journey
            .app()?
            .page()
            .wait_for_text_in(words::NOTICES, words::LINK_IGNORED)
            .await?;
        journey.browser.go_to(&newer).await?;
        // The browser still knows her; the provider asks whether she began this herself.
        journey
            .browser
            .page()
            .click(words::provider::CONTINUE)
            .await?;

        deeds::see_profile(journey.app()?, &ada).await
    })
    .await
}

#[tokio::test]
async fn the_address_somebody_ended_on_can_be_pasted() -> Result<()> {
    journey::take("pasted", Keychain::Unlocked, async |journey| {
        let ada = journey.emulator.person(0)?;
        journey.desk.lose_links()?;
        journey.open_app().await?;
        let address = journey.begin_in_browser(DEMO_AUTH0).await?;
        journey.browser.go_to(&address).await?;
        journey.browser.sign_in(&ada.email, &ada.password).await?;
        let lost = journey.next_link(0).await?;

        let page = journey.app()?.page();
        page.wait_for(words::NOTHING_HAPPENED).await?;
        page.fill(words::PASTE, &lost).await?;
        page.press(Role::Button, words::PASTE_SUBMIT).await?;

        deeds::see_profile(journey.app()?, &ada).await
    })
    .await
}

#[tokio::test]
async fn the_browser_can_come_home_to_a_local_address() -> Result<()> {
    journey::take("loopback", Keychain::Unlocked, async |journey| {
        let ada = journey.emulator.person(0)?;
        journey.desk.lose_links()?;
        journey.open_app().await?;
        journey.begin_in_browser(DEMO_AUTH0).await?;
        let page = journey.app()?.page();
        page.wait_for(words::NOTHING_HAPPENED).await?;
        page.press(Role::Button, words::COME_BACK_LOCALLY).await?;

        let address = journey.browser.asked_for(&journey.desk).await?;
        ensure!(
            address.contains("redirect_uri=http%3A%2F%2F127.0.0.1%3A1717"),
            "the way home is a local address: {address}"
        );
        journey.browser.go_to(&address).await?;
        journey.browser.sign_in(&ada.email, &ada.password).await?;

        deeds::see_profile(journey.app()?, &ada).await?;
        journey.browser.page().wait_for_text(words::GO_BACK).await
    })
    .await
}
