//! `cargo xtask mutants`: changes the core in small ways, one at a time, and sees whether a test notices.
//!
//! It takes hours and is for a machine that has nothing else to do. What came out is kept in [`RECORD`], from
//! which `cargo xtask test --report` reads it.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::{
    failure::Failure,
    json,
    program::Program,
    say,
    set_up::{self, Purpose},
    tools::CargoTool,
    workspace,
};

const MUTANTS: CargoTool = CargoTool {
    name: "mutants",
    version: "27.1.0",
};

/// What came out last, with its date, its commit, and why each that lived may live.
const RECORD: &str = "tests/mutants.json";

/// A test that waits for ever has noticed as well.
const TIMEOUT_SECS: &str = "60";

/// What is changed, and the tests that are to notice.
struct Part {
    package: &'static str,
    /// Which files of it; all where none is named.
    files: &'static [&'static str],
    tests: Tests,
}

/// Tests of packages, as cargo is asked for them.
struct Tests {
    of: &'static str,
    which: &'static [&'static str],
}

const PARTS: [Part; 2] = [
    Part {
        package: "protocol",
        files: &[],
        tests: Tests {
            of: "protocol",
            which: &["--lib"],
        },
    },
    Part {
        package: "account",
        files: &[
            "src-tauri/crates/account/src/session.rs",
            "src-tauri/crates/account/src/session/**",
            "src-tauri/crates/account/src/sign_in.rs",
            "src-tauri/crates/account/src/sign_in/**",
            "src-tauri/crates/account/src/code_exchange.rs",
        ],
        tests: Tests {
            of: "account,tests",
            which: &[
                "--lib",
                "--test",
                "it",
                "--",
                "account::",
                "session::",
                "sign_in::",
            ],
        },
    },
];

/// Runs all of them and writes down what came out. Those that lived are named; why they may is for a person to write.
pub(crate) fn run() -> Result<(), Failure> {
    set_up::prepare(Purpose::Test)?;
    MUTANTS.ensure()?;

    let outcomes = PARTS
        .iter()
        .map(Part::outcomes)
        .collect::<Result<Vec<Value>, Failure>>()?;
    let file = workspace::root().join(RECORD);
    let record = record(&outcomes, &json::read(&file).unwrap_or_default())?;
    fs::write(&file, format!("{record:#}\n"))
        .map_err(Failure::while_doing(format!("writing {RECORD}")))?;
    if let Some(line) = figure() {
        say::line(&line);
    }

    Ok(())
}

impl Part {
    fn outcomes(&self) -> Result<Value, Failure> {
        let folder = workspace::target().join("mutants").join(self.package);
        fs::create_dir_all(&folder).map_err(Failure::while_doing("making a folder"))?;
        let files = self.files.iter().flat_map(|file| ["--file", file]);
        // It ends with an error when some have lived, which is no failure here.
        let run = Program::new("cargo")
            .args(["mutants", "--package", self.package])
            .args(files)
            .args(["--test-package", self.tests.of])
            .args(["--minimum-test-timeout", TIMEOUT_SECS])
            // The tests run a thousand times: what they lean on is made fast once.
            .args([
                "--cargo-arg",
                "--config=profile.dev.package.\"*\".opt-level=1",
            ])
            .args([Path::new("--output"), &folder])
            .args(["--"])
            .args(self.tests.which)
            .env("CARGO_PROFILE_DEV_DEBUG", "none")
            .run();

        json::read(&folder.join("mutants.out/outcomes.json"))
            .or_else(|failure| run.and(Err(failure)))
    }
}

/// The figure that was recorded last, as a line of the report; `None` where there is no record.
pub(crate) fn figure() -> Option<String> {
    let record = json::read(&workspace::root().join(RECORD)).ok()?;
    let word = |name: &str| record[name].as_str().unwrap_or_default();

    Some(format!(
        "mutants_killed: {} of {} (of `protocol` and of signing in and refreshing in `account`, {} at {})",
        record["killed"],
        record["of"],
        word("date"),
        word("commit")
    ))
}

/// What goes into the record: those that cannot be compiled count nowhere.
fn record(outcomes: &[Value], before: &Value) -> Result<Value, Failure> {
    let count = |name: &str| -> u64 {
        let counts = outcomes.iter().map(|part| part[name].as_u64());
        counts.map(Option::unwrap_or_default).sum()
    };
    let killed = count("caught") + count("timeout");
    let lived = outcomes
        .iter()
        .filter_map(|part| part["outcomes"].as_array())
        .flatten()
        .filter(|outcome| outcome["summary"] == "MissedMutant")
        .filter_map(|outcome| outcome["scenario"]["Mutant"]["name"].as_str());
    // `FILE:LINE:COLUMN: WHAT`, of which numbers say nothing after the next change.
    let lived = lived.filter_map(|name| {
        let (place, what) = name.split_once(": ")?;
        let name = format!("{}: {what}", place.split(':').next()?);
        let why = before["lived"][&name].as_str().unwrap_or_default();
        Some((name.clone(), json!(why)))
    });

    Ok(json!({
        "date": Program::new("date").args(["+%F"]).read()?,
        "commit": Program::new("git").args(["rev-parse", "--short", "HEAD"]).read()?,
        "killed": killed,
        "of": killed + count("missed"),
        "lived": lived.collect::<serde_json::Map<_, _>>(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_lived_are_named_and_keep_their_reasons() {
        let mutant = |name: &str, summary: &str| json!({ "scenario": { "Mutant": { "name": name } }, "summary": summary });
        let one = json!({
            "caught": 7, "timeout": 1, "missed": 1, "unviable": 4,
            "outcomes": [
                { "scenario": "Baseline", "summary": "Success" },
                mutant("src/a.rs:1:2: replace a with ()", "MissedMutant"),
                mutant("src/c.rs:3:40: replace c with ()", "CaughtMutant"),
            ],
        });
        let other = json!({
            "caught": 20, "timeout": 0, "missed": 1, "unviable": 0,
            "outcomes": [mutant("src/b.rs:3:40: replace b with ()", "MissedMutant")],
        });
        let before = json!({ "lived": { "src/a.rs: replace a with ()": "nobody can tell" } });

        let record = record(&[one, other], &before).unwrap();

        assert_eq!((&record["killed"], &record["of"]), (&json!(28), &json!(30)));
        assert_eq!(
            record["lived"],
            json!({
                "src/a.rs: replace a with ()": "nobody can tell",
                "src/b.rs: replace b with ()": "",
            })
        );
    }
}
