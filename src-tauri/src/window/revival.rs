//! What becomes of the window when the process that draws it ends: the page comes back, and finds everything in Rust.

#[cfg(target_os = "linux")]
use std::time::Duration;

use tauri::{Builder, Wry};

/// A page that ends its process while it loads is tried again at this pace.
#[cfg(target_os = "linux")]
const PAUSE: Duration = Duration::from_millis(500);

/// Brings the page back by itself (WebKitGTK).
#[cfg(target_os = "linux")]
pub(super) fn watch(window: &tauri::WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt as _;

    window.with_webview(|webview| {
        webview
            .inner()
            .connect_web_process_terminated(|view, reason| {
                tracing::warn!(?reason, "the process of the page ended");
                let view = view.clone();
                gtk::glib::timeout_add_local_once(PAUSE, move || view.reload());
            });
    })
}

/// WebView2 shows a page of its own, which offers to load ours again; on macOS it is watched from [`arrange`].
#[cfg(not(target_os = "linux"))]
pub(super) fn watch(_: &tauri::WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

/// What has to be arranged before there is a window.
#[cfg(target_os = "macos")]
pub(crate) fn arrange(app: Builder<Wry>) -> Builder<Wry> {
    app.on_web_content_process_terminate(|webview| {
        tracing::warn!("the process of the page ended");
        if let Err(error) = webview.reload() {
            tracing::error!(%error, "the page did not come back");
        }
    })
}

/// Elsewhere nothing.
#[cfg(not(target_os = "macos"))]
pub(crate) fn arrange(app: Builder<Wry>) -> Builder<Wry> {
    app
}
