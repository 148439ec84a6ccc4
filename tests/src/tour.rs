//! The stations of the tour.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use tokio::time::Instant;

use crate::{
    app::{App, SERVICE},
    deeds,
    desk::Keychain,
    emulator::{DEMO_AUTH0, DEMO_NHOST},
    journey::Journey,
    page::Role,
    say, words,
};

/// A tour under way.
struct Tour {
    journey: Journey,
    folder: PathBuf,
    stations: usize,
    pictures: usize,
}

/// Takes the tour and leaves pictures in a folder.
///
/// # Errors
/// A station failed; what it showed lies in `target/e2e/tour`.
pub async fn take(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).context("removing old pictures");
        }
        Ok(()) | Err(_) => {}
    }
    let watch = Instant::now();
    let journey = Journey::prepare(Keychain::Unlocked).await?;
    let mut tour = Tour {
        journey,
        folder: folder.to_path_buf(),
        stations: 0,
        pictures: 0,
    };

    let result = tour.stations().await;
    if result.is_err() {
        tour.journey.explain("tour").await;
    } else {
        let (stations, pictures) = (tour.stations, tour.pictures);
        say::line(&format!(
            "{stations} steps, {pictures} pictures, {}",
            in_words(watch.elapsed())
        ));
    }

    result
}

impl Tour {
    async fn stations(&mut self) -> Result<()> {
        let (ada, bob) = (
            self.journey.emulator.person(0)?,
            self.journey.emulator.person(1)?,
        );

        self.station("open Latchkey", async |tour| {
            tour.journey.open_app().await?;
            tour.journey.app()?.page().wait_for_text(DEMO_AUTH0).await?;
            tour.picture("welcome").await
        })
        .await?;
        self.station(
            "choose Demo Auth0 and continue in the browser",
            async |tour| {
                let address = tour.journey.begin_in_browser(DEMO_AUTH0).await?;
                tour.picture("waiting").await?;
                tour.journey.browser.go_to(&address).await?;
                tour.journey
                    .browser
                    .page()
                    .wait_for(words::provider::PASSWORD)
                    .await?;
                tour.browser_picture("browser").await
            },
        )
        .await?;
        self.station("sign in there and come back by the link", async |tour| {
            tour.journey
                .browser
                .sign_in(&ada.email, &ada.password)
                .await?;
            deeds::see_profile(tour.journey.app()?, &ada).await?;
            App::wait_until_alone(&tour.journey.desk).await?;
            tour.journey.app()?.page().wait_for(words::PORTRAIT).await?;
            tour.close_messages().await?;
            tour.picture("profile-auth0").await?;
            tour.screen_picture("screen").await
        })
        .await?;
        self.station("find the session in the keychain", async |tour| {
            let kept = tour.journey.desk.search_keychain(SERVICE).await?;
            ensure!(
                kept.contains("refresh_token"),
                "secret-tool finds no session"
            );
            Ok(())
        })
        .await?;
        self.station("see how safe the account is", async |tour| {
            let page = tour.journey.app()?.page();
            page.click(words::TO_OVERVIEW).await?;
            page.wait_for(words::OVERVIEW).await?;
            page.wait_for_text(words::STRENGTH).await?;
            tour.picture("overview").await
        })
        .await?;
        self.station("begin to add an authenticator app", async |tour| {
            deeds::open_methods(tour.journey.app()?).await?;
            tour.picture("methods").await?;
            deeds::begin_to_add(tour.journey.app()?, words::AUTHENTICATOR_APP).await?;
            tour.journey.app()?.page().wait_for(words::QR).await?;
            tour.picture("authenticator").await?;
            let page = tour.journey.app()?.page();
            page.press(Role::Button, words::CANCEL).await?;
            page.click(words::TO_PROFILE).await?;
            deeds::see_profile(tour.journey.app()?, &ada).await
        })
        .await?;
        self.station(
            "sign in at Demo Nhost with e-mail and password",
            async |tour| {
                deeds::choose_connection(tour.journey.app()?, DEMO_NHOST).await?;
                tour.picture("password").await?;
                deeds::send_password(tour.journey.app()?, &bob.email, &bob.password).await?;
                deeds::see_profile(tour.journey.app()?, &bob).await?;
                tour.journey
                    .app()?
                    .page()
                    .wait_for_text(words::CHECKED)
                    .await?;
                tour.close_messages().await?;
                tour.picture("profile-nhost").await
            },
        )
        .await?;
        self.station("switch the account", async |tour| {
            tour.journey.app()?.page().click(words::SWITCHER).await?;
            tour.picture("switcher").await?;
            tour.journey
                .app()?
                .page()
                .click_among(words::ACCOUNT_ROW, DEMO_AUTH0)
                .await?;
            deeds::see_profile(tour.journey.app()?, &ada).await
        })
        .await?;
        self.station(
            "close Latchkey by force, open it, still signed in",
            async |tour| {
                tour.journey.kill_app().await?;
                tour.journey.open_app().await?;
                deeds::see_profile(tour.journey.app()?, &ada).await
            },
        )
        .await?;
        self.station("choose the dark theme", async |tour| {
            tour.journey.app()?.page().click(words::TO_SETTINGS).await?;
            tour.journey.app()?.page().wait_for(words::SETTINGS).await?;
            tour.picture("settings").await?;
            tour.journey
                .app()?
                .page()
                .press(Role::Choice, words::DARK)
                .await?;
            deeds::switch_account(tour.journey.app()?, DEMO_AUTH0).await?;
            deeds::see_profile(tour.journey.app()?, &ada).await?;
            tour.journey.app()?.page().wait_for(words::PORTRAIT).await?;
            tour.picture("profile-dark").await
        })
        .await?;
        self.station("sign out everywhere", async |tour| {
            deeds::sign_out(tour.journey.app()?, &ada).await?;
            deeds::switch_account(tour.journey.app()?, DEMO_NHOST).await?;
            deeds::sign_out(tour.journey.app()?, &bob).await?;
            tour.journey.app()?.page().wait_for(words::WELCOME).await?;
            tour.close_messages().await?;
            tour.picture("signed-out").await?;
            let kept = tour.journey.desk.search_keychain(SERVICE).await?;
            ensure!(
                !kept.contains("refresh_token"),
                "the keychain still holds a session"
            );
            Ok(())
        })
        .await
    }

    async fn station(
        &mut self,
        name: &str,
        visit: impl AsyncFnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        self.stations += 1;
        let watch = Instant::now();
        let result = visit(self).await;
        let (mark, took) = (
            if result.is_ok() { "ok" } else { "FAILED" },
            in_words(watch.elapsed()),
        );
        say::line(&format!(
            "{:>2}. {name:<50} {mark:<6} {took:>7}",
            self.stations
        ));
        if let Err(error) = result {
            bail!("step {} ({name}): {error:#}", self.stations);
        }

        Ok(())
    }

    async fn close_messages(&self) -> Result<()> {
        let page = self.journey.app()?.page();
        while page.shows(words::TOAST_CLOSE).await? {
            page.run(
                "document.querySelector(arguments[0])?.click()",
                vec![words::TOAST_CLOSE.into()],
            )
            .await?;
        }

        Ok(())
    }

    async fn picture(&mut self, name: &str) -> Result<()> {
        let file = self.next_picture(name);

        self.journey.app()?.page().picture(&file).await
    }

    async fn browser_picture(&mut self, name: &str) -> Result<()> {
        let file = self.next_picture(name);

        self.journey.browser.page().picture(&file).await
    }

    async fn screen_picture(&mut self, name: &str) -> Result<()> {
        let file = self.next_picture(name);

        self.journey.desk.picture(&file).await
    }

    fn next_picture(&mut self, name: &str) -> PathBuf {
        self.pictures += 1;

        self.folder.join(format!("{:02}-{name}.png", self.pictures))
    }
}

fn in_words(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f32())
}
