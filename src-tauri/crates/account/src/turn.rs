//! Taking turns at a reading: whoever waits for one under way takes what comes of it, good or bad.

use std::time::Duration;

use tokio::sync::{Mutex as AsyncMutex, MutexGuard};

use crate::{error::Error, ports::Clock};

/// Held while something is read, so that it is read once for everybody who asks.
#[derive(Default)]
pub(crate) struct Turn(AsyncMutex<Option<Failure>>);

/// How the reading before ended, if it ended badly.
struct Failure {
    at: Duration,
    error: Error,
}

/// Somebody's turn.
pub(crate) struct Held<'a> {
    last: MutexGuard<'a, Option<Failure>>,
    asked_at: Duration,
}

impl Turn {
    /// Waits for a reading under way.
    pub(crate) async fn wait(&self, clock: &dyn Clock) -> Held<'_> {
        let asked_at = clock.elapsed();

        Held {
            last: self.0.lock().await,
            asked_at,
        }
    }
}

impl Held<'_> {
    /// Whether what was read at this moment is new enough for who asked.
    pub(crate) fn is_served_by(&self, read: Option<Duration>) -> bool {
        read.is_some_and(|read| read >= self.asked_at)
    }

    /// Why the reading that was under way failed. Asking again at once would make a storm of one refusal.
    pub(crate) fn failure(&self) -> Option<Error> {
        let last = self.last.as_ref()?;

        (last.at >= self.asked_at).then(|| last.error.clone())
    }

    /// Remembers how this reading ended, for those who wait until this turn is dropped.
    pub(crate) fn end<T>(&mut self, clock: &dyn Clock, ended: &Result<T, Error>) {
        *self.last = ended.as_ref().err().map(|error| Failure {
            at: clock.elapsed(),
            error: error.clone(),
        });
    }
}
