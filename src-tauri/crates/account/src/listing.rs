//! Lists of an account, kept in memory: shown at once, read anew behind it, and read once for everybody who asks.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::{
    account::AccountId, context::Context, error::Error, probe::Tier, session::Session, turn::Turn,
};

/// A list and how fresh it is.
#[derive(Clone, Debug)]
pub struct Listing<T> {
    /// The last one known.
    pub items: Vec<T>,
    /// Whether there is such a list at all; where there is none, it is empty and says nothing about what exists.
    pub tier: Tier,
    /// When it was read, in seconds since 1970.
    pub as_of_secs: u32,
    /// Why it could not be read anew, if it could not.
    pub error: Option<Error>,
}

/// What an account has lists of.
pub(crate) trait Listed: Clone + Send + Sync + 'static {
    /// Younger than this a list is not read again by itself.
    const FRESH: Duration;

    /// Where the session keeps the list.
    fn cache(session: &Session) -> &Cache<Self>;

    /// Asks the provider for the list.
    fn read(
        context: &Arc<Context>,
        session: &Arc<Session>,
    ) -> impl Future<Output = Result<Vec<Self>, Error>> + Send;
}

/// The last known list at once; one that is old is read anew behind it.
pub(crate) async fn known<T: Listed>(
    context: &Arc<Context>,
    account: &AccountId,
) -> Result<Listing<T>, Error> {
    let session = context.session(account)?;
    let Some((listing, is_old)) = T::cache(&session).known(context, T::FRESH) else {
        return anew_of(context, &session).await;
    };
    if is_old {
        let context = Arc::clone(context);
        tokio::spawn(async move { note_failure(anew_of::<T>(&context, &session).await) });
    }

    Ok(listing)
}

/// The list, read anew; an older one with the reason when that fails.
pub(crate) async fn anew<T: Listed>(
    context: &Arc<Context>,
    account: &AccountId,
) -> Result<Listing<T>, Error> {
    let session = context.session(account)?;

    anew_of(context, &session).await
}

async fn anew_of<T: Listed>(
    context: &Arc<Context>,
    session: &Arc<Session>,
) -> Result<Listing<T>, Error> {
    let read = T::read(context, session);
    let listing = T::cache(session).anew(context, read).await;
    context.publish();

    listing
}

/// The page hears of a new list through the state; a failure shows when the list is asked for.
fn note_failure<T>(read: Result<Listing<T>, Error>) {
    let error = match read {
        Ok(listing) => listing.error,
        Err(error) => Some(error),
    };
    if let Some(error) = error {
        tracing::debug!(%error, "a list was not read behind the page");
    }
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
            Ok(items) => Ok(self.keep(context, items, Tier::Native, before)),
            // Not to be had is an answer as good as a list, and as fresh.
            Err(Error::Unavailable(reason)) => {
                Ok(self.keep(context, Vec::new(), Tier::None(reason), before))
            }
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
    fn keep(&self, context: &Context, items: Vec<T>, tier: Tier, before: u32) -> Listing<T> {
        let mut known = self.lock();
        if let Some(listing) = &known.listing
            && known.changes != before
        {
            return listing.clone();
        }
        let listing = Listing {
            items,
            tier,
            as_of_secs: context.now_secs(),
            error: None,
        };
        known.listing = Some(listing.clone());
        known.read = Some(context.ports.clock.elapsed());
        known.changes += 1;

        listing
    }

    /// Whether there is such a list, where that is known.
    pub(crate) fn tier(&self) -> Option<Tier> {
        self.lock().listing.as_ref().map(|listing| listing.tier)
    }

    /// Changes the list as the provider has just been seen to do.
    pub(crate) fn patch(&self, change: impl FnOnce(&mut Vec<T>)) {
        let mut known = self.lock();
        known.changes += 1;
        if let Some(listing) = &mut known.listing {
            change(&mut listing.items);
        }
    }

    /// Takes in how a write ended: done, it has changed the list; otherwise nobody knows what it did.
    pub(crate) fn settle(
        &self,
        context: &Context,
        is_done: bool,
        change: impl FnOnce(&mut Vec<T>),
    ) {
        if is_done {
            self.patch(change);
        } else {
            self.doubt();
        }
        context.publish();
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
