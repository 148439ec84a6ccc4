//! The Secret Service over D-Bus.

use std::{collections::HashMap, error::Error, sync::Arc, time::Duration};

use account::ports::VaultError;
use keyring_core::api::CredentialStore;
use zbus::{
    blocking::{Proxy, connection::Builder},
    zvariant::ObjectPath,
};

/// What to call it, for people.
pub(super) const NAME: &str = "Secret Service";
/// Everything that asks nobody has to be done by then.
pub(super) const QUIET_DEADLINE: Duration = Duration::from_secs(3);
/// Leaves room for the call itself inside the deadline above.
const ASK_DEADLINE: Duration = Duration::from_secs(2);

const SERVICE: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";

pub(super) fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

pub(super) fn modifiers() -> HashMap<&'static str, &'static str> {
    HashMap::from([("label", "Latchkey")])
}

/// What finds our items among all others.
pub(super) fn search() -> HashMap<&'static str, &'static str> {
    HashMap::from([("service", super::SERVICE)])
}

/// Asks whether the default collection is there and unlocked; a system may start its service for the question.
pub(super) fn is_open() -> Result<(), VaultError> {
    let bus = Builder::session()
        .and_then(|builder| builder.method_timeout(ASK_DEADLINE).build())
        .map_err(|_| VaultError::Unavailable)?;
    let service =
        Proxy::new(&bus, SERVICE, PATH, "org.freedesktop.Secret.Service").map_err(meaning)?;
    let collection: zbus::zvariant::OwnedObjectPath =
        service.call("ReadAlias", &("default",)).map_err(meaning)?;
    // "No collection yet" is answered with the root: the first write lets the person choose a password.
    if collection.as_ref() == ObjectPath::from_static_str_unchecked("/") {
        return Err(VaultError::Locked);
    }
    let collection = Proxy::new(
        &bus,
        SERVICE,
        collection,
        "org.freedesktop.Secret.Collection",
    )
    .map_err(meaning)?;
    let is_locked: bool = collection.get_property("Locked").map_err(meaning)?;

    if is_locked {
        Err(VaultError::Locked)
    } else {
        Ok(())
    }
}

fn meaning(error: zbus::Error) -> VaultError {
    let is_late = matches!(
        &error,
        zbus::Error::InputOutput(error) if error.kind() == std::io::ErrorKind::TimedOut
    );
    // The bus itself says so when a service that it started does not answer.
    let is_given_up = matches!(
        &error,
        zbus::Error::MethodError(name, ..) if name.as_str().ends_with(".NoReply")
    );

    if is_late || is_given_up {
        VaultError::Silent
    } else {
        VaultError::Unavailable
    }
}

/// The service answered that it may not or cannot.
pub(super) fn refusal(cause: &(dyn Error + Send + Sync + 'static)) -> VaultError {
    let text = cause.to_string();
    // The store tells a dismissed prompt from a locked collection only by its error's text.
    if text.contains("rompt") {
        VaultError::Denied
    } else {
        VaultError::Locked
    }
}

/// The service failed; a full disk is the one failure that a person can do something about.
pub(super) fn failure(cause: &(dyn Error + Send + Sync + 'static)) -> VaultError {
    let text = cause.to_string().to_ascii_lowercase();
    if text.contains("no space") || text.contains("couldn't write") || text.contains("quota") {
        return VaultError::Full;
    }

    if text.contains("serviceunknown") || text.contains("connection") {
        VaultError::Unavailable
    } else {
        VaultError::Failed
    }
}
