//! A passkey at Nhost: made on a key, named, used with and without an address, given as proof, removed.

use anyhow::Result;
use serde_json::json;
use tests::{app::App, deeds, emulator::DEMO_NHOST, page::Role, words};

use super::{
    reader,
    sheet::{self, PIN},
};

/// Longer than access tokens live.
const AN_HOUR: i64 = 60 * 60;

#[tokio::test]
async fn a_passkey_is_made_used_and_removed_at_nhost() -> Result<()> {
    reader::take("passkey-nhost", async |journey, _| {
        let (ada, noor) = (journey.emulator.person(0)?, journey.emulator.person(2)?);
        let app = journey.app()?;
        let page = app.page();
        deeds::sign_in_with_password(app, DEMO_NHOST, &ada).await?;
        sheet::set_pin(app).await?;
        add(app, "Ada’s card").await?;
        deeds::sign_out(app, &ada).await?;
        deeds::sign_in_with_password(app, DEMO_NHOST, &noor).await?;
        add(app, "Borrowed").await?;
        deeds::sign_out(app, &noor).await?;

        // Nobody says who they are, so the key tells whom it knows.
        deeds::choose_connection(app, DEMO_NHOST).await?;
        sheet::begin_to_sign_in(app).await?;
        sheet::enter_pin(app, PIN).await?;
        page.wait_for_text(words::WHICH_ACCOUNT).await?;
        page.press(Role::Button, &ada.name).await?;
        deeds::see_profile(app, &ada).await?;

        let names = json!({ "email": ada.email });
        journey.emulator.tell("POST", "/revoke", &names).await?;
        let later = json!({ "advance_secs": AN_HOUR });
        journey.emulator.tell("POST", "/clock", &later).await?;
        page.click(words::REFRESH).await?;
        page.press(Role::Button, words::SIGN_IN_AGAIN).await?;
        // It is known who comes back: the address is sent along, and nothing has to be chosen.
        sheet::begin_to_sign_in(app).await?;
        sheet::enter_pin(app, PIN).await?;
        deeds::see_profile(app, &ada).await?;

        let strict = json!({ "nhost": {
            "elevation": "required",
            "graphql": { "security_keys": { "delete": "elevated" } },
        } });
        journey.emulator.tell("PATCH", "/settings", &strict).await?;
        deeds::open_methods(app).await?;
        let remove = format!("{}{}", words::REMOVE, "Ada’s card");
        page.press(Role::Button, &remove).await?;
        page.click(words::REMOVE_CONFIRM).await?;
        page.wait_for(words::STEP_UP).await?;
        page.press(Role::Button, words::CONFIRM).await?;
        sheet::enter_pin(app, PIN).await?;
        page.press(Role::Button, words::NOT_NOW).await?;
        sheet::gone(app).await?;

        sheet::read_key(app).await?;
        page.wait_for_text_in(words::ON_KEY, words::ORPHAN).await?;
        sheet::delete_on_key(app, &ada.name).await
    })
    .await
}

async fn add(app: &App, name: &str) -> Result<()> {
    deeds::open_methods(app).await?;
    sheet::begin_to_add(app).await?;
    sheet::enter_pin(app, PIN).await?;

    sheet::call_it(app, Some(name)).await
}
