//! The system browser: Chromium, with the addresses that the app asked the system to open.

use std::fs;

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::{
    desk::Desk,
    page::Page,
    process::Process,
    programs,
    wait::{self, PATIENCE},
    web_driver, words,
};

/// The scheme that leads back to the app.
pub const SCHEME: &str = "dev.latchkey.accounts";

/// A browser at a desk.
#[derive(Debug)]
pub struct Browser {
    // Dropped first: the driver takes the browser with it.
    _driver: Process,
    page: Page,
    seen: usize,
}

impl Browser {
    /// Opens a browser that has been told to open the app for links from these places, as a person would have answered.
    ///
    /// # Errors
    /// Chromium or its driver is not installed.
    pub async fn open(desk: &Desk, trusted: &[&str]) -> Result<Self> {
        let profile = desk.folder("chromium");
        fs::create_dir_all(&profile).context("making a browser profile")?;
        let mut driver = desk.environment().start("chromedriver", &["--port=0"])?;
        let port = driver
            .line(|line| {
                line.split_once("successfully on port ")?
                    .1
                    .trim_end_matches('.')
                    .parse()
                    .ok()
            })
            .await?;

        let pairs: serde_json::Map<_, _> = trusted
            .iter()
            .map(|origin| ((*origin).to_owned(), json!({ SCHEME: true })))
            .collect();
        let profile = format!("--user-data-dir={}", profile.display());
        let page = web_driver::connect(
            port,
            json!({
                "goog:chromeOptions": {
                    "binary": programs::browser()?,
                    "args": [
                        // Chromium refuses to run as root, as CI does, with its sandbox.
                        "--no-sandbox", "--headless=new", "--disable-gpu", "--no-first-run",
                        "--no-default-browser-check", "--window-size=900,760", profile
                    ],
                    "prefs": { "protocol_handler": { "allowed_origin_protocol_pairs": pairs } }
                }
            }),
        )
        .await?;

        Ok(Self {
            _driver: driver,
            page: Page::new(page),
            seen: desk.opened_pages().len(),
        })
    }

    /// The page it shows.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Waits until the app has asked the system to open an address that was not seen yet.
    ///
    /// # Errors
    /// It does not ask.
    pub async fn asked_for(&mut self, desk: &Desk) -> Result<String> {
        let address = wait::until("the app to open the browser", PATIENCE, async || {
            Ok(desk.opened_pages().get(self.seen).cloned())
        })
        .await?;
        self.seen += 1;

        Ok(address)
    }

    /// Goes to an address.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn go_to(&self, address: &str) -> Result<()> {
        self.page
            .client()
            .goto(address)
            .await
            .context("going to an address")
    }

    /// Fills in the provider's sign-in page and sends it.
    ///
    /// # Errors
    /// The page is not what it should be.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<()> {
        self.page.fill(words::provider::E_MAIL, email).await?;
        self.page.fill(words::provider::PASSWORD, password).await?;

        self.page.click(words::provider::SUBMIT).await
    }
}
