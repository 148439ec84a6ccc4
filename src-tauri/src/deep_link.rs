//! Links from the system: at the start, from a second start, or as an event on macOS.
//!
//! They are handed on as they came. What they say is for [`Accounts::receive_link`] to find out.

use account::{Accounts, CALLBACK_SCHEME};
use tauri::{AppHandle, Manager as _, Runtime, plugin::TauriPlugin};
use tauri_plugin_deep_link::DeepLinkExt as _;
use tokio::sync::mpsc;
use zeroize::Zeroizing;

use crate::{
    start::{LINK_BYTES, is_link},
    window,
};

/// Hands a second start over to the first: its link, if it has one, and the wish to see the window.
pub(crate) fn single_instance<R: Runtime>() -> TauriPlugin<R> {
    tauri_plugin_single_instance::init(|app, arguments, _| {
        let Some(link) = link_of(&arguments) else {
            window::bring_forward(app);
            return;
        };
        if let Some(accounts) = app.try_state::<Accounts>() {
            hand_on(&accounts, Zeroizing::new(link.to_owned()));
        }
        window::bring_forward_for_link(app);
    })
}

/// The link that a second start hands over: its only argument after the program's name.
///
/// Any process of the person can call this: everything in it is as hostile as the link itself.
pub(crate) fn link_of(arguments: &[String]) -> Option<&str> {
    match arguments {
        [_, link] if link.len() <= LINK_BYTES && is_link(link.as_bytes()) => Some(link),
        _ => None,
    }
}

/// Takes the link of the start and listens for those that come later.
pub(crate) fn listen<R: Runtime>(
    app: &AppHandle<R>,
    accounts: &Accounts,
    mut returned: mpsc::Receiver<Zeroizing<String>>,
    link: Option<Zeroizing<String>>,
) {
    if let Some(link) = link {
        hand_on(accounts, link);
    }

    // On macOS links never come as arguments; elsewhere they never come as events.
    #[cfg(target_os = "macos")]
    {
        let (accounts, window) = (accounts.clone(), app.clone());
        app.deep_link().on_open_url(move |event| {
            for url in event.urls() {
                hand_on(&accounts, Zeroizing::new(url.into()));
            }
            window::bring_forward_for_link(&window);
        });
    }

    let (accounts, window) = (accounts.clone(), app.clone());
    tauri::async_runtime::spawn(async move {
        while let Some(address) = returned.recv().await {
            accounts.receive_link(address);
            window::bring_forward_for_link(&window);
        }
    });

    // Asks other programs of the system, which takes a while: not on the way to the first picture.
    let app = app.clone();
    std::thread::spawn(move || register(&app));
}

/// Hands a link on from a thread of the system's, which runs nothing of ours.
fn hand_on(accounts: &Accounts, link: Zeroizing<String>) {
    let accounts = accounts.clone();
    tauri::async_runtime::spawn(async move { accounts.receive_link(link) });
}

/// Tells the system that links of our scheme are for this program, where an installer has not done so.
fn register<R: Runtime>(app: &AppHandle<R>) {
    if cfg!(target_os = "macos") {
        return;
    }
    let is_registered = app
        .deep_link()
        .is_registered(CALLBACK_SCHEME)
        .unwrap_or(false);
    let is_installed = std::env::current_exe().is_ok_and(|path| path.starts_with("/usr"));
    // An installed program belongs to its package; another one may have moved since it was registered.
    if is_registered && (is_installed || cfg!(windows)) {
        return;
    }
    if let Err(error) = app.deep_link().register_all() {
        tracing::warn!(%error, "the system did not take our scheme; loopback and pasting still work");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "dev.latchkey.accounts://demo/callback?code=a&state=b";

    fn link_of_all(arguments: &[&str]) -> Option<String> {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();

        link_of(&arguments).map(str::to_owned)
    }

    #[test]
    fn a_hand_over_is_one_link_of_bounded_length() {
        let long = format!("{LINK}{}", "x".repeat(LINK_BYTES));
        let many = vec![LINK; 10_000];
        assert_eq!(link_of_all(&["latchkey", LINK]).as_deref(), Some(LINK));
        for refused in [
            &[][..],
            &["latchkey"],
            &[LINK],
            &["latchkey", LINK, LINK],
            &["latchkey", "--config", "/tmp/x", LINK],
            &["latchkey", "https://evil.example/"],
            &["latchkey", "dev.latchkey.accounts2://demo/callback"],
            &["latchkey", "dev.latchkey.accounts"],
            &["latchkey", &long],
            &many,
        ] {
            assert_eq!(link_of_all(refused), None);
        }
    }
}
