//! A line that a test printed: `name: value of total`.

use std::fmt;

/// A figure; some have no total.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Figure {
    pub(super) name: String,
    pub(super) value: u64,
    pub(super) total: Option<u64>,
    /// What it counts, where that is said.
    rest: String,
}

impl Figure {
    /// The figure in a line, if it is one.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let (name, told) = line.trim().split_once(": ")?;
        let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if name.is_empty() || !name.bytes().all(is_name) {
            return None;
        }
        let (value, rest) = told.split_once(" of ").map_or((told, ""), |it| it);
        let (total, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let total = if total.is_empty() {
            None
        } else {
            Some(total.parse().ok()?)
        };

        Some(Self {
            name: name.to_owned(),
            value: value.parse().ok()?,
            total,
            rest: rest.to_owned(),
        })
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.name, self.value)?;
        if let Some(total) = self.total {
            write!(formatter, " of {total}")?;
        }
        if !self.rest.is_empty() {
            write!(formatter, " {}", self.rest)?;
        }

        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_from_other_lines() {
        let output = "running 2 tests\nhostile_rows: 374 of 374\n  canary_hits: 0\nadvisories: 0 of 900 packages\n\
                      note: 3 things\nwarning: of 2\ntest a::b ... ok\nNot_one: 1\nempty: \nhalf: 1 of x\n";
        let figures = output.lines().filter_map(Figure::parse);
        let figures: Vec<String> = figures.map(|it| it.to_string()).collect();

        assert_eq!(
            figures,
            [
                "hostile_rows: 374 of 374",
                "canary_hits: 0",
                "advisories: 0 of 900 packages"
            ]
        );
    }
}
