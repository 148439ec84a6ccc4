//! `cargo xtask test --report`: the figures that tests print, one `name: value of total` a line, and what falls short.

mod aims;
mod figure;

use self::figure::Figure;
use crate::{
    cargo,
    endurance::{KILLS, SOAK},
    failure::Failure,
    mutants,
    program::Program,
    say,
    set_up::{self, Purpose},
    tools::npm,
    workspace,
};

/// The tests of the page that count something.
const PAGE: [&str; 2] = ["markup", "messages"];

/// Runs the tests that count something, the long ones at their full length, and prints their counts.
pub(crate) fn run() -> Result<(), Failure> {
    set_up::prepare(Purpose::Test)?;
    cargo::build_programs()?;
    let (mut figures, mut failed) = (Vec::new(), Vec::new());
    for (name, run) in runs() {
        let (output, has_passed) = run.read_aloud()?;
        figures.extend(output.lines().filter_map(Figure::parse));
        if !has_passed {
            failed.push(name);
            let why = output
                .split_once("\nfailures:\n")
                .map_or(output.as_str(), |(_, why)| why);
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

/// What prints figures, by name.
fn runs() -> Vec<(&'static str, Program)> {
    let page = npm(&workspace::ui())
        .args(["exec", "vitest", "--", "run", "--project", "page"])
        .args(PAGE)
        .env("NO_COLOR", "1");
    // The long ones have the machine to themselves: beside them, whatever looks at the clock would fail.
    let long = [KILLS.filter, SOAK.filter];
    let short = long.iter().flat_map(|filter| ["--skip", filter]);
    let test =
        |name: &str| cargo::over_workspace("test").args(["--test", name, "--", "--show-output"]);

    vec![
        ("the page", page),
        ("it", test("it")),
        ("e2e", test("e2e").args(short)),
        (
            KILLS.filter,
            test("e2e")
                .args([KILLS.filter])
                .env(KILLS.variable, KILLS.usual),
        ),
        (
            SOAK.filter,
            test("e2e")
                .args([SOAK.filter])
                .env(SOAK.variable, SOAK.usual),
        ),
    ]
}
