//! How often codes were refused, so that no code is sent twice and nobody can guess through this app.

use crate::totp::{CodeProblem, ProviderTime, RightCode, Totp};

/// The codes of one enrolment that the provider refused. The provider counts too; this only slows down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    refused: u32,
    spent: Option<u64>,
}

impl Attempts {
    /// Seconds to wait after the first, second, third and every further refusal (ASVS 5.0 6.6.3).
    const PAUSES: [u32; 4] = [0, 1, 2, 4];

    /// Notes that the provider refused the code of this window.
    pub fn refuse(&mut self, counter: u64) {
        self.refused = self.refused.saturating_add(1);
        self.spent = Some(counter);
    }

    /// How many seconds to wait before the next code may be sent.
    pub fn pause_secs(&self) -> u32 {
        let index = usize::try_from(self.refused).unwrap_or(usize::MAX);
        let last = Self::PAUSES.len() - 1;

        Self::PAUSES
            .get(index.min(last))
            .copied()
            .unwrap_or_default()
    }

    /// Says what a typed code is, knowing which one was refused.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn verdict(
        &self,
        totp: &Totp,
        typed: &str,
        time: ProviderTime,
    ) -> Result<RightCode, CodeProblem> {
        let right = totp.verdict(typed, time)?;
        if self.spent == Some(right.counter) {
            let wait_secs = totp.seconds_left(time);
            return Err(CodeProblem::Spent { wait_secs });
        }

        Ok(right)
    }
}
