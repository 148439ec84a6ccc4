//! The system's clocks and its random bytes.

use std::time::{Duration, Instant, SystemTime};

use account::ports::{Clock, Entropy, EntropyError};

/// The system's clocks and its random bytes.
pub(crate) struct System {
    started: Instant,
}

impl System {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock"
    )]
    pub(crate) fn start() -> Self {
        Self {
            started: Instant::now(),
        }
    }
}

impl Clock for System {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock"
    )]
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

impl Entropy for System {
    fn fill(&self, bytes: &mut [u8; 32]) -> Result<(), EntropyError> {
        getrandom::fill(bytes).map_err(|_| EntropyError)
    }
}
