//! Waiting for other processes, which tell nobody when they are ready.

use std::time::Duration;

use anyhow::{Result, bail};
use tokio::time::{Instant, sleep};

/// How long anything on this machine may take before it counts as broken: ten times what it takes on a quiet one.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Short enough not to be noticed in a journey, long enough not to keep a core busy.
const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

/// Looks again and again until there is something to see.
///
/// # Errors
/// What was waited for did not come in time, or looking for it failed.
pub async fn until<T>(
    what: &str,
    patience: Duration,
    mut look: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(seen) = look().await? {
            return Ok(seen);
        }
        if Instant::now() >= deadline {
            bail!("waited {} s in vain for {what}", patience.as_secs());
        }
        sleep(BETWEEN_LOOKS).await;
    }
}
