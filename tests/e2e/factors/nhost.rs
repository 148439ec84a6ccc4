//! An authenticator app at Nhost, which has one of them and asks for its code before it goes.

use anyhow::{Result, ensure};
use tests::{
    deeds,
    desk::Keychain,
    emulator::DEMO_NHOST,
    journey,
    page::Role,
    wait::{self, PATIENCE},
    words,
};

use super::authenticator::Authenticator;

#[tokio::test]
async fn an_authenticator_app_is_scanned_used_and_removed_at_nhost() -> Result<()> {
    journey::take("totp-nhost", Keychain::Unlocked, async |journey| {
        let bob = journey.emulator.person(1)?;
        journey.open_app().await?;
        deeds::sign_in_with_password(journey.app()?, DEMO_NHOST, &bob).await?;
        deeds::open_methods(journey.app()?).await?;
        deeds::begin_to_add(journey.app()?, words::AUTHENTICATOR_APP).await?;
        let phone = Authenticator::scan(journey).await?;
        let page = journey.app()?.page();
        page.press(Role::Button, words::SCANNED).await?;
        let code = phone.code(&journey.emulator).await?;
        page.fill(words::ONE_TIME_CODE, &code).await?;
        page.press(Role::Button, words::CONFIRM).await?;
        wait::until("the sheet to close", PATIENCE, async || {
            Ok((!page.shows(words::ADD_FACTOR).await?).then_some(()))
        })
        .await?;

        deeds::sign_out(journey.app()?, &bob).await?;
        deeds::choose_connection(journey.app()?, DEMO_NHOST).await?;
        deeds::send_password(journey.app()?, &bob.email, &bob.password).await?;
        let code = phone.code(&journey.emulator).await?;
        page.fill(words::SECOND_STEP_CODE, &code).await?;
        page.press(Role::Button, words::SIGN_IN_SUBMIT).await?;
        deeds::see_profile(journey.app()?, &bob).await?;

        deeds::open_methods(journey.app()?).await?;
        let remove = format!("{}{}", words::REMOVE, words::AUTHENTICATOR_APP);
        page.press(Role::Button, &remove).await?;
        page.fill(words::CONFIRM_WORD, words::REMOVE_WORD).await?;
        let code = phone.code(&journey.emulator).await?;
        page.fill(words::REMOVAL_CODE, &code).await?;
        page.click(words::REMOVE_CONFIRM).await?;
        page.wait_for_text("was removed.").await?;
        deeds::sign_out(journey.app()?, &bob).await?;
        deeds::sign_in_with_password(journey.app()?, DEMO_NHOST, &bob).await?;
        ensure!(
            !page.shows(words::SECOND_STEP_CODE).await?,
            "the password is enough again"
        );
        Ok(())
    })
    .await
}
