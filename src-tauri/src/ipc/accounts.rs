//! Commands about one account.

use account::{AccountId, Accounts};
use tauri::State;

use super::{
    error::CommandError,
    view::{ProfileEditRequest, ProfileView, SignOutView, picture_url},
};

/// Ends a session here in any case, and at the provider when it answers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_out(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<SignOutView, CommandError> {
    let signed_out = accounts.sign_out(&AccountId::from_page(account)).await?;

    Ok(SignOutView::from(signed_out))
}

/// The last known profile at once; one that is old is read anew behind it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profile(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<ProfileView, CommandError> {
    let reading = accounts
        .profile(&AccountId::from_page(account.clone()))
        .await?;

    Ok(ProfileView::of(account, reading))
}

/// The profile, read anew.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refresh_profile(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<ProfileView, CommandError> {
    let reading = accounts
        .refresh_profile(&AccountId::from_page(account.clone()))
        .await?;

    Ok(ProfileView::of(account, reading))
}

/// The picture as a `data:` address, or null where there is none to show.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profile_picture(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<Option<String>, CommandError> {
    let picture = accounts.picture(&AccountId::from_page(account)).await?;

    Ok(picture.as_ref().map(picture_url))
}

/// Changes name, picture or language.
#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_profile(
    accounts: State<'_, Accounts>,
    account: String,
    edit: ProfileEditRequest,
) -> Result<ProfileView, CommandError> {
    let id = AccountId::from_page(account.clone());
    let reading = accounts.edit_profile(&id, &edit.into()).await?;

    Ok(ProfileView::of(account, reading))
}

/// Sends a link to a new address, which becomes the account's when the link is opened.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_email(
    accounts: State<'_, Accounts>,
    account: String,
    email: String,
) -> Result<ProfileView, CommandError> {
    let id = AccountId::from_page(account.clone());
    let reading = accounts.change_email(&id, &email).await?;

    Ok(ProfileView::of(account, reading))
}

/// Sends the link that verifies the address once more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resend_verification(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<(), CommandError> {
    let account = AccountId::from_page(account);
    accounts.resend_verification(&account).await?;

    Ok(())
}

/// Ends every session at the provider, that of this app and every personal access token included.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_out_everywhere(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<(), CommandError> {
    let account = AccountId::from_page(account);
    accounts.sign_out_everywhere(&account).await?;

    Ok(())
}

/// Deletes the account at its provider; `confirmation` is its e-mail address, or its name where it has none, as typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_account(
    accounts: State<'_, Accounts>,
    account: String,
    confirmation: String,
) -> Result<(), CommandError> {
    let account = AccountId::from_page(account);
    accounts.delete_account(&account, &confirmation).await?;

    Ok(())
}
