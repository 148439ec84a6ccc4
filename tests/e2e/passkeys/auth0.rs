//! A passkey at Auth0: made on a key, named, used, listed, removed there and on the key.

use anyhow::Result;
use tests::{deeds, emulator::DEMO_AUTH0, page::Role, words};

use super::{
    reader,
    sheet::{self, PIN},
};

#[tokio::test]
async fn a_passkey_is_made_used_and_removed_at_auth0() -> Result<()> {
    reader::take("passkey-auth0", async |journey, _| {
        let bob = journey.emulator.person(1)?;
        journey.sign_in_with_browser(DEMO_AUTH0, &bob).await?;
        sheet::add(journey.app()?, "Bob’s card", false).await?;

        let app = journey.app()?;
        deeds::sign_out(app, &bob).await?;
        deeds::choose_connection(app, DEMO_AUTH0).await?;
        app.page()
            .press(Role::Button, words::SIGN_IN_PASSKEY)
            .await?;
        sheet::enter_pin(app, PIN).await?;
        deeds::see_profile(app, &bob).await?;
        Ok(())
    })
    .await
}
