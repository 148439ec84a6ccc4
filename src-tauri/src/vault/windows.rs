//! The Credential Manager.

use std::{collections::HashMap, error::Error, sync::Arc, time::Duration};

use account::ports::VaultError;
use keyring_core::api::CredentialStore;

/// What to call it, for people.
pub(super) const NAME: &str = "Credential Manager";
/// It never asks anybody.
pub(super) const QUIET_DEADLINE: Duration = Duration::from_secs(3);

pub(super) fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// Tokens stay on this machine: by default a domain would let them roam.
pub(super) fn modifiers() -> HashMap<&'static str, &'static str> {
    HashMap::from([("persistence", "Local")])
}

/// Everything: which entries are ours shows by their names.
pub(super) fn search() -> HashMap<&'static str, &'static str> {
    HashMap::new()
}

pub(super) fn refusal(_: &(dyn Error + Send + Sync + 'static)) -> VaultError {
    VaultError::Denied
}

pub(super) fn failure(_: &(dyn Error + Send + Sync + 'static)) -> VaultError {
    VaultError::Failed
}
