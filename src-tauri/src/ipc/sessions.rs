//! Commands about the sessions of an account at its provider.

use account::{AccountId, Accounts, SessionId};
use tauri::State;

use super::{error::CommandError, view::SessionsView};

/// The last known sessions at once; a list that is old is read anew behind it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sessions(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<SessionsView, CommandError> {
    let account = AccountId::from_page(account);
    let listing = accounts.sessions(&account).await?;

    Ok(SessionsView::from(listing))
}

/// The sessions, read anew.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refresh_sessions(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<SessionsView, CommandError> {
    let account = AccountId::from_page(account);
    let listing = accounts.refresh_sessions(&account).await?;

    Ok(SessionsView::from(listing))
}

/// Ends one session. Ending the one of this app is a sign-out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn end_session(
    accounts: State<'_, Accounts>,
    account: String,
    session: String,
) -> Result<(), CommandError> {
    let (account, session) = (AccountId::from_page(account), SessionId::new(session));
    accounts.end_session(&account, &session).await?;

    Ok(())
}

/// Ends every session but the one of this app; answers how many there were.
#[tauri::command]
#[specta::specta]
pub(crate) async fn end_other_sessions(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<u32, CommandError> {
    let account = AccountId::from_page(account);

    Ok(accounts.end_other_sessions(&account).await?)
}
