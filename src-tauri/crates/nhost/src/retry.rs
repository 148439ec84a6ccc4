//! When a call is made once more.

use std::time::Duration;

use protocol::http::{CallError, UnreachableKind};

/// Bounds all pauses of one call; a person who waits longer would rather be told when to try again.
pub(crate) const PAUSES: Duration = Duration::from_secs(15);

/// The first pause where the service states none; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// What a 429 asks for that states no wait, as those of this service do not: its shortest window refills in about
/// this time. It is beyond [`PAUSES`], so such a call is left to the caller.
const PAUSE_UNSTATED: Duration = Duration::from_secs(30);

/// Whether a call changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Read,
    Write,
}

/// Returns how long to pause before the next attempt, when there may be one. `retries` counts those before.
pub(crate) fn pause<P>(effect: Effect, error: &CallError<P>, retries: u32) -> Option<Duration> {
    let may_repeat = match error {
        // A timeout has used up the person's patience; a broken connection may have delivered the request, which does
        // no harm to what only reads.
        CallError::Unreachable(unreachable) => match unreachable.kind {
            UnreachableKind::Offline | UnreachableKind::Connect => !unreachable.sent,
            UnreachableKind::Broken => effect == Effect::Read,
            UnreachableKind::Proxy | UnreachableKind::Tls | UnreachableKind::TimedOut => false,
        },
        CallError::Problem(_) | CallError::Unexpected(_) => match effect {
            Effect::Read => error.is_retryable(),
            Effect::Write => error.status().is_some() && error.had_no_effect(),
        },
    };
    if !may_repeat {
        return None;
    }
    let unstated = || error.is_rate_limited().map(|_| PAUSE_UNSTATED);
    let stated = error.retry_after().or_else(unstated);

    Some(stated.unwrap_or(FIRST_PAUSE * 2_u32.saturating_pow(retries)))
}

#[cfg(test)]
mod tests {
    use protocol::http::{Unexpected, What};

    use super::*;
    use crate::AuthProblem;

    fn answer(status: Option<u16>, retry_after: Option<u64>) -> CallError<AuthProblem> {
        CallError::Unexpected(Unexpected {
            status,
            what: What::Status,
            request_id: None,
            retry_after: retry_after.map(Duration::from_secs),
            rate_limit: None,
            date: None,
        })
    }

    #[test]
    fn a_read_is_repeated_where_a_little_later_may_be_better() {
        for (status, after, pauses) in [
            (408, None, Some(500)),
            (429, Some(7), Some(7_000)),
            (429, None, Some(30_000)),
            (500, None, Some(500)),
            (503, Some(3), Some(3_000)),
            (400, Some(3), None),
            (401, None, None),
            (409, None, None),
        ] {
            let expected = pauses.map(Duration::from_millis);
            let error = answer(Some(status), after);
            assert_eq!(pause(Effect::Read, &error, 0), expected, "{status}");
        }
        assert_eq!(
            pause(Effect::Read, &answer(Some(500), None), 1),
            Some(Duration::from_secs(1))
        );
    }

    #[test]
    fn a_write_is_repeated_only_when_it_was_turned_away() {
        for (status, after, expected) in [
            (429, Some(7), true),
            (503, Some(3), true),
            (429, None, false),
            (503, None, false),
            (408, Some(1), false),
            (500, Some(1), false),
        ] {
            let error = answer(Some(status), after);
            assert_eq!(
                pause(Effect::Write, &error, 0).is_some(),
                expected,
                "{status}"
            );
        }
    }

    #[test]
    fn a_limit_that_states_no_wait_is_left_to_the_caller() {
        let unstated = pause(Effect::Read, &answer(Some(429), None), 0);
        assert!(unstated.is_some_and(|pause| pause > PAUSES));
    }

    #[test]
    fn what_cannot_be_sent_is_not_tried_again() {
        for effect in [Effect::Read, Effect::Write] {
            assert_eq!(pause(effect, &answer(None, None), 0), None);
        }
    }
}
