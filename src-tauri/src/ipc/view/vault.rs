//! The vault, as the page sees it.

use account::ports::VaultError;
use serde::Serialize;
use specta::Type;

use crate::ipc::refusal::VaultProblem;

/// The vault's name, or why it is closed.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "vault", rename_all = "snake_case")]
pub(in crate::ipc) enum VaultView {
    /// Sessions can be kept there; empty until it has been looked at.
    Ready { store: String },
    /// Sessions can only be kept until the app ends.
    Closed { reason: VaultProblem },
}

impl From<&Result<String, VaultError>> for VaultView {
    fn from(vault: &Result<String, VaultError>) -> Self {
        match vault {
            Ok(store) => Self::Ready {
                store: store.clone(),
            },
            Err(problem) => Self::Closed {
                reason: (*problem).into(),
            },
        }
    }
}
