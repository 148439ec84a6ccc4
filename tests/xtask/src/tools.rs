//! Rust and Node: found by asking them, never installed from here. And tools that are packages of cargo: installed where
//! they are missing.

use std::path::Path;

use crate::{
    failure::Failure,
    program::{self, Program},
    say,
    set_up::Purpose,
    workspace,
};

/// Tauri 2.12 needs this much; `rust-version` in Cargo.toml says the same.
const RUST: Version = Version(1, 90);

/// Vite 8 needs this much.
const NODE: Version = Version(20, 19);

/// The first two numbers of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Version(u32, u32);

impl Version {
    /// Finds the version in what a program prints about itself, such as `rustc 1.95.0 (…)` or `v20.20.2`.
    fn find(text: &str) -> Option<Self> {
        let numbers = text
            .split_whitespace()
            .find(|word| word.contains('.'))?
            .trim_start_matches('v');
        let mut parts = numbers.split('.').map(str::parse);

        Some(Self(parts.next()?.ok()?, parts.next()?.ok()?))
    }
}

/// Checks that Rust is new enough, and for the tests that rustfmt and clippy are there.
pub(crate) fn check_rust(purpose: Purpose) -> Result<(), Failure> {
    let found = Program::new("rustc").args(["--version"]).read()?;
    if Version::find(&found).is_none_or(|version| version < RUST) {
        return Err(Failure::new(format!(
            "Rust {}.{} or newer is needed, and this is {found}; `rustup update stable` brings a newer one",
            RUST.0, RUST.1
        )));
    }
    if purpose == Purpose::Test {
        for (tool, component) in [("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")] {
            if program::find(tool).is_none() {
                return Err(Failure::new(format!(
                    "`{component}` is missing; `rustup component add {component}` brings it"
                )));
            }
        }
    }

    Ok(())
}

/// Checks that Node is new enough and that npm is there.
pub(crate) fn check_node() -> Result<(), Failure> {
    let ways = "get it from nodejs.org, or with nvm, fnm, brew or winget";
    let Ok(found) = Program::new("node").args(["--version"]).read() else {
        return Err(Failure::new(format!(
            "Node {}.{} or newer is needed and there is none; {ways}",
            NODE.0, NODE.1
        )));
    };
    if Version::find(&found).is_none_or(|version| version < NODE) {
        return Err(Failure::new(format!(
            "Node {}.{} or newer is needed, and this is {found}; {ways}",
            NODE.0, NODE.1
        )));
    }
    npm(&workspace::root()).args(["--version"]).read().map_err(|_| {
        Failure::new("Node is there but npm is not; install npm as well (Debian and Ubuntu: `apt-get install npm`)")
    })?;

    Ok(())
}

/// A subcommand of cargo that a package of the same version brings: `cargo-NAME`.
pub(crate) struct CargoTool {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
}

impl CargoTool {
    /// Installs it where there is none, among the person's own programs of cargo. Whoever has one already keeps it, whatever its version.
    pub(crate) fn ensure(&self) -> Result<(), Failure> {
        let package = format!("cargo-{}", self.name);
        if program::find(&package).is_some() {
            return Ok(());
        }
        say::doing(&format!(
            "cargo install {package} {}, which takes minutes and is done once",
            self.version
        ));

        // Without optimisation: it is built once a machine, and what it does takes seconds anyway.
        Program::new("cargo")
            .args(["install", "--locked", "--quiet", "--debug"])
            .args([&package, "--version", self.version])
            .env("CARGO_PROFILE_DEV_DEBUG", "none")
            .run()
    }
}

/// The package manager of Node, in a folder with a `package.json`.
pub(crate) fn npm(folder: &Path) -> Program {
    // On Windows it is a batch file, which is found only by its full name.
    Program::new(if cfg!(windows) { "npm.cmd" } else { "npm" }).in_folder(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_print() {
        assert_eq!(
            Version::find("rustc 1.95.0 (59807616e 2026-04-14)"),
            Some(Version(1, 95))
        );
        assert_eq!(Version::find("v20.19.0"), Some(Version(20, 19)));
        assert_eq!(Version::find("nothing of the kind"), None);
    }

    #[test]
    fn a_newer_major_version_is_newer_whatever_its_minor_version_is() {
        assert!(Version(22, 1) > Version(20, 19), "22.1 follows 20.19");
        assert!(Version(20, 9) < Version(20, 19), "20.9 precedes 20.19");
    }
}
