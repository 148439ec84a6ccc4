//! When a call is made once more.

use std::time::Duration;

use protocol::http::UnreachableKind;

use super::problem::MyAccountError;

/// Bounds all pauses of one call; a person who waits longer would rather be told when to try again.
pub(super) const PAUSES: Duration = Duration::from_secs(15);

/// The first pause where the provider states none; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// Whether a call changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Read,
    Write,
}

/// Returns how long to pause before the next attempt, when there may be one. `retries` counts those before.
pub(super) fn pause(effect: Effect, error: &MyAccountError, retries: u32) -> Option<Duration> {
    let may_repeat = match error {
        // A timeout has used up the person's patience; a broken connection may have delivered the request.
        MyAccountError::Unreachable(unreachable) => {
            let never_arrived = matches!(
                unreachable.kind,
                UnreachableKind::Offline | UnreachableKind::Connect
            );
            never_arrived && !unreachable.sent
        }
        MyAccountError::Problem(_) | MyAccountError::Unexpected(_) => match effect {
            Effect::Read => error.is_retryable(),
            Effect::Write => error.status().is_some() && error.had_no_effect(),
        },
    };
    if !may_repeat {
        return None;
    }
    let stated = error.retry_after().or_else(|| error.is_rate_limited());

    Some(stated.unwrap_or(FIRST_PAUSE * 2_u32.saturating_pow(retries)))
}

#[cfg(test)]
mod tests {
    use protocol::http::{CallError, Unexpected, What};

    use super::*;

    fn answer(status: Option<u16>, retry_after: Option<u64>) -> MyAccountError {
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
            (429, None, Some(10_000)),
            (500, None, Some(500)),
            (503, Some(3), Some(3_000)),
            (599, None, Some(500)),
            (400, Some(3), None),
            (401, None, None),
            (409, None, None),
        ] {
            let expected = pauses.map(Duration::from_millis);
            let error = answer(Some(status), after);
            assert_eq!(
                pause(Effect::Read, &error, 0),
                expected,
                "AP15 AP16 {status}"
            );
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
            (502, None, false),
        ] {
            let error = answer(Some(status), after);
            assert_eq!(
                pause(Effect::Write, &error, 0).is_some(),
                expected,
                "AP17 {status}"
            );
        }
    }

    #[test]
    fn what_cannot_be_sent_is_not_tried_again() {
        for effect in [Effect::Read, Effect::Write] {
            assert_eq!(pause(effect, &answer(None, None), 0), None);
        }
    }
}
