//! The lock between processes that share one vault.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    time::Duration,
};

use account::ports::{Later, LockError, RefreshLock};

use crate::files::private_folder;

/// Longer than every deadline of a refresh together: whoever still holds the lock then is stuck.
const DEADLINE: Duration = Duration::from_secs(100);
/// How often a taken lock is tried again. Nobody waits for a lock that is free.
const PAUSE: Duration = Duration::from_millis(50);

/// Locks on files that the system frees when their process ends, however it ends.
pub(crate) struct FileLock {
    folder: PathBuf,
}

impl FileLock {
    pub(crate) fn at(data: &Path) -> Self {
        Self {
            folder: data.join("locks"),
        }
    }

    fn open(&self, name: &str) -> Result<File, LockError> {
        private_folder(&self.folder).map_err(|_| LockError::Unsupported)?;
        let path = self.folder.join(name);
        // Whatever lies there that is no plain file has not been put there by us.
        let is_strange = path
            .symlink_metadata()
            .is_ok_and(|it| !it.file_type().is_file());
        if is_strange {
            return Err(LockError::Unsupported);
        }

        OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .map_err(|_| LockError::Unsupported)
    }
}

impl RefreshLock for FileLock {
    fn lock<'a>(&'a self, name: &'a str) -> Later<'a, Result<Box<dyn Send>, LockError>> {
        Box::pin(async move {
            let file = self.open(name)?;
            let waiting = async {
                loop {
                    match file.try_lock() {
                        Ok(()) => return Ok(()),
                        Err(TryLockError::WouldBlock) => tokio::time::sleep(PAUSE).await,
                        Err(TryLockError::Error(_)) => return Err(LockError::Unsupported),
                    }
                }
            };
            tokio::time::timeout(DEADLINE, waiting)
                .await
                .map_err(|_| LockError::TimedOut)??;

            Ok(Box::new(file) as Box<dyn Send>)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_at_a_time_and_free_again_when_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (FileLock::at(folder.path()), FileLock::at(folder.path()));
        let held = one.lock("a").await.unwrap();
        let waiting = other.lock("a");
        tokio::pin!(waiting);
        let early = tokio::time::timeout(Duration::from_millis(120), &mut waiting).await;
        assert!(early.is_err(), "the lock was given out twice");
        assert!(
            other.lock("b").await.is_ok(),
            "another name waits for this one"
        );

        drop(held);
        assert!(waiting.await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_for_longer_than_the_deadline_is_told_so() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (FileLock::at(folder.path()), FileLock::at(folder.path()));
        let held = one.lock("a").await.unwrap();
        let begun = tokio::time::Instant::now();
        let late = other.lock("a").await.err();

        assert_eq!(late, Some(LockError::TimedOut));
        assert_eq!(begun.elapsed().as_secs(), DEADLINE.as_secs());
        drop(held);
        assert!(other.lock("a").await.is_ok());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_link_in_its_place_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("precious");
        std::fs::write(&target, "text").unwrap();
        private_folder(&folder.path().join("locks")).unwrap();
        std::os::unix::fs::symlink(&target, folder.path().join("locks/a")).unwrap();

        let refused = FileLock::at(folder.path()).lock("a").await.err();

        assert_eq!(refused, Some(LockError::Unsupported));
        assert_eq!(std::fs::read_to_string(target).unwrap(), "text");
    }
}
