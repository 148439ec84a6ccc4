//! Commands about signing in with the browser.

use account::{Accounts, ConnectionId};
use tauri::State;
use zeroize::Zeroizing;

use super::{
    error::CommandError,
    view::{KeepView, StartSignInRequest},
};

/// Makes the request and opens the system browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_sign_in(
    accounts: State<'_, Accounts>,
    request: StartSignInRequest,
) -> Result<(), CommandError> {
    accounts.start_sign_in(request.try_into()?).await?;

    Ok(())
}

/// Opens the browser again for the sign-in that waits.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_browser_again(
    accounts: State<'_, Accounts>,
    connection: String,
) -> Result<(), CommandError> {
    accounts
        .open_browser_again(&ConnectionId::parse(&connection)?)
        .await?;

    Ok(())
}

/// The address that a waiting sign-in opened, to copy into another browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in_link(
    accounts: State<'_, Accounts>,
    connection: String,
) -> Result<String, CommandError> {
    let link = accounts.sign_in_link(&ConnectionId::parse(&connection)?)?;

    Ok(link)
}

/// Stops a sign-in, or puts away how it ended.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_sign_in(
    accounts: State<'_, Accounts>,
    connection: String,
) -> Result<(), CommandError> {
    accounts.cancel_sign_in(&ConnectionId::parse(&connection)?);

    Ok(())
}

/// Takes the address that the browser ended on, pasted by the person.
#[tauri::command]
#[specta::specta]
pub(crate) async fn paste_callback(
    accounts: State<'_, Accounts>,
    connection: String,
    address: String,
) -> Result<(), CommandError> {
    let address = Zeroizing::new(address.trim().to_owned());
    let connection = ConnectionId::parse(&connection)?;
    let taken = accounts.paste_callback(&connection, address);
    taken.map_err(account::Error::Callback)?;

    Ok(())
}

/// Goes on with a sign-in that waits because the vault could not be written.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resume_sign_in(
    accounts: State<'_, Accounts>,
    connection: String,
    keep: KeepView,
) -> Result<(), CommandError> {
    accounts
        .resume_sign_in(&ConnectionId::parse(&connection)?, keep.into())
        .await?;

    Ok(())
}
