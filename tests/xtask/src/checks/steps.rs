//! The steps in their order: what is quick and fails often comes first, and each builds on what the ones before it
//! have compiled.

use super::{Step, Verdict, cross, deb};
use crate::{
    bundle, cargo,
    failure::Failure,
    program::{self, Program},
    tools::{CargoTool, npm},
    workspace,
};

pub(super) const ALL: [Step; 11] = [
    Step {
        name: "format",
        about: "rustfmt finds nothing to change",
        perform: format,
    },
    Step {
        name: "page",
        about: "types, rules and tests of the page, in Chromium with axe",
        perform: page,
    },
    Step {
        name: "lint",
        about: "clippy finds nothing, in any package",
        perform: lint,
    },
    Step {
        name: "supply",
        about: "cargo-deny finds no licence, package or source that was not agreed to",
        perform: supply,
    },
    Step {
        name: "docs",
        about: "rustdoc finds nothing in the packages that anybody may use",
        perform: docs,
    },
    Step {
        name: "unit",
        about: "unit tests, `it` with the vendors' clients, emulator, bindings, examples in the documentation",
        perform: unit,
    },
    Step {
        name: "programs",
        about: "app, emulator and tour build",
        perform: programs,
    },
    Step {
        name: "journeys",
        about: "the real app, keychain and browser, end to end",
        perform: journeys,
    },
    Step {
        name: "tour",
        about: "the tour succeeds",
        perform: tour,
    },
    Step {
        name: "bundle",
        about: "the .deb holds program, icon, scheme and `%u`, and nobody can drive or inspect the program in it",
        perform: package,
    },
    Step {
        name: "cross",
        about: "the app type-checks for Windows and macOS",
        perform: cross::check,
    },
];

const DENY: CargoTool = CargoTool {
    name: "deny",
    version: "0.20.2",
};

/// Makes a missing client a failure; without it, as in a plain `cargo test`, those tests say that they do nothing.
const VENDOR_CLIENTS_REQUIRED: &str = "LATCHKEY_VENDOR_CLIENTS_REQUIRED";

/// Names the program that ships, for the journey that looks at it.
const RELEASED: &str = "LATCHKEY_RELEASED";

fn format() -> Result<Verdict, Failure> {
    cargo::cargo()
        .args(["fmt", "--all", "--check"])
        .run_aloud()
        .map(passed)
}

fn page() -> Result<Verdict, Failure> {
    // The page itself was built during set-up, which fails when that fails.
    let npm = || npm(&workspace::ui());
    npm().args(["run", "--silent", "check"]).run_aloud()?;
    npm().args(["test", "--silent"]).run_aloud().map(passed)
}

fn lint() -> Result<Verdict, Failure> {
    cargo::cargo()
        .args(["clippy", "--workspace", "--all-targets"])
        .args(cargo::card_features())
        .args(["--", "-D", "warnings"])
        .run_aloud()
        .map(passed)
}

/// Advisories are looked up by `it`, which brings no network into the tests.
fn supply() -> Result<Verdict, Failure> {
    DENY.ensure()?;
    Program::new("cargo")
        .args(["deny", "check", "--hide-inclusion-graph"])
        .args(["licenses", "bans", "sources"])
        .run_aloud()
        .map(passed)
}

fn docs() -> Result<Verdict, Failure> {
    let packages = ["protocol", "auth0", "nhost", "account"];
    let chosen = packages.iter().flat_map(|package| ["-p", package]);
    cargo::cargo()
        .args(["doc", "--no-deps"])
        .args(chosen)
        .env("RUSTDOCFLAGS", "-D warnings")
        .run_aloud()
        .map(passed)
}

fn unit() -> Result<Verdict, Failure> {
    cargo::cargo().args(["test", "-p", "xtask"]).run_aloud()?;
    cargo::over_workspace("test")
        .env(VENDOR_CLIENTS_REQUIRED, "1")
        .run_aloud()
        .map(passed)
}

fn programs() -> Result<Verdict, Failure> {
    cargo::build_programs().map(passed)
}

fn journeys() -> Result<Verdict, Failure> {
    if let Some(skipped) = unless_linux() {
        return Ok(skipped);
    }

    cargo::over_workspace("test")
        .args(["--test", "e2e"])
        .env("RUST_LIB_BACKTRACE", "0")
        .run_aloud()
        .map(passed)
}

fn tour() -> Result<Verdict, Failure> {
    if let Some(skipped) = unless_linux() {
        return Ok(skipped);
    }

    crate::tour::run().map(passed)
}

fn package() -> Result<Verdict, Failure> {
    if program::find("dpkg-deb").is_none() {
        return Ok(Verdict::Skipped(
            "a .deb can only be opened where there is dpkg-deb".to_owned(),
        ));
    }
    let packages = bundle::make("deb")?;
    let [package] = packages.as_slice() else {
        return Err(Failure::new(format!(
            "one .deb was expected, not {packages:?}"
        )));
    };

    let program = deb::inspect(package)?;

    // The journey that wants the program that ships; the others have run with the one for development.
    cargo::over_workspace("test")
        .args(["--test", "e2e", "--", "guard::release"])
        .env(RELEASED, program)
        .env("RUST_LIB_BACKTRACE", "0")
        .run_aloud()
        .map(passed)
}

fn unless_linux() -> Option<Verdict> {
    (!cfg!(target_os = "linux"))
        .then(|| Verdict::Skipped("needs Xvfb and the Secret Service of Linux".to_owned()))
}

fn passed((): ()) -> Verdict {
    Verdict::Passed
}
