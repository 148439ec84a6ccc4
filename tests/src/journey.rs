//! One journey: a desk, an emulator and the app, and pictures of what went wrong.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};

use crate::{
    app::App,
    browser::{Browser, SCHEME},
    deeds,
    desk::{Desk, Keychain},
    emulator::{Emulator, Person},
    programs, say,
    wait::{self, PATIENCE},
};

/// How much of an output is shown after a failure.
const LAST_LINES: usize = 25;

/// Everything a journey needs, ready.
#[derive(Debug)]
pub struct Journey {
    // Dropped in this order: the desk ends what the others left.
    /// The app; nothing while it is closed.
    pub app: Option<App>,
    /// The system browser.
    pub browser: Browser,
    /// The providers.
    pub emulator: Emulator,
    /// Where it all stands.
    pub desk: Desk,
}

impl Journey {
    /// Sets up a desk with an emulator and a browser; the app is not opened yet.
    ///
    /// # Errors
    /// Something is not installed or does not start.
    pub async fn prepare(keychain: Keychain) -> Result<Self> {
        let mut desk = Desk::set_up(keychain).await?;
        let emulator = Emulator::start(&mut desk).await?;
        let trusted = [emulator.auth0_address()?, emulator.nhost_origin()?];
        let browser = Browser::open(&desk, &trusted).await?;

        Ok(Self {
            app: None,
            browser,
            emulator,
            desk,
        })
    }

    /// The open app.
    ///
    /// # Errors
    /// It is not open.
    pub fn app(&self) -> Result<&App> {
        self.app.as_ref().context("the app is not open")
    }

    /// Opens the app.
    ///
    /// # Errors
    /// It does not show a page.
    pub async fn open_app(&mut self) -> Result<()> {
        self.app = Some(App::open(&self.desk).await?);

        Ok(())
    }

    /// Ends the app without warning.
    ///
    /// # Errors
    /// It is not open, or survives.
    pub async fn kill_app(&mut self) -> Result<()> {
        self.app
            .take()
            .context("the app is not open")?
            .kill(&self.desk)
            .await
    }

    /// Closes the window of the app.
    ///
    /// # Errors
    /// It is not open, or stays.
    pub async fn close_app(&mut self) -> Result<()> {
        self.app
            .take()
            .context("the app is not open")?
            .close(&self.desk)
            .await
    }

    /// Signs in at a connection in the system browser and comes back by the link.
    ///
    /// # Errors
    /// One of the steps does not happen.
    pub async fn sign_in_with_browser(&mut self, connection: &str, person: &Person) -> Result<()> {
        let app = self.app.as_ref().context("the app is not open")?;

        deeds::sign_in_with_browser(&self.desk, app, &mut self.browser, connection, person).await
    }

    /// Starts to sign in at a connection in the system browser, and returns the address that the browser is to open.
    ///
    /// # Errors
    /// The app does not open the browser.
    pub async fn begin_in_browser(&mut self, connection: &str) -> Result<String> {
        let app = self.app.as_ref().context("the app is not open")?;

        deeds::begin_in_browser(&self.desk, app, &mut self.browser, connection).await
    }

    /// Waits for a link that was handed to `xdg-open` and leads to the app, counted from nought.
    ///
    /// # Errors
    /// There is none.
    pub async fn next_link(&self, number: usize) -> Result<String> {
        wait::until("a link to the app", PATIENCE, async || {
            Ok(self
                .desk
                .opened_links()
                .into_iter()
                .filter(|link| link.starts_with(SCHEME))
                .nth(number))
        })
        .await
    }

    /// Leaves pictures and prints the last lines of every output.
    pub async fn explain(&self, name: &str) {
        let Ok(folder) = programs::target().map(|target| target.join("e2e").join(name)) else {
            return;
        };
        let mut kept = vec![self.desk.picture(&folder.join("screen.png")).await];
        if let Some(app) = &self.app {
            kept.push(app.page().picture(&folder.join("app.png")).await);
        }
        kept.push(
            self.browser
                .page()
                .picture(&folder.join("browser.png"))
                .await,
        );
        for error in kept.into_iter().filter_map(Result::err) {
            say::trouble(&format!("no picture: {error:#}"));
        }
        say::trouble(&format!("pictures of {name}: {}", folder.display()));
        print_outputs(self.desk.environment().logs());
    }
}

/// Takes a journey. When it fails, says what could be seen.
///
/// # Errors
/// Those of the journey.
pub async fn take(
    name: &str,
    keychain: Keychain,
    steps: impl AsyncFnOnce(&mut Journey) -> Result<()>,
) -> Result<()> {
    let mut journey = Journey::prepare(keychain).await?;
    let result = steps(&mut journey).await;
    if result.is_err() {
        journey.explain(name).await;
    }

    result
}

fn print_outputs(folder: &Path) {
    for entry in fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
    {
        let text =
            String::from_utf8_lossy(&fs::read(entry.path()).unwrap_or_default()).into_owned();
        let lines: Vec<&str> = text.lines().collect();
        for line in lines.iter().skip(lines.len().saturating_sub(LAST_LINES)) {
            say::trouble(&format!("{}: {line}", entry.file_name().display()));
        }
    }
}
