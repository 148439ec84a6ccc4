//! The app at a desk, driven through the system's own WebDriver.

use std::fs;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;

use crate::{
    desk::Desk,
    page::Page,
    process::Process,
    programs,
    wait::{self, PATIENCE},
    web_driver, words,
};

/// The name of the app's program.
pub const PROGRAM: &str = "latchkey";

/// The name under which the app keeps its secrets.
pub const SERVICE: &str = "dev.latchkey.accounts";

/// The title of its window.
const WINDOW: &str = "Latchkey";

/// The running app.
#[derive(Debug)]
pub struct App {
    driver: Process,
    page: Page,
}

impl App {
    /// Opens it.
    ///
    /// # Errors
    /// It is not built, or does not show a page.
    pub async fn open(desk: &Desk) -> Result<Self> {
        Self::open_by(desk, &[]).await
    }

    /// Opens it the way the system does when a link is followed while it is not running.
    ///
    /// # Errors
    /// It is not built, or does not show a page.
    pub async fn open_by(desk: &Desk, links: &[&str]) -> Result<Self> {
        let port = web_driver::free_port().await?;
        // Allows the driver in; the app's development build obeys it.
        let driver = desk
            .environment()
            .with("TAURI_WEBVIEW_AUTOMATION", "true")
            .start(
                "WebKitWebDriver",
                &[&format!("--port={port}"), "--host=127.0.0.1"],
            )?;
        let client = web_driver::connect(
            port,
            json!({ "webkitgtk:browserOptions": { "binary": programs::ours(PROGRAM)?, "args": links } }),
        )
        .await?;
        let page = Page::new(client);
        page.wait_for(words::ANY_SCREEN).await?;

        Ok(Self { driver, page })
    }

    /// What it shows.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Ends it without warning, as a power cut would.
    ///
    /// # Errors
    /// It is not running, or survives.
    pub async fn kill(mut self, desk: &Desk) -> Result<()> {
        let running = desk.processes_of(PROGRAM)?;
        ensure!(!running.is_empty(), "the app is not running");
        desk.kill(&running).await?;
        self.driver.kill().await?;

        wait::until("the app to be gone", PATIENCE, async || {
            Ok(desk.processes_of(PROGRAM)?.is_empty().then_some(()))
        })
        .await
    }

    /// Closes its window as the button in the corner of it does, upon which it ends.
    ///
    /// # Errors
    /// It has no window, or stays.
    pub async fn close(mut self, desk: &Desk) -> Result<()> {
        // Only a window manager asks a window to close; its key for that is the usual one.
        let _manager = desk.environment().start("openbox", &[])?;
        wait::until("the app to end", PATIENCE, async || {
            let is_gone = desk.processes_of(PROGRAM)?.is_empty();
            if let Some(window) = desk.windows_named(WINDOW).await?.first() {
                let arguments = ["windowactivate", "--sync", window, "key", "alt+F4"];
                // The window manager may not be there yet, or the window just gone.
                let _ = desk.environment().run("xdotool", &arguments).await;
            }

            Ok(is_gone.then_some(()))
        })
        .await?;

        self.driver.kill().await
    }

    /// Whether exactly one instance of it is running.
    ///
    /// # Errors
    /// There are more, and they stay.
    pub async fn wait_until_alone(desk: &Desk) -> Result<()> {
        wait::until("one instance of the app", PATIENCE, async || {
            Ok((desk.processes_of(PROGRAM)?.len() == 1).then_some(()))
        })
        .await
    }

    /// The page, its storage and its address, as text to search for what must not be in it.
    ///
    /// # Errors
    /// The page does not answer.
    pub async fn everything_in_page(&self) -> Result<String> {
        let script = "return [document.documentElement.outerHTML, location.href, document.cookie, \
                      JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), \
                      [...document.querySelectorAll('input, textarea')].map((field) => field.value).join('\\n'), \
                      JSON.stringify(history.state), performance.getEntries().map((entry) => entry.name).join('\\n')\
                      ].join('\\n')";
        let text = self.page.run(script, Vec::new()).await?;

        Ok(text.as_str().context("a page is text")?.to_owned())
    }

    /// What the app and its driver wrote on their outputs.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn output(desk: &Desk) -> Result<String> {
        let read = |name: &str| {
            fs::read_to_string(desk.environment().logs().join(name)).unwrap_or_default()
        };

        Ok(read("WebKitWebDriver.out") + &read("WebKitWebDriver.err"))
    }
}
