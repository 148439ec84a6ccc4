//! What this machine can say about a code before the provider is asked.

use protocol::secret::{OneTimeCode, Secret as _};
use subtle::{Choice, ConditionallySelectable as _, ConstantTimeEq as _};

use crate::totp::{NotACode, ProviderTime, Totp, typed_code};

/// What this machine says about a typed code.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The code of this moment: send it.
    Right {
        /// The code, in plain digits.
        code: OneTimeCode,
        /// The window that it belongs to, for [`crate::totp::Attempts`].
        counter: u64,
    },
    /// The code before this one: type the next that appears.
    Previous {
        /// When a new code appears.
        wait_secs: u32,
    },
    /// The code after this one, because the phone's clock is a little fast.
    Next {
        /// When that code becomes good.
        wait_secs: u32,
    },
    /// A code of another time: the clock of the phone is off, or that of this computer.
    ClockOff {
        /// By how many seconds the phone is ahead (behind where negative), give or take one period.
        seconds: i64,
    },
    /// Refused by the provider a moment ago: it would be refused again.
    Spent {
        /// When a new code appears.
        wait_secs: u32,
    },
    /// Something else than digits was typed.
    NotDigits,
    /// Not as many digits as a code has.
    WrongLength {
        /// How many there should be.
        expected: u8,
    },
    /// No code of this secret anywhere near this time: of another account, or mistyped.
    OfSomethingElse,
}

/// How many windows to each side are looked at: five minutes of a clock that is off, with the usual period.
const WINDOWS: u64 = 10;

impl Totp {
    /// Says what a typed code is. Takes as long for a wrong code as for a right one.
    pub fn verdict(&self, typed: &str, time: ProviderTime) -> Verdict {
        let code = match typed_code(typed, self.digits()) {
            Ok(code) => code,
            Err(NotACode::NotDigits) => return Verdict::NotDigits,
            Err(NotACode::WrongLength { expected }) => return Verdict::WrongLength { expected },
        };
        let now = self.counter(time);
        let wait_secs = self.seconds_left(time);

        match self.window_of(&code, now) {
            None => Verdict::OfSomethingElse,
            Some(counter) if counter == now => Verdict::Right { code, counter },
            Some(counter) if counter.saturating_add(1) == now => Verdict::Previous { wait_secs },
            Some(counter) if counter == now.saturating_add(1) => Verdict::Next { wait_secs },
            Some(counter) => {
                let windows = i64::try_from(counter.abs_diff(now)).unwrap_or_default();
                let seconds = windows * i64::from(self.period_secs());
                Verdict::ClockOff {
                    seconds: if counter > now { seconds } else { -seconds },
                }
            }
        }
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
