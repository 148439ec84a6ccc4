//! Authenticator apps on this computer, which take `otpauth:` addresses.

#[cfg(target_os = "linux")]
use gtk::{gio, prelude::AppInfoExt as _};
use tauri::{AppHandle, Runtime};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

/// Nothing on this computer takes `otpauth:` addresses, or what does cannot be started.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoAuthenticator;

/// Hands an address with a secret to the program that is registered for it.
///
/// # Errors
/// There is none, or it does not start.
pub(crate) async fn open<R: Runtime>(
    app: &AppHandle<R>,
    address: Zeroizing<String>,
) -> Result<(), NoAuthenticator> {
    let (tell, told) = oneshot::channel();
    app.run_on_main_thread(move || {
        let _ = tell.send(hand_over(&address));
    })
    .map_err(|_| NoAuthenticator)?;

    told.await.unwrap_or(Err(NoAuthenticator))
}

/// The toolkit knows whether there is a program, and starts it without a detour that others could watch.
#[cfg(target_os = "linux")]
fn hand_over(address: &str) -> Result<(), NoAuthenticator> {
    let program = gio::AppInfo::default_for_uri_scheme("otpauth").ok_or(NoAuthenticator)?;

    program
        .launch_uris(&[address], None::<&gio::AppLaunchContext>)
        .map_err(|_| NoAuthenticator)
}

#[cfg(not(target_os = "linux"))]
fn hand_over(address: &str) -> Result<(), NoAuthenticator> {
    // An error of the opener may name what was opened, so it is not logged.
    tauri_plugin_opener::open_url(address, None::<&str>).map_err(|_| NoAuthenticator)
}
