//! Commands about connections.

use account::{Accounts, ConnectionId};
use tauri::State;

use super::{
    error::CommandError,
    view::{ConnectionDraftRequest, ConnectionView, ProbeView},
};

/// Asks a provider whether it answers, before the connection is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn probe_connection(
    accounts: State<'_, Accounts>,
    draft: ConnectionDraftRequest,
) -> Result<ProbeView, CommandError> {
    let probe = accounts.probe_connection(&draft.into()).await?;

    Ok(ProbeView::from(probe))
}

/// Keeps a connection.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_connection(
    accounts: State<'_, Accounts>,
    draft: ConnectionDraftRequest,
) -> Result<ConnectionView, CommandError> {
    let connection = accounts.add_connection(&draft.into())?;

    Ok(ConnectionView::from(&connection))
}

/// Removes a connection that was added by hand; accounts there are signed out first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_connection(
    accounts: State<'_, Accounts>,
    connection: String,
) -> Result<(), CommandError> {
    let connection = ConnectionId::parse(&connection)?;
    accounts.remove_connection(&connection).await?;

    Ok(())
}
