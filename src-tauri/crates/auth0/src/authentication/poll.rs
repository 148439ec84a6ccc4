//! Asking again until somebody has answered elsewhere (RFC 8628 §3.5).

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::problem::{AuthenticationError, ErrorCode};

/// How much slower to become when told to: RFC 8628 §3.5.
const SLOWER_BY: Duration = Duration::from_secs(5);

/// What one question brought.
#[derive(Clone, Debug)]
pub enum Polled<T> {
    /// No answer yet; ask again after the interval.
    Pending,
    /// Asked too soon; from now on the interval is five seconds longer.
    SlowDown,
    /// It is over, one way or the other.
    Over(T),
}

/// Sorts the refusals that only mean "later" from the others.
pub(super) fn later<T>(error: AuthenticationError) -> Result<Polled<T>, AuthenticationError> {
    match error.problem().map(|problem| &problem.code) {
        Some(ErrorCode::AuthorizationPending) => Ok(Polled::Pending),
        Some(ErrorCode::SlowDown) => Ok(Polled::SlowDown),
        _ => Err(error),
    }
}

/// Asks every so often until it is over or the time is; `None` then. A question that gets no answer, or one about too
/// many of them, counts as being told to slow down: whoever decides elsewhere has not been lost by that.
pub(super) async fn poll<T, Answer>(
    mut interval: Duration,
    life: Duration,
    ask: impl Fn() -> Answer,
) -> Result<Option<T>, AuthenticationError>
where
    Answer: Future<Output = Result<Polled<T>, AuthenticationError>>,
{
    let end = Instant::now() + life;
    loop {
        let next = Instant::now() + interval;
        if next >= end {
            sleep_until(end).await;
            return Ok(None);
        }
        sleep_until(next).await;
        match ask().await {
            Ok(Polled::Over(outcome)) => return Ok(Some(outcome)),
            Ok(Polled::Pending) => {}
            Ok(Polled::SlowDown) => interval += SLOWER_BY,
            Err(error) if error.is_retryable() => {
                interval = (interval + SLOWER_BY).max(error.retry_after().unwrap_or_default());
            }
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, future::ready};

    use protocol::http::{CallError, Unexpected, What};

    use super::*;

    const INTERVAL: Duration = Duration::from_secs(5);

    fn answered(status: u16) -> Result<Polled<&'static str>, AuthenticationError> {
        Err(CallError::Unexpected(Unexpected {
            status: Some(status),
            what: What::Status,
            request_id: None,
            retry_after: None,
            rate_limit: None,
            date: None,
        }))
    }

    /// Polls through these answers; says how it ended and after how many seconds each question came.
    async fn asked(
        life_secs: u64,
        answers: Vec<Result<Polled<&'static str>, AuthenticationError>>,
    ) -> (Option<&'static str>, Vec<u64>) {
        let started = Instant::now();
        let asked = RefCell::new(Vec::new());
        let answers = RefCell::new(answers.into_iter());
        let ask = || {
            asked.borrow_mut().push(started.elapsed().as_secs());
            ready(answers.borrow_mut().next().unwrap())
        };

        let outcome = poll(INTERVAL, Duration::from_secs(life_secs), ask).await;

        (outcome.ok().flatten(), asked.into_inner())
    }

    #[tokio::test(start_paused = true)]
    async fn the_interval_is_kept_and_grows_by_five_seconds_when_told_to() {
        let answers = vec![
            Ok(Polled::Pending),
            Ok(Polled::Pending),
            Ok(Polled::SlowDown),
            Ok(Polled::Pending),
            Ok(Polled::Over("yes")),
        ];

        let (outcome, at) = asked(900, answers).await;

        assert_eq!(outcome, Some("yes"));
        assert_eq!(at, [5, 10, 15, 25, 35]);
    }

    #[tokio::test(start_paused = true)]
    async fn it_ends_with_its_time() {
        let answers = vec![Ok(Polled::Pending), Ok(Polled::Pending)];
        let started = Instant::now();

        let (outcome, at) = asked(12, answers).await;

        assert_eq!((outcome, at), (None, vec![5, 10]));
        assert_eq!(started.elapsed(), Duration::from_secs(12));
    }

    #[tokio::test(start_paused = true)]
    async fn what_may_be_better_later_slows_it_down_and_anything_else_ends_it() {
        let answers = vec![answered(503), Ok(Polled::Over("yes"))];
        assert_eq!(asked(900, answers).await, (Some("yes"), vec![5, 15]));

        let answers = vec![answered(400)];
        assert_eq!(asked(900, answers).await, (None, vec![5]));
    }
}
