//! The system browser.

use std::time::Duration;

use account::{
    Url,
    ports::{Browser, BrowserError, Later},
};

/// A launcher that takes longer has hung.
const DEADLINE: Duration = Duration::from_secs(5);

/// The system browser, opened as the system does it.
pub(crate) struct SystemBrowser;

impl Browser for SystemBrowser {
    fn open<'a>(&'a self, url: &'a Url) -> Later<'a, Result<(), BrowserError>> {
        // The address is handed on as one argument, written anew by the parser: nothing in it reaches a shell.
        let address = url.to_string();
        let is_web = matches!(url.scheme(), "https" | "http");
        Box::pin(async move {
            if !is_web {
                return Err(BrowserError);
            }
            let opening = tokio::task::spawn_blocking(move || {
                tauri_plugin_opener::open_url(address, None::<&str>)
            });
            match tokio::time::timeout(DEADLINE, opening).await {
                Ok(Ok(Ok(()))) => Ok(()),
                Ok(Ok(Err(error))) => {
                    tracing::warn!(%error, "the browser was not opened");
                    Err(BrowserError)
                }
                Ok(Err(_)) | Err(_) => Err(BrowserError),
            }
        })
    }
}
