//! The one window.

pub(crate) mod revival;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tauri::{
    AppHandle, Manager as _, Runtime, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    plugin::TauriPlugin,
};
use tauri_plugin_window_state::StateFlags;

use crate::{
    config::Places,
    files::private_folder,
    settings::{Settings, Theme},
};

/// The domains in the signed entitlement `com.apple.developer.associated-domains` (macOS), with spaces between them:
/// whoever signs a build for their own tenants sets the variable when they build it.
const ASSOCIATED_DOMAINS: Option<&str> = option_env!("LATCHKEY_ASSOCIATED_DOMAINS");
const LABEL: &str = "main";
/// The first size; afterwards the person's own.
const SIZE: (f64, f64) = (960.0, 680.0);
/// Below this the page has nothing left to fold.
const MIN_SIZE: (f64, f64) = (420.0, 480.0);
/// Whoever comes home has just been elsewhere for longer.
const LINK_PAUSE: Duration = Duration::from_secs(5);

/// Keeps position and size over a restart.
pub(crate) fn position<R: Runtime>(places: &Places) -> TauriPlugin<R> {
    tauri_plugin_window_state::Builder::default()
        .with_filename(places.data.join("window.json").to_string_lossy())
        .with_state_flags(StateFlags::POSITION | StateFlags::SIZE | StateFlags::MAXIMIZED)
        .build()
}

/// Opens the window with the person's theme and language in place before the first paint.
pub(crate) fn open(app: &AppHandle, settings: &Settings, places: &Places) -> tauri::Result<()> {
    let choices = settings.choices();
    let chosen = serde_json::json!({ "theme": choices.theme, "language": choices.language });
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Latchkey")
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(MIN_SIZE.0, MIN_SIZE.1)
        .theme(theme(choices.theme))
        .initialization_script(format!(
            "window.__LATCHKEY__ = Object.freeze({chosen}); \
             document.documentElement.dataset.theme = window.__LATCHKEY__.theme;"
        ))
        .on_navigation(is_our_page)
        // The frame says which screen it is, as the page does.
        .on_document_title_changed(|window, title| {
            let _ = window.set_title(&title);
        })
        .disable_drag_drop_handler()
        .incognito(!is_driven())
        .data_directory(for_webview(places))
        .build()?;

    revival::watch(&window)
}

/// Whatever the webview writes all the same lies with the app's other files. Where nothing can be written there, the
/// window opens all the same, and the page says so when something is to be kept.
fn for_webview(places: &Places) -> PathBuf {
    let folder = places.data.join("webview");

    match private_folder(&folder) {
        Ok(()) => folder,
        Err(error) => {
            tracing::warn!(kind = %error.kind(), "the webview has no folder of its own");
            std::env::temp_dir()
        }
    }
}

/// A development build may be driven by a test through WebDriver, which cannot enter an ephemeral page. A release
/// build never runs with that variable: [`crate::start`] sees to it.
fn is_driven() -> bool {
    cfg!(debug_assertions) && std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some()
}

/// Puts the window before the others, once, because the person came back.
pub(crate) fn bring_forward<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    // A window manager may refuse; the window is then found where it was.
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
}

/// The same for a link: any website can open links as often as it likes, and may not take the screen with them.
pub(crate) fn bring_forward_for_link<R: Runtime>(app: &AppHandle<R>) {
    let Some(attention) = app.try_state::<Attention>() else {
        return;
    };
    #[expect(
        clippy::disallowed_methods,
        reason = "the window's own time, about which no decision hangs"
    )]
    let now = Instant::now();
    if attention.is_due(now) {
        bring_forward(app);
    }
}

/// When a link last brought the window forward.
#[derive(Default)]
pub(crate) struct Attention(Mutex<Option<Instant>>);

impl Attention {
    /// Whether a link may do so now; it is taken as done.
    fn is_due(&self, now: Instant) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_some_and(|last| now.saturating_duration_since(last) < LINK_PAUSE) {
            return false;
        }
        *last = Some(now);

        true
    }
}

/// What authenticators have to know about this program.
pub(crate) fn system<R: Runtime>(app: &AppHandle<R>) -> passkey::System {
    let app = app.clone();

    passkey::System {
        window: Some(Arc::new(move || handle(&app.get_webview_window(LABEL)?))),
        associated_domains: ASSOCIATED_DOMAINS
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
    }
}

/// What a dialog of the system hangs on, while the window is there.
#[cfg(windows)]
fn handle<R: Runtime>(window: &WebviewWindow<R>) -> Option<usize> {
    window.hwnd().ok().map(|handle| handle.0 as usize)
}

#[cfg(target_os = "macos")]
fn handle<R: Runtime>(window: &WebviewWindow<R>) -> Option<usize> {
    window.ns_window().ok().map(|window| window as usize)
}

/// There is no such dialog.
#[cfg(not(any(windows, target_os = "macos")))]
fn handle<R: Runtime>(_: &WebviewWindow<R>) -> Option<usize> {
    None
}

/// Shows another theme at once, in the frame of the window too.
pub(crate) fn show_theme<R: Runtime>(app: &AppHandle<R>, chosen: Theme) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.set_theme(theme(chosen));
    }
}

fn theme(theme: Theme) -> Option<tauri::Theme> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    }
}

/// The window shows the page of the app and nothing else, whatever a script or a link asks for.
pub(crate) fn is_our_page(url: &tauri::Url) -> bool {
    let is_page = match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // Windows serves the page under this address.
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost"),
        _ => false,
    };

    is_page || (cfg!(not(feature = "custom-protocol")) && url.host_str() == Some("localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "any moment will do")]
    fn a_flood_of_links_brings_the_window_forward_now_and_then() {
        let (attention, start) = (Attention::default(), Instant::now());
        let due: Vec<u64> = (0..12_000)
            .step_by(100)
            .filter(|millis| attention.is_due(start + Duration::from_millis(*millis)))
            .collect();

        assert_eq!(due, [0, 5_000, 10_000]);
    }

    #[test]
    fn the_window_goes_to_no_other_page() {
        let goes = |address: &str| is_our_page(&address.parse().unwrap());
        assert!(goes("tauri://localhost/index.html"));
        for address in [
            "https://evil.example/",
            "https://tauri.evil.example/",
            "http://tauri.localhost.evil.example/",
            "tauri://evil.example/",
            "file:///etc/passwd",
            "data:text/html,x",
            "blob:tauri://localhost/x",
            "javascript:alert(1)",
            "about:blank",
        ] {
            assert!(!goes(address), "{address}");
        }
    }
}
