//! Sign-in methods: added, used, renamed, replaced and removed by a person with a phone.

mod authenticator;
mod costs;

use anyhow::{Result, ensure};
use serde_json::json;
use tests::{
    app::SERVICE,
    canary::Canary,
    deeds,
    desk::Keychain,
    emulator::DEMO_AUTH0,
    journey::{self, Journey},
    page::Role,
    words,
};

use authenticator::Authenticator;
use costs::Costs;

/// As long as the windows of Auth0's limits per person.
const A_MINUTE: i64 = 60;

#[tokio::test]
async fn an_authenticator_app_is_scanned_used_and_renamed_at_auth0() -> Result<()> {
    journey::take("totp-auth0", Keychain::Unlocked, async |journey| {
        let bob = journey.emulator.person(1)?;
        free_plan(journey).await?;
        journey.open_app().await?;
        journey.sign_in_with_browser(DEMO_AUTH0, &bob).await?;
        deeds::open_methods(journey.app()?).await?;

        let costs = Costs::begin(&journey.emulator).await?;
        deeds::begin_to_add(journey.app()?, words::AUTHENTICATOR_APP).await?;
        let phone = Authenticator::scan(journey).await?;
        let app = journey.app()?;
        app.page().press(Role::Button, words::SCANNED).await?;
        deeds::prove_factor(app, &phone.code(&journey.emulator).await?).await?;
        let costs = costs.so_far(&journey.emulator).await?;
        ensure!(
            costs.writes <= 2 && costs.reads <= 1,
            "an enrolment costs {costs:?}"
        );
        deeds::decline_the_rest(app).await?;

        let mut canary = Canary::default();
        canary.know_keychain(&journey.desk.search_keychain(SERVICE).await?)?;
        canary.search(&journey.desk, &app.everything_in_page().await?)?;
        let said = app.everything_in_page().await?;
        ensure!(!said.contains(&phone.key()), "the page forgot the key");

        a_minute_later(journey).await?;
        deeds::rename(journey.app()?, words::AUTHENTICATOR_APP, "Bob’s phone").await?;
        deeds::sign_out(journey.app()?, &bob).await?;
        journey
            .emulator
            .tell(
                "PATCH",
                "/settings",
                &json!({ "auth0": { "require_second_factor": true } }),
            )
            .await?;

        let address = journey.begin_in_browser(DEMO_AUTH0).await?;
        journey.browser.go_to(&address).await?;
        // The browser still knows him; the second step is asked for all the same.
        let browser = journey.browser.page();
        browser
            .fill(words::provider::CODE, &phone.code(&journey.emulator).await?)
            .await?;
        browser.click(words::provider::VERIFY).await?;
        deeds::see_profile(journey.app()?, &bob).await?;
        deeds::open_methods(journey.app()?).await?;
        journey.app()?.page().wait_for_text("Bob’s phone").await
    })
    .await
}

/// The smallest allowance that a tenant can have.
async fn free_plan(journey: &Journey) -> Result<()> {
    let free = json!({ "auth0": { "my_account_api": { "rate_plan": "free" } } });

    journey.emulator.tell("PATCH", "/settings", &free).await
}

/// Lets the allowance of a minute begin anew.
async fn a_minute_later(journey: &Journey) -> Result<()> {
    let later = json!({ "advance_secs": A_MINUTE });

    journey.emulator.tell("POST", "/clock", &later).await
}
