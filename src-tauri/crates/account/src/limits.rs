//! What a provider said about asking again: until then nobody asks.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use protocol::secret::AccessToken;
use tokio::sync::{Mutex as AsyncMutex, MutexGuard as AsyncMutexGuard};

use crate::{
    context::Context,
    error::Error,
    ports::Clock,
    provider::{Failure, Provider},
    session::Session,
};

/// The counters that Auth0 keeps per person
/// ([rate limits](https://auth0.com/docs/troubleshoot/customer-support/operational-policies/rate-limit-policy)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bucket {
    /// Whole lists.
    Read,
    /// One thing, or the things of one kind.
    FilteredRead,
    /// Everything that changes something.
    Write,
}

/// Until when each counter of one account is used up, on the clock that nobody can set back.
#[derive(Default)]
pub(crate) struct Limits {
    /// What was said last, which stays until an answer says otherwise.
    until: Mutex<[Option<Duration>; 3]>,
    first: [AsyncMutex<()>; 3],
}

impl Limits {
    /// Answers at once for a counter that is known to be used up; nothing is sent then.
    ///
    /// # Errors
    /// When to try again.
    pub(crate) fn check(&self, clock: &dyn Clock, bucket: Bucket) -> Result<(), Error> {
        let until = self.held()[bucket as usize];
        let left = until.and_then(|until| until.checked_sub(clock.elapsed()));
        match left.filter(|left| !left.is_zero()) {
            Some(retry_after) => Err(Error::RateLimited { retry_after }),
            None => Ok(()),
        }
    }

    /// After a limit one call goes first, and the others wait for what it finds: a crowd that comes back would use the
    /// counter up at once. Whoever is given nothing need not wait for anybody.
    async fn first(&self, bucket: Bucket) -> Option<AsyncMutexGuard<'_, ()>> {
        self.held()[bucket as usize]?;
        let first = self.first[bucket as usize].lock().await;

        self.held()[bucket as usize].map(|_| first)
    }

    /// Remembers what an answer said about this counter.
    pub(crate) fn note<T>(&self, clock: &dyn Clock, bucket: Bucket, answer: &Result<T, Error>) {
        let until = &mut self.held()[bucket as usize];
        if let Err(Error::RateLimited { retry_after }) = answer {
            *until = Some(clock.elapsed() + *retry_after);
        } else if until.is_some_and(|until| until <= clock.elapsed()) {
            // An answer to a question from before the limit says nothing about it.
            *until = None;
        }
    }

    fn held(&self) -> MutexGuard<'_, [Option<Duration>; 3]> {
        // Three plain values: whoever panicked while holding them left them whole.
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    /// Calls with an access token inside the limits that the provider stated.
    pub(crate) async fn limited<T, C>(
        self: &Arc<Self>,
        context: &Arc<Context>,
        bucket: Bucket,
        call: impl Fn(Provider, AccessToken) -> C,
    ) -> Result<T, Error>
    where
        C: Future<Output = Result<T, Failure>>,
    {
        let clock = &*context.ports.clock;
        let _first = self.limits.first(bucket).await;
        self.limits.check(clock, bucket)?;
        let answer = self.with_access(context, call).await;
        self.limits.note(clock, bucket, &answer);

        answer
    }
}
