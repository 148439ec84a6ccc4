//! The end of the app at chosen moments, and faults of what it stands on. The provider holds its answer back, or the
//! keychain falls silent, and then the app is killed.

mod keychain;
mod processes;
mod refresh;
mod sign_in;
mod sign_out;

use std::time::Duration;

/// Longer than a process takes from one step to the next.
const A_STEP: Duration = Duration::from_millis(300);
