//! One authenticator app takes the place of another, whatever happens in between.

use anyhow::Result;
use tests::{deeds, desk::Keychain, emulator::DEMO_AUTH0, journey, page::Role, words};

use super::{authenticator::Authenticator, enter_code};

#[tokio::test]
async fn an_authenticator_app_is_replaced_over_a_power_cut() -> Result<()> {
    journey::take("replace-totp", Keychain::Unlocked, async |journey| {
        let bob = journey.emulator.person(1)?;
        journey.open_app().await?;
        journey.sign_in_with_browser(DEMO_AUTH0, &bob).await?;
        deeds::open_methods(journey.app()?).await?;
        deeds::begin_to_add(journey.app()?, words::AUTHENTICATOR_APP).await?;
        let old = Authenticator::scan(journey).await?;
        enter_code(journey, &old).await?;
        deeds::decline_the_rest(journey.app()?).await?;

        let replace = format!("{}{}", words::REPLACE, words::AUTHENTICATOR_APP);
        let page = journey.app()?.page();
        page.press(Role::Button, &replace).await?;
        Authenticator::scan(journey).await?;

        journey.kill_app().await?;
        journey.open_app().await?;
        deeds::open_methods(journey.app()?).await?;
        let page = journey.app()?.page();
        page.wait_for_text(words::REPLACING).await?;
        page.press(Role::Button, words::GO_ON).await?;
        let new = Authenticator::scan(journey).await?;
        enter_code(journey, &new).await?;
        deeds::decline_the_rest(journey.app()?).await?;
        let page = journey.app()?.page();
        // The old one is next by itself.
        page.click(words::REMOVE_CONFIRM).await?;

        page.wait_for_text("was removed.").await
    })
    .await
}
