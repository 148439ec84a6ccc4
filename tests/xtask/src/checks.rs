//! `cargo xtask test`: everything CI runs, in order, with a summary at the end.

mod choice;
mod cross;
mod deb;
mod steps;

pub(crate) use choice::Choice;

use std::time::Duration;

use crate::{
    clock::{self, Stopwatch},
    failure::Failure,
    say,
    set_up::{self, Purpose},
};

/// One thing that is checked.
struct Step {
    name: &'static str,
    about: &'static str,
    perform: fn() -> Result<Verdict, Failure>,
}

/// How a step ended that did not fail.
enum Verdict {
    Passed,
    Skipped(String),
}

/// What became of a step.
enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

struct Line {
    name: &'static str,
    outcome: Outcome,
    took: Duration,
}

/// Runs the chosen steps until one fails, and says how each of them ended.
pub(crate) fn run(choice: &Choice) -> Result<(), Failure> {
    if choice.only_lists() {
        for step in &steps::ALL {
            say::line(&format!("{:<12} {}", step.name, step.about));
        }
        return Ok(());
    }
    choice.check_names(steps::ALL.iter().map(|step| step.name))?;

    let watch = Stopwatch::start();
    say::heading("set-up");
    set_up::prepare(Purpose::Test)?;

    let lines = perform(choice);
    say::heading(&format!(
        "summary after {}",
        clock::in_words(watch.elapsed())
    ));
    for line in &lines {
        say::line(&line.in_words());
    }

    close(&lines)
}

fn perform(choice: &Choice) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (number, step) in steps::ALL.iter().enumerate() {
        let has_failed = lines
            .iter()
            .any(|line| matches!(line.outcome, Outcome::Failed(_)));
        if has_failed || !choice.includes(step.name) {
            let reason = if has_failed {
                "not reached"
            } else {
                "not chosen"
            };
            lines.push(Line {
                name: step.name,
                outcome: Outcome::Skipped(reason.to_owned()),
                took: Duration::ZERO,
            });
            continue;
        }

        say::heading(&format!(
            "{}/{} {}: {}",
            number + 1,
            steps::ALL.len(),
            step.name,
            step.about
        ));
        let watch = Stopwatch::start();
        let outcome = match (step.perform)() {
            Ok(Verdict::Passed) => Outcome::Passed,
            Ok(Verdict::Skipped(reason)) => Outcome::Skipped(reason),
            Err(failure) => Outcome::Failed(failure.to_string()),
        };
        let line = Line {
            name: step.name,
            outcome,
            took: watch.elapsed(),
        };
        say::line(&line.in_words());
        lines.push(line);
    }
    lines
}

fn close(lines: &[Line]) -> Result<(), Failure> {
    let count =
        |is_one: fn(&Outcome) -> bool| lines.iter().filter(|line| is_one(&line.outcome)).count();
    let failed = count(|outcome| matches!(outcome, Outcome::Failed(_)));
    let passed = count(|outcome| matches!(outcome, Outcome::Passed));

    // The last line of output is one that programs read as well.
    let closing = format!(
        "{passed} passed, {failed} failed, {} skipped",
        lines.len() - passed - failed
    );
    if failed > 0 {
        say::line(&closing);
        return Err(Failure::new("a check failed"));
    }
    say::line(&closing);

    Ok(())
}

impl Line {
    fn in_words(&self) -> String {
        let (mark, rest) = match &self.outcome {
            Outcome::Passed => ("passed", String::new()),
            Outcome::Failed(reason) => ("FAILED", format!("  {reason}")),
            Outcome::Skipped(reason) => ("skipped", format!(": {reason}")),
        };
        let took = if self.took.is_zero() {
            String::new()
        } else {
            clock::in_words(self.took)
        };

        format!("{:<12} {took:>12}  {mark}{rest}", self.name)
    }
}
