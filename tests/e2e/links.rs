//! Links that nobody should follow. Each ends in a sentence and changes nothing.

use anyhow::{Result, ensure};
use tests::{
    app::{App, SERVICE},
    browser::SCHEME,
    deeds,
    desk::Keychain,
    emulator::DEMO_AUTH0,
    journey,
    page::Role,
    words,
};

#[tokio::test]
async fn links_of_strangers_change_nothing_for_somebody_who_is_signed_in() -> Result<()> {
    journey::take("strange-links", Keychain::Unlocked, async |journey| {
        let ada = journey.emulator.person(0)?;
        journey.open_app().await?;
        journey.sign_in_with_browser(DEMO_AUTH0, &ada).await?;
        App::wait_until_alone(&journey.desk).await?;
        let used = journey.next_link(0).await?;
        let kept = journey.desk.kept_secrets(SERVICE).await?;

        for link in [
            format!("{SCHEME}://demo-auth0/callback?code=a&code=b&state=c"),
            format!("{SCHEME}://demo-auth0/callback?state=c"),
            format!("{SCHEME}://demo-auth0/callback?code=abc&state=of-somebody-else"),
            format!("{SCHEME}://nobody/callback?code=abc&state=def"),
            format!("{SCHEME}:///////%00%ff?&&&==="),
            used,
        ] {
            journey.desk.open_link(&link).await?;
            let page = journey.app()?.page();
            page.wait_for_text_in(words::NOTICES, words::LINK_IGNORED)
                .await?;
            while page.shows(words::NOTICES).await? {
                page.press(Role::Button, words::DISMISS).await?;
            }
            App::wait_until_alone(&journey.desk).await?;
        }

        deeds::see_profile(journey.app()?, &ada).await?;
        ensure!(
            journey.desk.kept_secrets(SERVICE).await? == kept,
            "the keychain is as it was"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_foreign_link_does_not_disturb_a_sign_in_that_is_under_way() -> Result<()> {
    journey::take("foreign-link", Keychain::Unlocked, async |journey| {
        let ada = journey.emulator.person(0)?;
        journey.open_app().await?;
        let address = journey.begin_in_browser(DEMO_AUTH0).await?;

        journey
            .desk
            .open_link(&format!(
                "{SCHEME}://demo-auth0/callback?code=abc&state=guessed"
            ))
            .await?;
        journey
            .app()?
            .page()
            .wait_for_text_in(words::NOTICES, words::LINK_IGNORED)
            .await?;
        journey.app()?.page().wait_for(words::WAITING).await?;

        journey.browser.go_to(&address).await?;
        journey.browser.sign_in(&ada.email, &ada.password).await?;
        deeds::see_profile(journey.app()?, &ada).await
    })
    .await
}

#[tokio::test]
async fn a_link_that_starts_the_app_is_answered_on_the_first_screen() -> Result<()> {
    journey::take("cold-link", Keychain::Unlocked, async |journey| {
        let link = format!("{SCHEME}://demo-auth0/callback?code=abc&state=from-before");

        journey.app = Some(App::open_by(&journey.desk, &[&link]).await?);

        let page = journey.app()?.page();
        page.wait_for_text_in(words::NOTICES, words::LINK_IGNORED)
            .await?;
        page.wait_for(words::WELCOME).await
    })
    .await
}
