//! `cargo xtask`: builds, runs, tests and bundles Latchkey, and installs what that takes.
//!
//! **Invariant:** depends on no other package of this workspace, so that it compiles in seconds and can build all the
//! others.

mod bindings;
mod bundle;
mod cargo;
mod checks;
mod clock;
mod demo;
mod endurance;
mod failure;
mod fuzz;
mod help;
mod json;
mod makers;
mod mutants;
mod node_packages;
mod packages;
mod page;
mod program;
mod report;
mod say;
mod set_up;
mod tools;
mod tour;
mod workspace;

use std::process::ExitCode;

use endurance::{KILLS, SOAK};
use failure::Failure;

fn main() -> ExitCode {
    match perform() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say::error(&failure.to_string());
            ExitCode::FAILURE
        }
    }
}

fn perform() -> Result<(), Failure> {
    let words = arguments()?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();

    match words.as_slice() {
        ["run"] => demo::run(demo::Connections::OwnIfThereAreAny),
        ["run", "--demo"] => demo::run(demo::Connections::Demo),
        ["tour"] => tour::run(),
        ["test", "--report"] => report::run(),
        ["test", options @ ..] => checks::run(&checks::Choice::parse(options)?),
        ["kills"] => KILLS.run(KILLS.usual),
        ["kills", count] => KILLS.run(count),
        ["soak"] => SOAK.run(SOAK.usual),
        ["soak", count] => SOAK.run(count),
        ["fuzz"] => fuzz::run("60", None),
        ["fuzz", seconds] => fuzz::run(seconds, None),
        ["fuzz", seconds, target] => fuzz::run(seconds, Some(target)),
        ["mutants"] => mutants::run(),
        ["bundle"] => bundle::run(bundle::usual()),
        ["bundle", kinds] => bundle::run(kinds),
        ["bindings"] => bindings::run(),
        ["makers"] => makers::run(),
        [] | ["help" | "--help" | "-h"] => {
            help::print();
            Ok(())
        }
        [unknown, ..] => Err(Failure::new(format!(
            "there is no `cargo xtask {unknown}` with these options; `cargo xtask help` lists what there is"
        ))),
    }
}

fn arguments() -> Result<Vec<String>, Failure> {
    std::env::args_os()
        .skip(1)
        .map(|word| {
            word.into_string()
                .map_err(|_| Failure::new("an argument is not valid UTF-8"))
        })
        .collect()
}
