//! Commands about accounts elsewhere by which a person can sign in.

use account::{AccountId, Accounts, LinkedAccountId};
use tauri::State;

use super::{
    error::CommandError,
    view::{LinkedAccountsView, StartLinkingRequest},
};

/// The last known linked accounts at once; a list that is old is read anew behind it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn linked_accounts(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<LinkedAccountsView, CommandError> {
    let account = AccountId::from_page(account);
    let listing = accounts.linked_accounts(&account).await?;

    Ok(LinkedAccountsView::from(listing))
}

/// The linked accounts, read anew.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refresh_linked_accounts(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<LinkedAccountsView, CommandError> {
    let account = AccountId::from_page(account);
    let listing = accounts.refresh_linked_accounts(&account).await?;

    Ok(LinkedAccountsView::from(listing))
}

/// Opens the system browser to link an account elsewhere; it waits as a sign-in does, but its address cannot be copied.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_linking(
    accounts: State<'_, Accounts>,
    request: StartLinkingRequest,
) -> Result<(), CommandError> {
    accounts.start_linking(request.into()).await?;

    Ok(())
}

/// Unlinks an account, unless nothing else is known to sign in with.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlink_account(
    accounts: State<'_, Accounts>,
    account: String,
    linked: String,
) -> Result<(), CommandError> {
    let (account, linked) = (AccountId::from_page(account), LinkedAccountId::new(linked));
    accounts.unlink_account(&account, &linked).await?;

    Ok(())
}
