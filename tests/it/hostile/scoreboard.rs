//! How many rows of the list of hostile inputs hold, in lines that a program can read: `name: value of total`.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Turn, held,
    row::{Findings, Row},
    table::NOT_APPLICABLE,
    trusted,
};

/// The groups of the list, and how many rows each has. Those after the first eight are about other things than what
/// comes in from a provider or a browser, and have no table yet.
pub(super) const GROUPS: [(&str, usize); 14] = [
    ("CB", 62),
    ("TR", 35),
    ("ID", 53),
    ("DJ", 33),
    ("UI", 9),
    ("AP", 27),
    ("RF", 22),
    ("NT", 24),
    ("VA", 22),
    ("LF", 14),
    ("CL", 10),
    ("IP", 23),
    ("WA", 21),
    ("OT", 19),
];

/// How many of them the table covers.
pub(super) const COVERED: usize = 8;

/// What became of every row.
pub(super) struct Scoreboard {
    held: BTreeSet<&'static str>,
    elsewhere: BTreeSet<&'static str>,
    pending: BTreeSet<&'static str>,
}

impl Scoreboard {
    /// A row holds when each of its lines does, and so does one that a test of its own holds.
    pub(super) fn of(rows: &[Row], findings: &BTreeMap<Turn, Findings>) -> Self {
        let mut held = BTreeSet::new();
        let mut broken = BTreeSet::new();
        let mut pending = BTreeSet::new();
        for ((number, _), found) in findings {
            let row = &rows[*number];
            held.insert(row.id);
            if row.pending.is_some() {
                pending.insert(row.id);
            }
            if row.pending.is_some() || !found.is_empty() {
                broken.insert(row.id);
            }
        }
        let others = held::TESTS.iter().map(|(id, ..)| *id).chain(trusted::IDS);
        let elsewhere: BTreeSet<_> = others.filter(|id| !held.contains(id)).collect();
        held.extend(&elsewhere);

        Self {
            held: held.difference(&broken).copied().collect(),
            elsewhere,
            pending,
        }
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let total: usize = GROUPS.iter().map(|(_, count)| count).sum();
        let of_total = |name: &str, count: usize| format!("hostile_rows{name}: {count} of {total}");
        let mut lines = vec![of_total("", self.held.len())];
        for (group, count) in GROUPS {
            let held = self.held.iter().filter(|id| id.starts_with(group)).count();
            lines.push(format!("hostile_rows_{group}: {held} of {count}"));
        }
        let without: usize = GROUPS[COVERED..].iter().map(|(_, count)| count).sum();
        lines.push(of_total("_held_by_other_tests", self.elsewhere.len()));
        lines.push(of_total("_not_applicable", NOT_APPLICABLE.len()));
        lines.push(of_total("_pending", self.pending.len()));
        lines.push(of_total("_without_a_line", without));
        lines.extend(self.pending.iter().map(|id| format!("pending: {id}")));
        let reasons = NOT_APPLICABLE.iter();
        lines.extend(reasons.map(|(id, why)| format!("not applicable: {id}, {why}")));

        lines
    }
}
