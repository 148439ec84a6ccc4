//! What the service holds, and what is to happen next.

use std::collections::{BTreeMap, HashMap};

use super::{LOGIN, Person, Refused, SECOND, session::Session};

/// An item as whoever looks into the service from outside sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The collection it lies in.
    pub collection: &'static str,
    /// By which it is found.
    pub attributes: HashMap<String, String>,
    /// What it holds.
    pub secret: Vec<u8>,
}

#[derive(Debug)]
pub(super) struct Kept {
    locked: BTreeMap<&'static str, bool>,
    items: BTreeMap<u32, Entry>,
    last_id: u32,
    pub(super) sessions: HashMap<String, Session>,
    pub(super) person: Person,
    pub(super) asked: usize,
    pub(super) taken_back: usize,
    /// So many writes are kept wrong.
    pub(super) swaps: usize,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            locked: BTreeMap::from([(LOGIN, false), (SECOND, false)]),
            items: BTreeMap::new(),
            last_id: 0,
            sessions: HashMap::new(),
            person: Person::Answers,
            asked: 0,
            taken_back: 0,
            swaps: 0,
        }
    }
}

impl Kept {
    /// A number for something new.
    pub(super) fn next_id(&mut self) -> u32 {
        self.last_id += 1;
        self.last_id
    }

    pub(super) fn entries(&self) -> Vec<Entry> {
        self.items.values().cloned().collect()
    }

    pub(super) fn add(
        &mut self,
        collection: &'static str,
        attributes: HashMap<String, String>,
        secret: Vec<u8>,
    ) -> u32 {
        let id = self.next_id();
        let entry = Entry {
            collection,
            attributes,
            secret,
        };
        self.items.insert(id, entry);

        id
    }

    pub(super) fn lock_all(&mut self) {
        self.set_locked(true);
    }

    pub(super) fn unlock_all(&mut self) {
        self.set_locked(false);
    }

    fn set_locked(&mut self, is_locked: bool) {
        self.locked.values_mut().for_each(|it| *it = is_locked);
    }

    pub(super) fn is_locked(&self, collection: &str) -> bool {
        self.locked.get(collection).copied().unwrap_or(true)
    }

    /// The items that have at least these attributes.
    pub(super) fn search(&self, wanted: &HashMap<String, String>) -> Vec<(u32, &Entry)> {
        let has = |entry: &Entry| {
            wanted
                .iter()
                .all(|(name, value)| entry.attributes.get(name) == Some(value))
        };
        let all = self.items.iter().map(|(id, entry)| (*id, entry));

        all.filter(|(_, entry)| has(entry)).collect()
    }

    pub(super) fn entry(&self, id: u32) -> Result<&Entry, Refused> {
        let entry = self.items.get(&id);

        entry.ok_or_else(|| Refused::NoSuchObject(id.to_string()))
    }

    /// The item, if it may be touched.
    pub(super) fn open_entry(&mut self, id: u32) -> Result<&mut Entry, Refused> {
        self.open(self.entry(id)?.collection)?;
        let entry = self.items.get_mut(&id);

        entry.ok_or_else(|| Refused::NoSuchObject(id.to_string()))
    }

    pub(super) fn open(&self, collection: &str) -> Result<(), Refused> {
        if self.is_locked(collection) {
            return Err(Refused::IsLocked(collection.to_owned()));
        }

        Ok(())
    }

    pub(super) fn remove(&mut self, id: u32) {
        self.items.remove(&id);
    }

    /// What is kept of a secret that is given: the same, unless a fault is due.
    pub(super) fn taken(&mut self, mut secret: Vec<u8>) -> Vec<u8> {
        if self.swaps > 0 {
            self.swaps -= 1;
            secret.reverse();
        }

        secret
    }
}
