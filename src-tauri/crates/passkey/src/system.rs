//! What this computer has.

use std::{fmt, sync::Arc};

use crate::Authenticator;

/// What a back-end has to know about the program it runs in.
#[derive(Clone, Default)]
pub struct System {
    /// The window that a dialog of the operating system belongs to: an `HWND` on Windows, an `NSWindow` on macOS. Asked
    /// each time, so that a window that is gone is never used; absent on Linux, which has no such dialog.
    pub window: Option<Window>,
    /// The domains that this build was signed for (macOS, `webcredentials:` in the associated domains). The system's
    /// passkeys work for no others.
    pub associated_domains: Vec<String>,
}

/// Finds the window, as the number of its handle or the address of its object; `None` while there is none.
pub type Window = Arc<dyn Fn() -> Option<usize> + Send + Sync>;

impl fmt::Debug for System {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("System")
            .field("associated_domains", &self.associated_domains)
            .finish_non_exhaustive()
    }
}

/// Every kind of authenticator that this operating system has, the most convenient first. Whether one can be used now
/// is its own [`availability`](Authenticator::availability).
#[must_use]
pub fn authenticators(system: &System) -> Vec<Arc<dyn Authenticator>> {
    #[cfg(target_os = "linux")]
    return crate::linux::authenticators(system);
    #[cfg(target_os = "macos")]
    return crate::macos::authenticators(system);
    #[cfg(windows)]
    return crate::windows::authenticators(system);
    #[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
    return Vec::new();
}
