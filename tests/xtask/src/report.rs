//! `cargo xtask test --report`: the figures that tests print, one `name: value of total` a line, and what falls short.

mod aims;
mod figure;

use self::figure::Figure;
use crate::{
    cargo,
    endurance::{KILLS, SOAK},
    failure::Failure,
    mutants, say,
    set_up::{self, Purpose},
};

/// Runs the tests that count something, the long ones at their full length, and prints their counts.
pub(crate) fn run() -> Result<(), Failure> {
    set_up::prepare(Purpose::Test)?;
    cargo::build_programs()?;
    let (mut figures, mut failed) = (Vec::new(), Vec::new());
    // The long ones have the machine to themselves: beside them, whatever looks at the clock would fail.
    let runs: [(&str, &[&str]); 4] = [
        ("it", &[]),
        ("e2e", &["--skip", KILLS.filter, "--skip", SOAK.filter]),
        ("e2e", &[KILLS.filter]),
        ("e2e", &[SOAK.filter]),
    ];
    for (test, which) in runs {
        let run = cargo::over_workspace("test")
            .args(["--test", test, "--", "--show-output"])
            .args(which)
            .env(KILLS.variable, KILLS.usual)
            .env(SOAK.variable, SOAK.usual);
        let (output, has_passed) = run.read_aloud()?;
        figures.extend(output.lines().filter_map(Figure::parse));
        if !has_passed {
            failed.push(test);
            let why = output
                .split_once("\nfailures:\n")
                .map_or("", |(_, why)| why);
            say::line(why);
        }
    }
    // Measured on a day of its own, if ever.
    figures.extend(mutants::figure().and_then(|line| Figure::parse(&line)));
    figures.sort();
    figures.dedup();

    say::heading("figures");
    for figure in &figures {
        say::line(&figure.to_string());
    }
    say::heading("short of the plan, or without a figure");
    for line in aims::shortfalls(&figures) {
        say::line(&line);
    }
    if !failed.is_empty() {
        return Err(Failure::new(format!(
            "tests of {} failed",
            failed.join(" and ")
        )));
    }

    Ok(())
}
