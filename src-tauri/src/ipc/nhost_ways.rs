//! Commands about the ways of signing in that take a token, a link from a mail, or nobody at all.

use account::{AccountId, Accounts, ConnectionId, Password, PersonalAccessToken};
use tauri::State;

use super::{
    error::CommandError,
    steps::intent,
    view::{KeepByRequest, KeepView, SignInHereRequest, StepView},
};

/// Signs in with a personal access token, past any second factor.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in_with_access_token(
    accounts: State<'_, Accounts>,
    request: SignInHereRequest,
    token: String,
) -> Result<StepView, CommandError> {
    let token = PersonalAccessToken::new(token);
    let here = request.try_into()?;
    let step = accounts.sign_in_with_access_token(here, &token).await?;

    Ok(StepView::from(step))
}

/// Signs in as nobody.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in_anonymously(
    accounts: State<'_, Accounts>,
    connection: String,
    keep: KeepView,
) -> Result<StepView, CommandError> {
    let connection = ConnectionId::parse(&connection)?;
    let step = accounts
        .sign_in_anonymously(&connection, keep.into())
        .await?;

    Ok(StepView::from(step))
}

/// Gives an anonymous account an address and a way to sign in again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_account(
    accounts: State<'_, Accounts>,
    account: String,
    email: String,
    by: KeepByRequest,
) -> Result<StepView, CommandError> {
    let account = AccountId::from_page(account);
    let step = accounts.keep_account(&account, &email, &by.into()).await?;

    Ok(StepView::from(step))
}

/// Sends a link to sign in or, for somebody new, up with. Opened on this machine it comes home by itself.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_mail_link(
    accounts: State<'_, Accounts>,
    request: SignInHereRequest,
    email: String,
    sign_up: bool,
) -> Result<StepView, CommandError> {
    let here = request.try_into()?;
    let step = accounts
        .send_mail_link(here, &email, intent(sign_up))
        .await?;

    Ok(StepView::from(step))
}

/// Sends the link that verifies an address once more, to somebody who is not signed in yet.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_verification_mail(
    accounts: State<'_, Accounts>,
    request: SignInHereRequest,
    email: String,
) -> Result<StepView, CommandError> {
    let here = request.try_into()?;
    let step = accounts.send_verification_mail(here, &email).await?;

    Ok(StepView::from(step))
}

/// Signs in with a link from a mail that the person pasted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn paste_mail_link(
    accounts: State<'_, Accounts>,
    request: SignInHereRequest,
    link: String,
) -> Result<StepView, CommandError> {
    let here = request.try_into()?;
    let step = accounts.paste_mail_link(here, link.into()).await?;

    Ok(StepView::from(step))
}

/// Chooses a new password with the link from the mail that was asked for.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reset_password(
    accounts: State<'_, Accounts>,
    connection: String,
    link: String,
    password: String,
) -> Result<(), CommandError> {
    let (connection, new) = (ConnectionId::parse(&connection)?, Password::new(password));
    accounts
        .reset_password(&connection, link.into(), &new)
        .await?;

    Ok(())
}
