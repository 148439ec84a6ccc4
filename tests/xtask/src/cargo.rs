//! Calls of cargo.
//!
//! Whatever is built for development is selected as "every package but this one". Cargo chooses the features of
//! shared dependencies by what is selected, so with one selection they are compiled once for the app, the emulator, the
//! tests and the tour. This package stays out because Windows cannot replace a program that is running.

use std::{env, ffi::OsString};

use crate::{failure::Failure, packages, program::Program};

const ALL_BUT_THIS: [&str; 3] = ["--workspace", "--exclude", "xtask"];

/// The same cargo that runs this program.
pub(crate) fn cargo() -> Program {
    Program::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// A command of cargo over the whole workspace.
pub(crate) fn over_workspace(command: &str) -> Program {
    cargo()
        .args([command])
        .args(ALL_BUT_THIS)
        .args(card_features())
}

/// What lets the app talk to cards, where the library for that is there. It stays out of what ships, for not every
/// desktop has it; chosen for all of development alike, so that nothing is compiled with it and without.
pub(crate) fn card_features() -> &'static [&'static str] {
    if cfg!(target_os = "linux") && packages::has_library("libpcsclite") {
        return &["--features", "desktop/nfc"];
    }

    &[]
}

/// Builds the app, the app without its window, the emulator and the tour.
pub(crate) fn build_programs() -> Result<(), Failure> {
    over_workspace("build")
        .args(["--bins", "--examples"])
        .run_aloud()
}
