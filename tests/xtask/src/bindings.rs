//! `cargo xtask bindings`: writes the page's view of the commands anew.

use crate::{
    cargo,
    failure::Failure,
    say,
    set_up::{self, Purpose},
};

const TEST: &str = "bindings_are_current";

/// Runs the test that compares the bindings, which rewrites them when they are stale.
pub(crate) fn run() -> Result<(), Failure> {
    set_up::prepare(Purpose::Build)?;

    if test().run_aloud().is_ok() {
        say::line("ui/src/lib/bindings.ts is current");
        return Ok(());
    }
    test().run_aloud()?;
    say::line("ui/src/lib/bindings.ts was stale and has been rewritten");

    Ok(())
}

fn test() -> crate::program::Program {
    cargo::over_workspace("test").args(["--lib", "--bins", "--", TEST])
}
