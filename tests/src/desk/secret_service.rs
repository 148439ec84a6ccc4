//! A Secret Service of our own on the bus of a desk, for what no real one does on demand: it leaves questions open,
//! keeps something else than it was given, and holds two items of one name.
//!
//! Written from the Secret Service API draft 0.2 of freedesktop.org, and as strict as that: what is locked is not
//! handed out, and secrets travel encrypted in a session of whoever asks.

mod collection;
mod item;
mod kept;
mod prompt;
mod service;
mod session;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use anyhow::{Context as _, Result};
use zbus::{Connection, connection::Builder};

use self::{collection::Collection, item::Item, kept::Kept, service::Service};
pub use self::{kept::Entry, prompt::Person};
use super::Desk;

const NAME: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";

/// The collection that new items go to.
pub const LOGIN: &str = "login";
/// Another one.
pub const SECOND: &str = "second";

/// A running service; it leaves the bus with this value.
#[derive(Debug)]
pub struct SecretService {
    bus: Connection,
    kept: Shared,
}

type Shared = Arc<Mutex<Kept>>;

fn held(kept: &Shared) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SecretService {
    /// Starts one at a desk that has none, with two open collections and nothing in them.
    ///
    /// # Errors
    /// The desk has no bus, or another keychain.
    pub async fn start(desk: &Desk) -> Result<Self> {
        let kept = Shared::default();
        let address = format!("unix:path={}", desk.folder("run/bus").display());
        let bus = Builder::address(address.as_str())?
            .serve_at(PATH, Service(Arc::clone(&kept)))?
            .serve_at(path_of(LOGIN), Collection::new(&kept, LOGIN))?
            .serve_at(path_of(SECOND), Collection::new(&kept, SECOND))?
            .name(NAME)?
            .build()
            .await
            .context("starting a Secret Service")?;

        Ok(Self { bus, kept })
    }

    /// Locks everything.
    pub fn lock(&self) {
        held(&self.kept).lock_all();
    }

    /// What the person does who is asked from now on.
    pub fn seat(&self, person: Person) {
        held(&self.kept).person = person;
    }

    /// How often somebody was asked.
    pub fn asked(&self) -> usize {
        held(&self.kept).asked
    }

    /// How often a question was taken back by whoever had it asked.
    pub fn taken_back(&self) -> usize {
        held(&self.kept).taken_back
    }

    /// Keeps something else than it is given, as often.
    pub fn swap_writes(&self, times: usize) {
        held(&self.kept).swaps = times;
    }

    /// Everything it holds, oldest first.
    pub fn entries(&self) -> Vec<Entry> {
        held(&self.kept).entries()
    }

    /// Puts an item of somebody else beside ours, of which nobody asks for the secret.
    pub fn crowd(&self, service: &str, name: &str) {
        let attributes = [("service", service), ("username", name)];
        let attributes = attributes.map(|(name, value)| (name.to_owned(), value.to_owned()));
        held(&self.kept).add(LOGIN, HashMap::from(attributes), Vec::new());
    }

    /// Puts an item into a collection.
    ///
    /// # Errors
    /// The bus is gone.
    pub async fn put(
        &self,
        collection: &'static str,
        attributes: HashMap<String, String>,
        secret: &[u8],
    ) -> Result<()> {
        let id = held(&self.kept).add(collection, attributes, secret.to_vec());
        let item = Item::new(&self.kept, id);

        self.bus
            .object_server()
            .at(item_path(id), item)
            .await
            .context("putting an item into a keychain")
            .map(drop)
    }
}

fn path_of(collection: &str) -> String {
    format!("{PATH}/collection/{collection}")
}

fn item_path(id: u32) -> String {
    format!("{PATH}/item/{id}")
}

/// The errors of the API.
#[derive(Debug, zbus::DBusError)]
#[zbus(prefix = "org.freedesktop.Secret.Error")]
enum Refused {
    #[zbus(error)]
    ZBus(zbus::Error),
    IsLocked(String),
    NoSession(String),
    NoSuchObject(String),
}
