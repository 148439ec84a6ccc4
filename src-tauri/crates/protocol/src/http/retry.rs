//! When a call is made once more: a read where a little later may be better, a write only where it was turned away.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::error::{CallError, UnreachableKind};

/// Bounds all pauses of one call; a person who waits longer would rather be told when to try again.
const PAUSES: Duration = Duration::from_secs(15);

/// The first pause where the provider states none; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// How far chance may move a pause; as in the vendor's own client.
const CHANCE: std::ops::RangeInclusive<u32> = 90..=110;

/// Whether a call changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It only reads.
    Read,
    /// It may change something.
    Write,
}

/// How often and how long somebody is ready to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Bounds the attempts of a call and the pauses between them.
    pub deadline: Duration,
    /// How often a call is repeated at most.
    pub max_retries: u32,
    /// How much longer or shorter a pause is that the provider did not state, in per cent: 90 to 110. A random one keeps
    /// many clients from coming back at the same moment.
    pub pause_percent: u32,
    /// How long to pause after a 429 that states no wait, where the provider's limits are known.
    pub limited_unstated: Option<Duration>,
}

/// The attempts of one call, and what they have cost so far.
#[derive(Clone, Debug)]
pub struct Attempts {
    effect: Effect,
    patience: Patience,
    spent: Duration,
    paused: Duration,
    retries: u32,
}

impl Attempts {
    /// No attempt has been made yet.
    pub fn new(effect: Effect, patience: Patience) -> Self {
        Self {
            effect,
            patience,
            spent: Duration::ZERO,
            paused: Duration::ZERO,
            retries: 0,
        }
    }

    /// Returns how many attempts were made again.
    pub fn retries(&self) -> u32 {
        self.retries
    }

    /// Returns how long the next attempt may take.
    pub fn time_left(&self) -> Duration {
        self.patience.deadline.saturating_sub(self.spent)
    }

    /// Counts an attempt that is made again at once, for a reason of the caller's.
    pub fn took(&mut self, time: Duration) {
        self.spent = self.spent.saturating_add(time);
    }

    /// Counts an attempt that failed after so long, and returns how long to pause before the next one, when there
    /// may be one.
    pub fn pause<P>(&mut self, took: Duration, error: &CallError<P>) -> Option<Duration> {
        self.took(took);
        let pause = pause(self.effect, error, self.retries, self.patience)?;
        let is_over = self.retries >= self.patience.max_retries
            || self.paused + pause > PAUSES
            || pause >= self.time_left();
        if is_over {
            return None;
        }
        self.spent += pause;
        self.paused += pause;
        self.retries += 1;

        Some(pause)
    }
}

/// Repeats what only reads, as long as there may be another attempt. `call_error` finds the call in the error.
pub async fn repeat<T, E, P, Answer>(
    patience: Patience,
    attempt: impl Fn(Duration) -> Answer,
    call_error: impl Fn(&E) -> Option<&CallError<P>>,
) -> Result<T, E>
where
    Answer: Future<Output = Result<T, E>>,
{
    let mut attempts = Attempts::new(Effect::Read, patience);
    loop {
        let started = Instant::now();
        let error = match attempt(attempts.time_left()).await {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let pause = call_error(&error).and_then(|call| attempts.pause(started.elapsed(), call));
        match pause {
            Some(pause) => sleep(pause).await,
            None => return Err(error),
        }
    }
}

/// Returns how long to pause before the next attempt, when such an error allows one. `retries` counts those before.
fn pause<P>(
    effect: Effect,
    error: &CallError<P>,
    retries: u32,
    patience: Patience,
) -> Option<Duration> {
    let may_repeat = match error {
        // A timeout has used up the person's patience; a broken connection may have delivered the request, which does
        // no harm to what only reads.
        CallError::Unreachable(unreachable) => match unreachable.kind {
            UnreachableKind::Offline | UnreachableKind::Connect => !unreachable.sent,
            UnreachableKind::Broken => effect == Effect::Read,
            UnreachableKind::Proxy
            | UnreachableKind::ProxyAuthentication
            | UnreachableKind::Tls
            | UnreachableKind::TimedOut => false,
        },
        CallError::Problem(_) | CallError::Unexpected(_) => match effect {
            Effect::Read => error.is_retryable(),
            Effect::Write => error.status().is_some() && error.had_no_effect(),
        },
    };
    if !may_repeat {
        return None;
    }
    let limited = || {
        let unstated = error.is_rate_limited()?;
        Some(patience.limited_unstated.unwrap_or(unstated))
    };
    let stated = error.retry_after().or_else(limited);
    let percent = patience.pause_percent.clamp(*CHANCE.start(), *CHANCE.end());
    let ours = FIRST_PAUSE * 2_u32.saturating_pow(retries) * percent / 100;

    Some(stated.unwrap_or(ours))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{NoProblem, Unexpected, Unreachable, What};

    const PATIENCE: Patience = Patience {
        deadline: Duration::from_secs(60),
        max_retries: 2,
        pause_percent: 100,
        limited_unstated: None,
    };

    fn answer(status: Option<u16>, retry_after: Option<u64>) -> CallError<NoProblem> {
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
                pause(Effect::Read, &error, 0, PATIENCE),
                expected,
                "AP15 AP16 {status}"
            );
        }
        assert_eq!(
            pause(Effect::Read, &answer(Some(500), None), 1, PATIENCE),
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
                pause(Effect::Write, &error, 0, PATIENCE).is_some(),
                expected,
                "AP17 {status}"
            );
        }
    }

    #[test]
    fn a_lost_connection_is_tried_again_where_that_does_no_harm() {
        use UnreachableKind::{
            Broken, Connect, Offline, Proxy, ProxyAuthentication, TimedOut, Tls,
        };
        for (kind, sent, read, write) in [
            (Offline, false, true, true),
            (Connect, false, true, true),
            (Connect, true, false, false),
            (Broken, true, true, false),
            (Proxy, false, false, false),
            (ProxyAuthentication, false, false, false),
            (Tls, false, false, false),
            (TimedOut, true, false, false),
        ] {
            let error = CallError::<NoProblem>::Unreachable(Unreachable {
                kind,
                sent,
                host: String::new(),
                source: None,
            });
            let may = |effect| pause(effect, &error, 0, PATIENCE).is_some();
            assert_eq!(
                (may(Effect::Read), may(Effect::Write)),
                (read, write),
                "{error:?}"
            );
        }
    }

    #[test]
    fn what_cannot_be_sent_is_not_tried_again() {
        for effect in [Effect::Read, Effect::Write] {
            assert_eq!(pause(effect, &answer(None, None), 0, PATIENCE), None);
        }
    }

    #[test]
    fn chance_moves_our_own_pauses_within_bounds_and_no_stated_one() {
        for (percent, millis) in [(90, 450), (100, 500), (110, 550), (0, 450), (9_000, 550)] {
            let patience = Patience {
                pause_percent: percent,
                ..PATIENCE
            };
            let ours = pause(Effect::Read, &answer(Some(500), None), 0, patience);
            assert_eq!(ours, Some(Duration::from_millis(millis)), "{percent}");
        }
        let most = Patience {
            pause_percent: 110,
            ..PATIENCE
        };
        let stated = pause(Effect::Read, &answer(Some(429), Some(7)), 0, most);
        assert_eq!(stated, Some(Duration::from_secs(7)));
    }

    #[test]
    fn attempts_end_with_their_number_their_pauses_or_their_time() {
        let failure = answer(Some(503), Some(7));
        let ends_after = |patience: Patience| {
            let mut attempts = Attempts::new(Effect::Read, patience);
            (0..9)
                .take_while(|_| attempts.pause(Duration::from_secs(1), &failure).is_some())
                .last();
            attempts.retries()
        };
        let many = Patience {
            max_retries: 9,
            ..PATIENCE
        };
        let short = Patience {
            deadline: Duration::from_secs(8),
            ..many
        };

        assert_eq!(ends_after(many), 2, "two pauses of 7 s are within 15 s");
        assert_eq!(ends_after(short), 0);
        let mut attempts = Attempts::new(Effect::Read, many);
        let longest = attempts.pause(Duration::ZERO, &answer(Some(503), Some(15)));
        assert_eq!(longest, Some(PAUSES), "and so is one of 15 s");
        assert_eq!(
            ends_after(Patience {
                max_retries: 1,
                ..many
            }),
            1
        );
    }

    #[test]
    fn a_limit_of_a_known_provider_that_states_no_wait_may_be_too_long_to_wait_for() {
        let patience = Patience {
            limited_unstated: Some(Duration::from_secs(30)),
            ..PATIENCE
        };
        let limited = answer(Some(429), None);
        let wait = pause(Effect::Read, &limited, 0, patience);
        assert_eq!(wait, Some(Duration::from_secs(30)));

        let mut attempts = Attempts::new(Effect::Read, patience);
        assert_eq!(attempts.pause(Duration::ZERO, &limited), None);
    }
}
