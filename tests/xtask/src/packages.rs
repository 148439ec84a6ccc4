//! What the operating system has to bring: compilers and libraries, and for the tests a screen, a keychain and a
//! browser.

mod debian;
mod named;

use crate::{failure::Failure, program::Program, set_up::Purpose};

/// Looks whether everything is there. Debian and Ubuntu install what is missing; every other system is told what to
/// install.
pub(crate) fn prepare(purpose: Purpose) -> Result<(), Failure> {
    if cfg!(target_os = "macos") {
        named::check_macos()
    } else if cfg!(windows) {
        named::check_windows()
    } else if debian::is_this() {
        debian::install_missing(purpose)
    } else {
        named::check_linux(purpose)
    }
}

/// Whether a library can be linked against.
pub(crate) fn has_library(name: &str) -> bool {
    Program::new("pkg-config")
        .args(["--exists", name])
        .read()
        .is_ok()
}
