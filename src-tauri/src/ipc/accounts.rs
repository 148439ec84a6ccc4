//! Commands about one account.

use account::{AccountId, Accounts};
use tauri::State;

use super::{
    error::CommandError,
    view::{ProfileView, SignOutView, picture_url},
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
