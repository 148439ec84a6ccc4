//! Lists of an account, kept in memory: shown at once, read anew behind it, and read once for everybody who asks.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::{context::Context, error::Error, turn::Turn};

/// A list and how fresh it is.
#[derive(Clone, Debug)]
pub struct Listing<T> {
    /// The last one known.
    pub items: Vec<T>,
    /// When it was read, in seconds since 1970.
    pub as_of_secs: u32,
    /// Why it could not be read anew, if it could not.
    pub error: Option<Error>,
}

/// The last known list of one kind. Ends with the run of the app.
pub(crate) struct Cache<T> {
    known: Mutex<Known<T>>,
    reading: Turn,
}

struct Known<T> {
    listing: Option<Listing<T>>,
    /// When it was read, on the clock that nobody can set back; `None` when it may be wrong.
    read: Option<Duration>,
    /// How often it was read or changed.
    changes: u32,
}

impl<T> Default for Cache<T> {
    fn default() -> Self {
        let known = Known {
            listing: None,
            read: None,
            changes: 0,
        };

        Self {
            known: Mutex::new(known),
            reading: Turn::default(),
        }
    }
}

impl<T: Clone> Cache<T> {
    /// The last known list, and whether it is older than this.
    pub(crate) fn known(&self, context: &Context, fresh: Duration) -> Option<(Listing<T>, bool)> {
        let known = self.lock();
        let now = context.ports.clock.elapsed();
        let is_old = known
            .read
            .is_none_or(|read| now.saturating_sub(read) >= fresh);

        Some((known.listing.clone()?, is_old))
    }

    /// How often the list was read or changed in this run of the app.
    pub(crate) fn changes(&self) -> u32 {
        self.lock().changes
    }

    /// The list as `read` brings it; an older one with the reason when that fails.
    ///
    /// # Errors
    /// When it cannot be read and none is known.
    pub(crate) async fn anew(
        &self,
        context: &Context,
        read: impl Future<Output = Result<Vec<T>, Error>>,
    ) -> Result<Listing<T>, Error> {
        let clock = &*context.ports.clock;
        let mut turn = self.reading.wait(clock).await;
        let before = {
            let known = self.lock();
            if let Some(listing) = &known.listing
                && turn.is_served_by(known.read)
            {
                return Ok(listing.clone());
            }
            known.changes
        };
        let read = match turn.failure() {
            Some(error) => Err(error),
            None => {
                let read = read.await;
                turn.end(clock, &read);
                read
            }
        };

        match read {
            Ok(items) => Ok(self.keep(context, items, before)),
            Err(error) => match self.lock().listing.clone() {
                Some(listing) => Ok(Listing {
                    error: Some(error),
                    ..listing
                }),
                None => Err(error),
            },
        }
    }

    /// Keeps what was read, unless a write has overtaken it: then the list with that write is the newer one.
    fn keep(&self, context: &Context, items: Vec<T>, before: u32) -> Listing<T> {
        let mut known = self.lock();
        if let Some(listing) = &known.listing
            && known.changes != before
        {
            return listing.clone();
        }
        let listing = Listing {
            items,
            as_of_secs: context.now_secs(),
            error: None,
        };
        known.listing = Some(listing.clone());
        known.read = Some(context.ports.clock.elapsed());
        known.changes += 1;

        listing
    }

    /// Changes the list as the provider has just been seen to do.
    pub(crate) fn patch(&self, change: impl FnOnce(&mut Vec<T>)) {
        let mut known = self.lock();
        known.changes += 1;
        if let Some(listing) = &mut known.listing {
            change(&mut listing.items);
        }
    }

    /// Remembers that the provider may have changed the list: the next look reads it anew.
    pub(crate) fn doubt(&self) {
        self.lock().read = None;
    }

    fn lock(&self) -> MutexGuard<'_, Known<T>> {
        // What is known is replaced as a whole: a panic elsewhere leaves it usable.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
