//! `cargo xtask kills` and `cargo xtask soak`: what takes too long for every run of the tests.

use crate::{
    cargo,
    failure::Failure,
    set_up::{self, Purpose},
};

/// Tests that can be made longer.
pub(crate) struct Endurance {
    /// Which of the end-to-end tests.
    pub(crate) filter: &'static str,
    /// The variable that tells them how often.
    pub(crate) variable: &'static str,
    /// How often, when nothing else is said.
    pub(crate) usual: &'static str,
}

/// The app without its window, and the keychain, killed at random moments. `SEED` in the environment chooses other
/// moments.
pub(crate) const KILLS: Endurance = Endurance {
    filter: "kills",
    variable: "KILLS",
    usual: "1000",
};

/// A day of refreshes in one process.
pub(crate) const SOAK: Endurance = Endurance {
    filter: "soak",
    variable: "SOAK",
    usual: "10000",
};

impl Endurance {
    /// Builds what it takes and begins.
    pub(crate) fn run(&self, count: &str) -> Result<(), Failure> {
        if !cfg!(target_os = "linux") {
            return Err(Failure::new(format!(
                "`{}` needs the Secret Service, so it runs on Linux only",
                self.filter
            )));
        }
        if !count.parse::<u32>().is_ok_and(|count| count > 0) {
            return Err(Failure::new(format!("`{count}` is not a number of times")));
        }
        set_up::prepare(Purpose::Test)?;
        cargo::build_programs()?;

        cargo::over_workspace("test")
            .args(["--test", "e2e", "--", self.filter, "--nocapture"])
            .env(self.variable, count)
            .run_aloud()
    }
}
