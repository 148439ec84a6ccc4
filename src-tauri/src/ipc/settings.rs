//! Commands about the app itself.

use account::Accounts;
use tauri::{AppHandle, State};

use super::{
    error::CommandError,
    view::{AboutView, SettingsView},
};
use crate::{config::Places, log, settings::Settings, window};

/// What the person chose.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settings(settings: State<'_, Settings>) -> Result<SettingsView, CommandError> {
    Ok(SettingsView::from(settings.choices()))
}

/// Takes a choice at once and writes it down.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_settings(
    app: AppHandle,
    current: State<'_, Settings>,
    settings: SettingsView,
) -> Result<(), CommandError> {
    let choices = crate::settings::Choices::try_from(settings)?;
    window::show_theme(&app, choices.theme);
    current.choose(choices).map_err(account::Error::Files)?;

    Ok(())
}

/// Signs everybody out and forgets everything that no file of the team put here.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reset_app(
    app: AppHandle,
    accounts: State<'_, Accounts>,
    settings: State<'_, Settings>,
) -> Result<(), CommandError> {
    accounts.reset().await?;
    settings.reset().map_err(account::Error::Files)?;
    window::show_theme(&app, settings.choices().theme);

    Ok(())
}

/// Version and places, for people who ask for help.
#[tauri::command]
#[specta::specta]
pub(crate) async fn about(places: State<'_, Places>) -> Result<AboutView, CommandError> {
    Ok(AboutView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_dir: places.data.display().to_string(),
        preset_file: places.preset.display().to_string(),
        log_file: log::file(&places.data).display().to_string(),
        system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
    })
}
