//! The window of Latchkey: everything that touches the operating system, and nothing that decides about accounts.
//!
//! [`run`] is the composition root: it reads the configuration, builds the adapters for [`account::ports`], hands
//! them to [`account::Accounts`], and mounts the typed commands of [`ipc`] for the page.
//!
//! **Invariants**
//! - The page holds no token, no verifier and no callback URL: no type that crosses to it can carry one.
//! - Links from outside go to [`account::Accounts`] as they came and nowhere else.
//! - No decision about accounts is made here.

mod authenticator;
mod browser;
mod ceremony;
mod clipboard;
mod config;
mod deep_link;
#[cfg(any(test, fuzzing))]
pub mod doors;
mod downloads;
mod files;
mod instance;
mod ipc;
mod log;
mod loopback;
mod refresh_lock;
mod screen_lock;
mod settings;
mod start;
mod system;
mod vault;
mod window;

use std::{alloc::System as SystemAllocator, process::ExitCode, sync::Arc, time::Duration};

use account::{
    Accounts, Error,
    ports::{Browser, Ports},
};
use tauri::{App, AppHandle, Manager as _, RunEvent};
use tokio::sync::mpsc;
use zeroize::Zeroizing;
use zeroizing_alloc::ZeroAlloc;

use crate::{
    browser::SystemBrowser,
    ceremony::Ceremonies,
    clipboard::Clipboard,
    config::Places,
    files::Files,
    ipc::door::{self, Door},
    loopback::LoopbackPort,
    refresh_lock::FileLock,
    screen_lock::ScreenLock,
    settings::Settings,
    start::Start,
    system::System,
    vault::SystemVault,
    window::revival,
};

/// Wipes all memory as it is freed. A secret of ours wipes itself; the copies that the libraries for HTTP, JSON and
/// D-Bus make on its way do not.
#[global_allocator]
static WIPING: ZeroAlloc<SystemAllocator> = ZeroAlloc(SystemAllocator);

/// Whoever closes the window does not wait for a provider that is silent.
const LAST_DEADLINE: Duration = Duration::from_secs(5);

/// Runs the app until its window is closed.
pub fn run() -> ExitCode {
    let link = match Start::of_process() {
        Start::App { link } => link,
        Start::Over(code) => return code,
    };
    let places = Places::of_system();
    log::start(&places);

    let contract = ipc::contract();
    let door = Door::to(&contract);
    let mut app = tauri::Builder::default();
    if !instance::is_frozen(config::IDENTIFIER) {
        // First, so that a second start ends before it does anything.
        app = app.plugin(deep_link::single_instance());
    }
    let app = revival::arrange(app)
        .plugin(tauri_plugin_deep_link::init())
        .plugin(window::position(&places))
        .register_asynchronous_uri_scheme_protocol(door::SCHEME, move |context, call, responder| {
            door.take(&context, call, responder);
        })
        .invoke_handler(door::commands(&contract))
        .setup(move |app| {
            if let Err(error) = set_up(app, places, link) {
                // Handed to Tauri it would become a panic.
                tracing::error!(%error, "the app did not start");
                std::process::exit(1);
            }

            Ok(())
        })
        .build(tauri::generate_context!());

    match app {
        Ok(app) => {
            app.run(|app, event| {
                // Nobody is left to touch the key.
                if matches!(event, RunEvent::ExitRequested { .. }) {
                    app.state::<Ceremonies>().cancel();
                }
                if matches!(event, RunEvent::Exit) {
                    app.state::<Clipboard>().clear_at_exit();
                    come_to_rest(app);
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the app did not start");
            ExitCode::FAILURE
        }
    }
}

/// Makes everything that commands ask for, and the window.
fn set_up(
    app: &mut App,
    places: Places,
    link: Option<Zeroizing<String>>,
) -> Result<(), Box<dyn std::error::Error>> {
    let handle = app.handle();
    let settings = Settings::read(Files::at(&places.data));
    let (returned, arrivals) = loopback::channel();
    let accounts = open(&places, Arc::new(SystemBrowser), returned)?;
    window::open(handle, &settings, &places)?;
    app.manage(window::Attention::default());
    deep_link::listen(handle, &accounts, arrivals, link);
    app.manage(places);
    app.manage(settings);
    app.manage(Ceremonies::of(window::system(handle)));
    app.manage(Clipboard::default());
    app.manage(ScreenLock::listen());
    app.manage(accounts.clone());
    tauri::async_runtime::spawn(async move { accounts.look_around().await });

    Ok(())
}

/// A refresh under way is finished and saved: a provider that replaces its tokens would take the lost answer for the
/// end of the session.
fn come_to_rest(app: &AppHandle) {
    let Some(accounts) = app.try_state::<Accounts>() else {
        return;
    };
    let rest = async { tokio::time::timeout(LAST_DEADLINE, accounts.at_rest()).await };
    if tauri::async_runtime::block_on(rest).is_err() {
        tracing::warn!("the app ended before everything was saved");
    }
}

/// Opens what [`run`] shows in a window, for a program without one: the person's own connections, files and keychain,
/// with the same locks between processes. Pages go to `browser`; whoever comes home is handed to
/// [`Accounts::finish_sign_in`].
///
/// # Errors
/// When the system has no certificate store to check providers against.
pub fn open_without_window(browser: Arc<dyn Browser>) -> Result<Accounts, Error> {
    let (returned, _) = loopback::channel();

    open(&Places::of_system(), browser, returned)
}

fn open(
    places: &Places,
    browser: Arc<dyn Browser>,
    returned: mpsc::Sender<Zeroizing<String>>,
) -> Result<Accounts, Error> {
    let system = Arc::new(System::start());
    let ports = Ports {
        vault: Arc::new(SystemVault::start()),
        browser,
        loopback: Arc::new(LoopbackPort::new(returned)),
        records: Arc::new(Files::at(&places.data)),
        refresh_lock: Arc::new(FileLock::at(&places.data)),
        clock: system.clone(),
        entropy: system,
    };

    Accounts::open(ports, config::preset(&places.preset))
}
