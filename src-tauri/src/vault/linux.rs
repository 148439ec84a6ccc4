//! The Secret Service over D-Bus.

use std::{collections::HashMap, error::Error, sync::Arc, time::Duration};

use account::ports::VaultError;
use futures_util::StreamExt as _;
use keyring_core::api::CredentialStore;
use tokio::sync::{Mutex, oneshot};
use zbus::{
    Connection, Message, Proxy,
    connection::Builder,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

use super::{Connected, worker::Worker};

/// What to call it, for people.
pub(super) const NAME: &str = "Secret Service";
/// Everything that asks nobody has to be done by then.
pub(super) const QUIET_DEADLINE: Duration = Duration::from_secs(3);
/// Leaves room for the call itself inside the deadline above.
const ASK_DEADLINE: Duration = Duration::from_secs(2);

const SERVICE: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";
/// What the service calls the collection that new items go to.
const DEFAULT: &str = "default";
/// The property that names a new collection, and what other programs call the first one.
const LABEL: &str = "org.freedesktop.Secret.Collection.Label";
const COLLECTION: &str = "Login";

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

/// What is asked before the vault is touched. The connection is made anew after a failure.
#[derive(Default)]
pub(super) struct Gate(Mutex<Option<Connection>>);

impl Gate {
    /// Asks whether the default collection is there and everything that we need is unlocked; a system may start its
    /// service for the question.
    pub(super) async fn is_open(&self) -> Result<(), VaultError> {
        let mut known = self.0.lock().await;
        let bus = match known.take() {
            Some(bus) => bus,
            None => connect().await?,
        };
        let needed = Needed::of(&service(&bus).await?).await?;
        *known = Some(bus);

        match needed {
            Needed::Nothing => Ok(()),
            Needed::Unlocking(_) | Needed::NewCollection => Err(VaultError::Locked),
        }
    }

    /// Lets the service ask the person. What is dropped before they have answered takes the question back.
    pub(super) async fn unlock(&self, _: &Worker<Connected>) -> Result<(), VaultError> {
        let (_asking, given_up) = oneshot::channel();

        tokio::spawn(ask(given_up))
            .await
            .unwrap_or(Err(VaultError::Failed))
    }
}

async fn ask(given_up: oneshot::Receiver<()>) -> Result<(), VaultError> {
    let bus = connect().await?;
    let service = service(&bus).await?;
    let prompt = match Needed::of(&service).await? {
        Needed::Nothing => return Ok(()),
        Needed::Unlocking(locked) => {
            let unlocked = service.call("Unlock", &(locked,)).await;
            let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) = unlocked.map_err(meaning)?;
            prompt
        }
        // The person chooses a password for it.
        Needed::NewCollection => {
            let label = HashMap::from([(LABEL, Value::from(COLLECTION))]);
            let made = service.call("CreateCollection", &(label, DEFAULT)).await;
            let (_, prompt): (OwnedObjectPath, OwnedObjectPath) = made.map_err(meaning)?;
            prompt
        }
    };
    if is_none(&prompt) {
        return Ok(());
    }
    let prompt = Proxy::new(&bus, SERVICE, prompt, "org.freedesktop.Secret.Prompt").await;
    let prompt = prompt.map_err(meaning)?;
    let mut completed = prompt.receive_signal("Completed").await.map_err(meaning)?;
    let window = "";
    let shown: zbus::Result<()> = prompt.call("Prompt", &(window,)).await;
    shown.map_err(meaning)?;

    tokio::select! {
        answer = completed.next() => answered(answer.as_ref()),
        _ = given_up => {
            let dismissed: zbus::Result<()> = prompt.call("Dismiss", &()).await;
            if dismissed.is_err() {
                tracing::warn!("the question for the keychain's password stays");
            }
            Err(VaultError::Denied)
        }
    }
}

/// What a prompt says at its end; nothing, when the service has gone away.
fn answered(completed: Option<&Message>) -> Result<(), VaultError> {
    let body = completed.ok_or(VaultError::Unavailable)?.body();
    let (is_dismissed, _): (bool, Value<'_>) = body.deserialize().map_err(meaning)?;

    if is_dismissed {
        Err(VaultError::Denied)
    } else {
        Ok(())
    }
}

/// What stands between us and our items.
enum Needed {
    Nothing,
    /// The default collection, or items of ours wherever they lie: the store would have them unlocked unbidden.
    Unlocking(Vec<OwnedObjectPath>),
    NewCollection,
}

impl Needed {
    async fn of(service: &Proxy<'_>) -> Result<Self, VaultError> {
        let named: OwnedObjectPath = service
            .call("ReadAlias", &(DEFAULT,))
            .await
            .map_err(meaning)?;
        if is_none(&named) {
            return Ok(Self::NewCollection);
        }
        let wanted = (search(),);
        let (found, is_locked) = tokio::join!(
            service.call("SearchItems", &wanted),
            is_locked(service.connection(), &named)
        );
        let (_, mut locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
            found.map_err(meaning)?;
        if is_locked? {
            locked.push(named);
        }

        Ok(if locked.is_empty() {
            Self::Nothing
        } else {
            Self::Unlocking(locked)
        })
    }
}

async fn is_locked(bus: &Connection, collection: &OwnedObjectPath) -> Result<bool, VaultError> {
    let properties = Proxy::new(bus, SERVICE, collection, "org.freedesktop.DBus.Properties").await;
    let properties = properties.map_err(meaning)?;
    let of_collection = ("org.freedesktop.Secret.Collection", "Locked");
    let answer: zbus::Result<OwnedValue> = properties.call("Get", &of_collection).await;
    let is_locked = answer.map_err(meaning)?;

    bool::try_from(is_locked).map_err(|error| meaning(error.into()))
}

/// The service says "no collection" and "no prompt" with the root.
fn is_none(path: &OwnedObjectPath) -> bool {
    path.as_str() == "/"
}

async fn connect() -> Result<Connection, VaultError> {
    let builder = Builder::session().map_err(|_| VaultError::Unavailable)?;
    let bus = builder.method_timeout(ASK_DEADLINE).build().await;

    bus.map_err(|_| VaultError::Unavailable)
}

async fn service(bus: &Connection) -> Result<Proxy<'static>, VaultError> {
    Proxy::new(bus, SERVICE, PATH, "org.freedesktop.Secret.Service")
        .await
        .map_err(meaning)
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
