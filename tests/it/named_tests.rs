//! Tests that are named elsewhere as what holds something: whether they are there, and run.

use std::{collections::BTreeSet, fs};

use crate::architecture::root;

/// Names of functions that are tests and are not left out.
pub(crate) fn tests_in(text: &str) -> BTreeSet<&str> {
    let (mut found, mut is_test, mut is_left_out) = (BTreeSet::new(), false, false);
    for line in text.lines().map(str::trim) {
        let function = line.strip_prefix("async fn ").or(line.strip_prefix("fn "));
        is_test |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
        is_left_out |= line.starts_with("#[ignore");
        if let Some(rest) = function {
            if is_test && !is_left_out {
                found.extend(rest.split('(').next());
            }
            (is_test, is_left_out) = (false, false);
        }
    }

    found
}

/// Fails when what holds this has gone: a test of Rust by its name, one of the page by its words.
pub(crate) fn assert_there(of: &str, file: &str, name: &str) {
    let text = fs::read_to_string(root().join(file)).unwrap();
    let is_there = match file.ends_with(".rs") {
        true => tests_in(&text).contains(name),
        false => text.contains(&format!("test(\"{name}\"")),
    };

    assert!(
        is_there,
        "{of}: there is no test {name} that runs in {file}"
    );
}

#[test]
fn only_a_test_counts_as_one() {
    let text = "#[test]\nfn one() {\n#[tokio::test(flavor = \"x\")]\nasync fn two() {\nfn helper() {\n\
                #[test]\n#[ignore]\nfn left_out() {";
    let found: Vec<&str> = tests_in(text).into_iter().collect();

    assert_eq!(found, ["one", "two"]);
}
