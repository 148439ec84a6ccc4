//! What this machine can say about a code before the provider is asked.

use protocol::secret::{OneTimeCode, Secret as _};
use subtle::{Choice, ConditionallySelectable as _, ConstantTimeEq as _};

use crate::totp::{ProviderTime, Totp, typed_code};

/// The code of this moment: to be sent.
#[derive(Clone, Debug)]
pub struct RightCode {
    /// The code, in plain digits.
    pub code: OneTimeCode,
    /// The window that it belongs to, for [`crate::totp::Attempts`].
    pub counter: u64,
}

/// What is wrong with a code, as far as this machine can tell by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeProblem {
    /// The code before this one: type the next that appears.
    #[error("the code before this one")]
    Previous {
        /// When a new code appears.
        wait_secs: u32,
    },
    /// The code after this one, because the phone's clock is a little fast.
    #[error("the code after this one")]
    Next {
        /// When that code becomes good.
        wait_secs: u32,
    },
    /// A code of another time: the clock of the phone is off, or that of this computer.
    #[error("the code of a clock that is {seconds} s off")]
    ClockOff {
        /// By how many seconds the phone is ahead (behind where negative), give or take one period.
        seconds: i64,
    },
    /// Refused by the provider a moment ago: it would be refused again.
    #[error("a code that was refused a moment ago")]
    Spent {
        /// When a new code appears.
        wait_secs: u32,
    },
    /// Something else than digits, spaces and dashes was typed.
    #[error("not only digits")]
    NotDigits,
    /// Not as many digits as a code has.
    #[error("not {expected} digits")]
    WrongLength {
        /// How many there should be.
        expected: u8,
    },
    /// No code of this secret anywhere near this time: of another account, or mistyped.
    #[error("a code of something else")]
    OfSomethingElse,
}

/// How many windows to each side are looked at: five minutes of a clock that is off, with the usual period.
const WINDOWS: u64 = 10;

impl Totp {
    /// Says what a typed code is. Takes as long for a wrong code as for a right one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn verdict(&self, typed: &str, time: ProviderTime) -> Result<RightCode, CodeProblem> {
        let code = typed_code(typed, self.digits())?;
        let now = self.counter(time);
        let wait_secs = self.seconds_left(time);

        Err(match self.window_of(&code, now) {
            None => CodeProblem::OfSomethingElse,
            Some(counter) if counter == now => return Ok(RightCode { code, counter }),
            Some(counter) if counter.saturating_add(1) == now => {
                CodeProblem::Previous { wait_secs }
            }
            Some(counter) if counter == now.saturating_add(1) => CodeProblem::Next { wait_secs },
            Some(counter) => {
                let windows = i64::try_from(counter.abs_diff(now)).unwrap_or_default();
                let seconds = windows * i64::from(self.period_secs());
                CodeProblem::ClockOff {
                    seconds: if counter > now { seconds } else { -seconds },
                }
            }
        })
    }

    /// The window nearest to this one whose code this is. Every window is compared, whatever was found before.
    fn window_of(&self, code: &OneTimeCode, now: u64) -> Option<u64> {
        let code: u32 = code.expose().parse().ok()?;
        let (mut found, mut is_found) = (0u64, Choice::from(0));
        // From far to near, so that the nearest of two windows with the same code stays.
        for distance in (0..=WINDOWS).rev() {
            for counter in [now.checked_add(distance), now.checked_sub(distance)] {
                let Some(counter) = counter else { continue };
                let is_same = self.code(counter).ct_eq(&code);
                found.conditional_assign(&counter, is_same);
                is_found |= is_same;
            }
        }

        bool::from(is_found).then_some(found)
    }
}
