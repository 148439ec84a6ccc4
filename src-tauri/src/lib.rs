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
mod clipboard;
mod config;
mod deep_link;
mod downloads;
mod files;
mod ipc;
mod log;
mod loopback;
mod refresh_lock;
mod settings;
mod start;
mod system;
mod vault;
mod window;

use std::{process::ExitCode, sync::Arc};

use account::{Accounts, ports::Ports};
use tauri::{Manager as _, RunEvent};

use crate::{
    browser::SystemBrowser, clipboard::Clipboard, config::Places, files::Files,
    loopback::LoopbackPort, refresh_lock::FileLock, settings::Settings, start::Start,
    system::System, vault::SystemVault,
};

/// Runs the app until its window is closed.
pub fn run() -> ExitCode {
    let link = match Start::of_process() {
        Start::App { link } => link,
        Start::Over(code) => return code,
    };
    let places = Places::of_system();
    log::start(&places);

    let app = tauri::Builder::default()
        // First, so that a second start ends before it does anything.
        .plugin(deep_link::single_instance())
        .plugin(tauri_plugin_deep_link::init())
        .plugin(window::position(&places))
        .invoke_handler(ipc::contract().invoke_handler())
        .setup(move |app| {
            let handle = app.handle();
            let files = Files::at(&places.data);
            let settings = Settings::read(files.clone());
            let (returned, arrivals) = loopback::channel();
            let system = Arc::new(System::start());
            let ports = Ports {
                vault: Arc::new(SystemVault::start()),
                browser: Arc::new(SystemBrowser),
                loopback: Arc::new(LoopbackPort::new(returned)),
                records: Arc::new(files),
                refresh_lock: Arc::new(FileLock::at(&places.data)),
                clock: system.clone(),
                entropy: system,
            };
            let accounts = Accounts::open(ports, config::preset(&places.preset))?;
            window::open(handle, &settings, &places)?;
            deep_link::listen(handle, &accounts, arrivals, link);
            app.manage(places);
            app.manage(settings);
            app.manage(Clipboard::default());
            app.manage(accounts.clone());
            tauri::async_runtime::spawn(async move { accounts.look_around().await });

            Ok(())
        })
        .build(tauri::generate_context!());

    match app {
        Ok(app) => {
            app.run(|app, event| {
                if matches!(event, RunEvent::Exit) {
                    app.state::<Clipboard>().clear_at_exit();
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
