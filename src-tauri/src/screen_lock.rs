//! Whether the screen was locked: then nobody should find a code or a key on it who comes back, or looks on.
//!
//! The page covers secrets when it is hidden or nobody moves. A lock screen lies over a window without hiding it, so
//! the system is asked. Where it does not tell, the page's own clock does it.

#[cfg(target_os = "linux")]
mod linux;

use tokio::sync::watch;

/// Counts how often the screen was locked or the machine put to sleep.
pub(crate) struct ScreenLock {
    times: watch::Sender<u32>,
}

impl ScreenLock {
    /// Begins to listen to the system.
    pub(crate) fn listen() -> Self {
        let times = watch::Sender::new(0);
        #[cfg(target_os = "linux")]
        linux::listen(&times);

        Self { times }
    }

    /// Hears of every lock from now on.
    pub(crate) fn locks(&self) -> watch::Receiver<u32> {
        self.times.subscribe()
    }
}
