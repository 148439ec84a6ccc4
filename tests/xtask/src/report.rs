//! `cargo xtask test --report`: the figures that tests print, one `name: value of total` a line.

use crate::{
    cargo,
    failure::Failure,
    say,
    set_up::{self, Purpose},
};

/// Runs the tests that count something, and prints their counts.
pub(crate) fn run() -> Result<(), Failure> {
    set_up::prepare(Purpose::Test)?;
    cargo::build_programs()?;
    let mut figures = Vec::new();
    for test in ["it", "e2e"] {
        let run = cargo::over_workspace("test").args(["--test", test, "--", "--show-output"]);
        figures.extend(figures_in(&run.read_aloud()?));
    }
    figures.sort();
    figures.dedup();

    say::heading("figures");
    for figure in &figures {
        say::line(figure);
    }

    Ok(())
}

/// The lines of an output that are figures.
fn figures_in(output: &str) -> Vec<String> {
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let is_count = |value: &str| {
        let number = value.split(' ').next().unwrap_or_default();
        let rest = &value[number.len()..];
        number.parse::<u64>().is_ok() && (rest.is_empty() || rest.starts_with(" of "))
    };
    let is_figure = |line: &&str| {
        line.split_once(": ")
            .is_some_and(|(name, value)| is_name(name) && is_count(value))
    };

    output
        .lines()
        .map(str::trim)
        .filter(is_figure)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_from_other_lines() {
        let output = "running 2 tests\nhostile_rows: 374 of 374\n  canary_hits: 0\nnote: 3 things\nwarning: of 2\ntest a::b ... ok\nNot_one: 1\nempty: \n";

        assert_eq!(
            figures_in(output),
            ["hostile_rows: 374 of 374", "canary_hits: 0"]
        );
    }
}
