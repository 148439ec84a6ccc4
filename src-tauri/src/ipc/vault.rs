//! Commands about the vault.

use account::Accounts;
use tauri::State;

use super::{error::CommandError, view::VaultView};

/// Asks whether the vault is open.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_vault(accounts: State<'_, Accounts>) -> Result<VaultView, CommandError> {
    let store = accounts.check_vault().await?;

    Ok(VaultView::Ready { store })
}

/// Lets the system ask the person for the keychain's password. While they take their time the state says so.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock_vault(accounts: State<'_, Accounts>) -> Result<VaultView, CommandError> {
    let store = accounts.unlock_vault().await?;

    Ok(VaultView::Ready { store })
}

/// Takes the question for the keychain's password back, if it still stands.
#[tauri::command]
#[specta::specta]
pub(crate) fn cancel_unlock(accounts: State<'_, Accounts>) {
    accounts.cancel_unlock();
}
