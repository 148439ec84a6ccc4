//! Keychains that cannot be asked whether they are open: on macOS only the person can tell, and on Windows it is open while
//! they are signed in.

use std::future::{Ready, ready};

use account::ports::VaultError;

use super::{Connected, worker::Worker};

/// What is asked before the vault is touched.
#[derive(Default)]
pub(super) struct Gate;

impl Gate {
    /// Taken for open.
    pub(super) fn is_open(&self) -> Ready<Result<(), VaultError>> {
        ready(Ok(()))
    }

    /// Writing is what makes the system ask, where it asks at all.
    pub(super) async fn unlock(&self, worker: &Worker<Connected>) -> Result<(), VaultError> {
        worker.run(Connected::probe).await.map(drop)
    }
}
