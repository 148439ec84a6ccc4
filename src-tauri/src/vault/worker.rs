//! One thread that runs one call after the other.

use std::{sync::mpsc, thread};

use account::ports::VaultError;
use tokio::sync::oneshot;

type Job<S> = Box<dyn FnOnce(&mut S) + Send>;

/// One thread with something of its own, and the calls that wait for it.
pub(super) struct Worker<S> {
    jobs: mpsc::Sender<Job<S>>,
}

impl<S: Default + 'static> Worker<S> {
    pub(super) fn start(name: &str) -> Self {
        let (jobs, queue) = mpsc::channel::<Job<S>>();
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || {
            let mut own = S::default();
            for job in queue {
                job(&mut own);
            }
        });
        if let Err(error) = thread {
            // Every call then fails, which is told as such.
            tracing::error!(%error, "the thread of the vault did not start");
        }

        Self { jobs }
    }

    /// Runs the call when those before it are done. A caller that went away meanwhile takes its call along: a
    /// keychain that wakes up late must not write what somebody has long given up on.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        call: impl FnOnce(&mut S) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (reply, answer) = oneshot::channel();
        let job: Job<S> = Box::new(move |own| {
            if !reply.is_closed() {
                let _ = reply.send(call(own));
            }
        });
        self.jobs.send(job).map_err(|_| VaultError::Failed)?;

        answer.await.unwrap_or(Err(VaultError::Failed))
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicBool, Ordering},
        },
        time::Duration,
    };

    use super::*;

    #[tokio::test]
    async fn calls_run_one_after_the_other_on_the_same_thread() {
        let worker = Worker::<Vec<u8>>::start("test");
        worker
            .run(|own| {
                own.push(1);
                Ok(())
            })
            .await
            .unwrap();
        let seen = worker.run(|own| Ok(own.clone())).await;

        assert_eq!(seen, Ok(vec![1]));
    }

    #[tokio::test]
    async fn a_call_that_nobody_waits_for_any_more_is_not_run() {
        let worker = Worker::<()>::start("test");
        let (release, blocked) = mpsc::channel::<()>();
        let ran = Arc::new(AtomicBool::new(false));
        let first = worker.run(move |()| {
            let _ = blocked.recv();
            Ok(())
        });
        let late = {
            let ran = Arc::clone(&ran);
            worker.run(move |()| {
                ran.store(true, Ordering::SeqCst);
                Ok(())
            })
        };

        let given_up = tokio::time::timeout(Duration::from_millis(50), async {
            tokio::join!(first, late)
        });
        assert!(given_up.await.is_err());
        release.send(()).unwrap();
        worker.run(|()| Ok(())).await.unwrap();

        assert!(!ran.load(Ordering::SeqCst));
    }
}
