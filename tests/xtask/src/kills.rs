//! `cargo xtask kills`: the app without its window, killed at random moments, as often as wanted.

use crate::{
    cargo,
    failure::Failure,
    set_up::{self, Purpose},
};

/// Builds what it takes and begins. `SEED` in the environment chooses other moments.
pub(crate) fn run(count: &str) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        return Err(Failure::new(
            "the kills need the Secret Service, so they run on Linux only",
        ));
    }
    if !count.parse::<u32>().is_ok_and(|count| count > 0) {
        return Err(Failure::new(format!("`{count}` is not a number of kills")));
    }
    set_up::prepare(Purpose::Test)?;
    cargo::build_programs()?;

    cargo::over_workspace("test")
        .args(["--test", "e2e", "--", "kills", "--nocapture"])
        .env("KILLS", count)
        .run_aloud()
}
