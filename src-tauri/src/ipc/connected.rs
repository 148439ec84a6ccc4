//! Commands about connected accounts. What waits in the browser is stopped, opened again and brought home by the
//! commands for signing in.

use account::{AccountId, Accounts, ConnectedAccountId};
use tauri::State;

use super::{
    error::CommandError,
    view::{ConnectableAccountsView, ConnectedAccountsView, StartConnectingRequest},
};

/// The last known connected accounts at once; a list that is old is read anew behind it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connected_accounts(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<ConnectedAccountsView, CommandError> {
    let account = AccountId::from_page(account);
    let listing = accounts.connected_accounts(&account).await?;

    Ok(ConnectedAccountsView::from(listing))
}

/// The connected accounts, read anew.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refresh_connected_accounts(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<ConnectedAccountsView, CommandError> {
    let account = AccountId::from_page(account);
    let listing = accounts.refresh_connected_accounts(&account).await?;

    Ok(ConnectedAccountsView::from(listing))
}

/// Where further accounts can be connected.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connectable_accounts(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<ConnectableAccountsView, CommandError> {
    let account = AccountId::from_page(account);
    let listing = accounts.connectable_accounts(&account).await?;

    Ok(ConnectableAccountsView::from(listing))
}

/// Asks the provider to connect an account elsewhere and opens the system browser; it waits as a sign-in does.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_connecting(
    accounts: State<'_, Accounts>,
    request: StartConnectingRequest,
) -> Result<(), CommandError> {
    accounts.start_connecting(request.into()).await?;

    Ok(())
}

/// Lets the provider forget a connected account; at the other side nothing changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn disconnect_account(
    accounts: State<'_, Accounts>,
    account: String,
    connected: String,
) -> Result<(), CommandError> {
    let account = AccountId::from_page(account);
    let connected = ConnectedAccountId::from_page(connected);
    accounts.disconnect_account(&account, &connected).await?;

    Ok(())
}
