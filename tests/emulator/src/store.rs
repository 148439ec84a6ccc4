//! Everything the emulator remembers, behind one lock.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::auth0::Tenant;
use crate::clock::{Clock, Instant};
use crate::faults::Faults;
use crate::limits::Limits;
use crate::log::RequestLog;
use crate::nhost::Project;
use crate::outbox::Mail;
use crate::seed;
use crate::settings::Settings;

/// Where the three listeners are, as origins without a trailing slash.
#[derive(Clone, Debug)]
pub(crate) struct Addresses {
    pub(crate) auth0: String,
    pub(crate) nhost: String,
    pub(crate) control: String,
}

/// The world as it is seen through one door: the addresses this door is known by, which never change, and the
/// store, which does and which all doors share.
pub(crate) struct World {
    pub(crate) addresses: Addresses,
    // INVARIANT: held for the whole of one request's effect, so that two requests never interleave.
    store: Arc<Mutex<Store>>,
}

/// What a test can look at and change.
pub(crate) struct Store {
    pub(crate) clock: Clock,
    pub(crate) settings: Settings,
    pub(crate) auth0: Tenant,
    pub(crate) nhost: Project,
    pub(crate) outbox: Vec<Mail>,
    pub(crate) log: RequestLog,
    pub(crate) faults: Faults,
    pub(crate) limits: Limits,
}

impl World {
    pub(crate) fn new(addresses: Addresses) -> Self {
        let store = Arc::new(Mutex::new(seed::store(&addresses)));
        Self { addresses, store }
    }

    /// Returns the same world as it is known by other addresses.
    pub(crate) fn known_by(&self, addresses: Addresses) -> Self {
        let store = Arc::clone(&self.store);
        Self { addresses, store }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets everything that happened since the start.
    pub(crate) fn reset(&self) {
        *self.lock() = seed::store(&self.addresses);
    }
}

impl Store {
    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }
}
