//! How things stand, sent to the page now and after every change.

use account::Accounts;
use tauri::{State, ipc::Channel};

use super::{error::CommandError, view::StateView};
use crate::{ceremony::Ceremonies, screen_lock::ScreenLock};

/// Sends the state now and after every change. Call it once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_state(
    accounts: State<'_, Accounts>,
    ceremonies: State<'_, Ceremonies>,
    changes: Channel<StateView>,
) -> Result<(), CommandError> {
    // Whoever asked for one was a page that is gone.
    ceremonies.cancel();
    let mut state = accounts.state();
    state.mark_changed();
    tauri::async_runtime::spawn(async move {
        while state.changed().await.is_ok() {
            let view = StateView::from(&*state.borrow_and_update());
            // A page that was reloaded opens a channel of its own.
            if changes.send(view).is_err() {
                return;
            }
        }
    });

    Ok(())
}

/// Tells of every lock of the screen from now on. Call it once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch_screen(
    screen: State<'_, ScreenLock>,
    locked: Channel<()>,
) -> Result<(), CommandError> {
    let mut locks = screen.locks();
    tauri::async_runtime::spawn(async move {
        while locks.changed().await.is_ok() {
            // A page that was reloaded opens a channel of its own.
            if locked.send(()).is_err() {
                return;
            }
        }
    });

    Ok(())
}

/// Puts a notice away.
#[tauri::command]
#[specta::specta]
pub(crate) fn dismiss_notice(accounts: State<'_, Accounts>, id: u32) {
    accounts.dismiss_notice(id);
}
