//! Commands about personal access tokens.

use account::{AccessTokenId, AccountId, Accounts};
use tauri::State;

use super::{
    error::CommandError,
    view::{AccessTokensView, CreatedAccessTokenView, NewAccessTokenRequest},
};

/// The last known personal access tokens at once; a list that is old is read anew behind it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn access_tokens(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<AccessTokensView, CommandError> {
    let account = AccountId::from_page(account);
    let listing = accounts.access_tokens(&account).await?;

    Ok(AccessTokensView::from(listing))
}

/// The personal access tokens, read anew.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refresh_access_tokens(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<AccessTokensView, CommandError> {
    let account = AccountId::from_page(account);
    let listing = accounts.refresh_access_tokens(&account).await?;

    Ok(AccessTokensView::from(listing))
}

/// Makes a personal access token, to be shown this once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_access_token(
    accounts: State<'_, Accounts>,
    account: String,
    token: NewAccessTokenRequest,
) -> Result<CreatedAccessTokenView, CommandError> {
    let account = AccountId::from_page(account);
    let created = accounts
        .create_access_token(&account, &token.into())
        .await?;

    Ok(CreatedAccessTokenView::from(created))
}

/// Ends a personal access token; the sessions that it began go on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn revoke_access_token(
    accounts: State<'_, Accounts>,
    account: String,
    token: String,
) -> Result<(), CommandError> {
    let (account, token) = (AccountId::from_page(account), AccessTokenId::new(token));
    accounts.revoke_access_token(&account, &token).await?;

    Ok(())
}
