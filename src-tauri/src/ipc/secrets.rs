//! Commands about what is shown once: copied, opened elsewhere, saved, and read back out of a picture.
//!
//! The page names what is meant; keys and addresses come from memory.

use account::{AccountId, Accounts, Error, FactorId};
use tauri::{AppHandle, State};

use super::{
    error::CommandError,
    view::{
        CopiedView, PictureView, RecoverySheetRequest, SavedView, SecretRequest, address_of,
        picture_bytes, qr_picture,
    },
};
use crate::{authenticator, clipboard::Clipboard, downloads};

/// Puts a secret on the clipboard, out of sight of its histories, and takes it away after the time that is answered.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_secret(
    app: AppHandle,
    accounts: State<'_, Accounts>,
    secret: SecretRequest,
) -> Result<CopiedView, CommandError> {
    Clipboard::put_secret(&app, secret.text(&accounts)?).await?;

    Ok(CopiedView::now())
}

/// Opens what was begun in an authenticator app on this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_authenticator(
    app: AppHandle,
    accounts: State<'_, Accounts>,
    account: String,
    factor: String,
) -> Result<(), CommandError> {
    let (account, factor) = (AccountId::from_page(account), FactorId::new(factor));
    let challenge = accounts.enrolment_challenge(&account, &factor)?;
    authenticator::open(&app, address_of(&challenge)?).await?;

    Ok(())
}

/// Saves the QR code of what was begun as a picture that only the person can read, and says where.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_qr_code(
    accounts: State<'_, Accounts>,
    account: String,
    factor: String,
    name: String,
) -> Result<SavedView, CommandError> {
    let (account, factor) = (AccountId::from_page(account), FactorId::new(factor));
    let picture = qr_picture(&accounts.enrolment_challenge(&account, &factor)?)?;
    let place = downloads::save(&name, "png", &picture).map_err(Error::Files)?;

    Ok(SavedView::at(&place))
}

/// Saves a recovery code that was begun as a text that only the person can read, and says where.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_recovery_code(
    accounts: State<'_, Accounts>,
    account: String,
    factor: String,
    sheet: RecoverySheetRequest,
) -> Result<SavedView, CommandError> {
    let (account, factor) = (AccountId::from_page(account), FactorId::new(factor));
    let text = sheet.with(&accounts.enrolment_challenge(&account, &factor)?)?;
    let place = downloads::save(sheet.name(), "txt", text.as_bytes()).map_err(Error::Files)?;

    Ok(SavedView::at(&place))
}

/// Reads the QR code of an authenticator app in a picture (PNG or JPEG, in base64) and compares it with what was begun,
/// or with the account. Nothing is sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_picture(
    accounts: State<'_, Accounts>,
    account: String,
    factor: Option<String>,
    picture: String,
) -> Result<PictureView, CommandError> {
    let (account, factor) = (AccountId::from_page(account), factor.map(FactorId::new));
    let accounts = Accounts::clone(&accounts);
    let checked = tauri::async_runtime::spawn_blocking(move || {
        accounts.check_picture(&account, factor.as_ref(), &picture_bytes(&picture)?)
    });
    let checked = checked
        .await
        .map_err(|_| Error::Defect("a picture".into()))?;

    Ok(PictureView::from(checked?))
}
