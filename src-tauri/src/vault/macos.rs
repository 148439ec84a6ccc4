//! The login keychain.

use std::{collections::HashMap, error::Error, sync::Arc, time::Duration};

use account::ports::VaultError;
use keyring_core::api::CredentialStore;

/// What to call it, for people.
pub(super) const NAME: &str = "Keychain";
/// macOS shows a dialog of its own for any call and does not tell beforehand: as long as a person may take.
pub(super) const QUIET_DEADLINE: Duration = Duration::from_secs(120);

pub(super) fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

pub(super) fn modifiers() -> HashMap<&'static str, &'static str> {
    HashMap::new()
}

/// What finds our items among all others.
pub(super) fn search() -> HashMap<&'static str, &'static str> {
    HashMap::from([("service", super::SERVICE)])
}

/// errSecInteractionNotAllowed and errSecAuthFailed come here.
pub(super) fn refusal(_: &(dyn Error + Send + Sync + 'static)) -> VaultError {
    VaultError::Locked
}

pub(super) fn failure(cause: &(dyn Error + Send + Sync + 'static)) -> VaultError {
    // errSecUserCanceled (-128): the person closed the dialog.
    if cause.to_string().contains("cancel") {
        VaultError::Denied
    } else {
        VaultError::Failed
    }
}
