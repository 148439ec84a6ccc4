//! Secrets on the clipboard: kept out of histories where the system lets us, and taken away after a while.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod other;

#[cfg(target_os = "linux")]
use linux::{Held, clear, put};
#[cfg(not(target_os = "linux"))]
use other::{Held, clear, put};

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tauri::{AppHandle, Manager as _, Runtime};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

/// Long enough to switch to another app and paste, short enough to be gone before the next meeting (security row IP23).
pub(crate) const CLEAR_AFTER: Duration = Duration::from_secs(60);

/// The system's clipboard does not take anything right now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unavailable;

/// What of ours is on the clipboard, if anything is.
#[derive(Default)]
pub(crate) struct Clipboard {
    last: Mutex<Last>,
}

#[derive(Default)]
struct Last {
    number: u32,
    held: Option<Held>,
}

impl Clipboard {
    /// Puts a secret on the clipboard, and takes it away again after [`CLEAR_AFTER`] unless something else is there.
    ///
    /// # Errors
    /// The clipboard is not to be had.
    pub(crate) async fn put_secret<R: Runtime>(
        app: &AppHandle<R>,
        secret: Zeroizing<String>,
    ) -> Result<(), Unavailable> {
        let (tell, told) = oneshot::channel();
        // Some systems give their clipboard to the thread with the windows only.
        app.run_on_main_thread(move || {
            let _ = tell.send(put(secret));
        })
        .map_err(|_| Unavailable)?;
        let held = told.await.ok().flatten().ok_or(Unavailable)?;
        let number = app.state::<Self>().note(held);

        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(CLEAR_AFTER).await;
            let again = app.clone();
            let _ = app.run_on_main_thread(move || again.state::<Self>().clear(Some(number)));
        });

        Ok(())
    }

    /// Takes away what is there of ours. On the main thread only.
    pub(crate) fn clear_at_exit(&self) {
        self.clear(None);
    }

    fn note(&self, held: Held) -> u32 {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.number = last.number.wrapping_add(1);
        last.held = Some(held);

        last.number
    }

    /// Nothing happens when a newer secret was copied meanwhile: that has a time of its own.
    fn clear(&self, number: Option<u32>) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if number.is_none_or(|number| number == last.number)
            && let Some(held) = last.held.take()
        {
            clear(held);
        }
    }
}
