//! Which test shows what: a line for every fault of the list, and for the hostile inputs that are no answers of a
//! provider.
//!
//! A test that is named here and is not there fails the ledger, and so does a row of the list without a line. Whether
//! it passes, the test says itself.

mod disk;
mod faults;
mod inputs;
mod page;
mod vault;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use tests::say;

use crate::{
    architecture::{files, root},
    named_tests::tests_in,
};

/// What shows that a row holds.
pub(super) enum Shown {
    /// These tests, by name: of Rust; of the page, `page:` before its words; or `row:` and a line of the hostile table.
    By(&'static [&'static str]),
    /// These tests show that it holds in another way than the list asks for, for this reason.
    Otherwise(&'static [&'static str], &'static str),
    /// There is nothing of the kind in the app, for this reason.
    Never(&'static str),
    /// Another system; nothing of it can run here.
    Elsewhere(&'static str),
}

pub(super) type Line = (&'static str, Shown);

/// The groups of hostile inputs that are kept here.
const GROUPS: [&str; 6] = ["VA", "LF", "IP", "OT", "CL", "WA"];

fn hostile() -> Vec<Line> {
    [
        vault::lines(),
        disk::lines(),
        page::lines(),
        inputs::lines(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The text of every file with this ending below a folder, but for the ledger itself.
fn texts(folder: &str, ending: &str) -> String {
    let files = files(folder, ending).into_iter();

    files
        .filter(|(name, _)| !name.contains("/ledger/"))
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn every_test_that_a_line_names_is_there() {
    let rust = texts("tests", "rs") + &texts("src-tauri", "rs");
    let (rust, page) = (tests_in(&rust), texts("ui/test", "ts"));
    let table = texts("tests/it/hostile", "rs");
    let is_there = |name: &str| {
        if let Some(words) = name.strip_prefix("page:") {
            return page.contains(&format!("test(\"{words}\""));
        }
        name.strip_prefix("row:").map_or_else(
            || rust.contains(name),
            |row| table.contains(&format!("\"{row}\"")),
        )
    };

    let mut missing = Vec::new();
    for (id, shown) in faults::lines().iter().chain(&hostile()) {
        if let Shown::By(names) | Shown::Otherwise(names, _) = shown {
            assert!(!names.is_empty(), "{id} names no test");
            let gone = names.iter().filter(|name| !is_there(name));
            missing.extend(gone.map(|name| format!("{id} {name}")));
        }
    }
    assert!(missing.is_empty(), "there is no such test: {missing:#?}");
}

#[test]
fn the_scoreboard_of_faults_and_inputs() {
    report("faults", &faults::lines());
    let lines = hostile();
    for group in GROUPS {
        let of_group = lines.iter().filter(|(id, _)| id.starts_with(group));
        report(&format!("hostile_{}", group.to_lowercase()), of_group);
    }
}

/// A line that programs read, and those who are missing from it by name.
fn report<'a>(name: &str, lines: impl IntoIterator<Item = &'a Line>) {
    let (mut all, mut shown, mut left) = (0, 0, Vec::new());
    for (id, how) in lines {
        all += 1;
        match how {
            Shown::By(_) => shown += 1,
            Shown::Otherwise(_, why) => {
                shown += 1;
                left.push(format!("  {id} holds in another way: {why}"));
            }
            Shown::Never(why) => left.push(format!("  {id} does not apply: {why}")),
            Shown::Elsewhere(why) => left.push(format!("  {id} runs elsewhere: {why}")),
        }
    }

    say::line(&format!("{name}: {shown} of {all}\n{}", left.join("\n")));
}

/// The lists lie beside the project where it was written; elsewhere there is nothing to compare with.
#[test]
fn every_row_of_the_lists_has_one_line() {
    let folder = root().join("../shared/security");
    let read = |name: &str| fs::read_to_string(folder.join(name));
    let (Ok(faults), Ok(cases)) = (read("faults.tsv"), read("cases.tsv")) else {
        say::line("skipped: the lists of faults and hostile inputs are not here");
        return;
    };
    let wanted = |list: &str, is_ours: fn(&str) -> bool| -> BTreeSet<String> {
        let ids = list
            .lines()
            .skip(1)
            .filter_map(|line| line.split('\t').next());
        ids.filter(|id| is_ours(id)).map(str::to_owned).collect()
    };
    let known = |lines: Vec<Line>| -> BTreeSet<String> {
        let mut counted = BTreeMap::new();
        for (id, _) in lines {
            *counted.entry(id.to_owned()).or_insert(0) += 1;
        }
        assert!(counted.values().all(|count| *count == 1), "{counted:?}");
        counted.into_keys().collect()
    };

    assert_eq!(known(faults::lines()), wanted(&faults, |_| true));
    let is_ours = |id: &str| GROUPS.iter().any(|group| id.starts_with(group));
    assert_eq!(known(hostile()), wanted(&cases, is_ours));
}
