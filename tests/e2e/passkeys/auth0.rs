//! A passkey at Auth0: made on a key, used, listed, removed there and on the key.

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
        let app = journey.app()?;
        let page = app.page();
        // Auth0 gives passkeys no names.
        sheet::add_with_new_key(app, None).await?;

        deeds::sign_out(app, &bob).await?;
        sheet::sign_in(app, DEMO_AUTH0, &bob).await?;

        sheet::read_key(app).await?;
        page.wait_for_text_in(words::ON_KEY, &bob.email).await?;
        page.wait_for_text_in(words::ON_KEY, "Among your sign-in methods")
            .await?;

        deeds::open_methods(app).await?;
        let remove = format!("{}{}", words::REMOVE, words::PASSKEY);
        page.press(Role::Button, &remove).await?;
        page.click(words::REMOVE_CONFIRM).await?;
        page.press(Role::Button, words::DELETE_ON_KEY_NOW).await?;
        sheet::enter_pin(app, PIN).await?;
        page.wait_for_text_in(words::ON_KEY, words::ORPHAN).await?;
        sheet::delete_on_key(app, &bob.name).await
    })
    .await
}
