//! Hostile inputs: every row of the list about ways home, token endpoints, ID tokens, descriptions and keys, profiles,
//! APIs, refreshes and the network, played against the app without its window. [`held`] names the tests of the rows that
//! only the window can play, and [`scoreboard`] counts them all.
//!
//! A row is a line in [`table`]: what comes in, and what must come of it. After each of its inputs [`nots`] looks for
//! what must never happen, whatever came in.

mod address;
mod authority;
pub(crate) mod forge;
mod h2;
mod held;
mod log;
mod memory;
mod nots;
pub(crate) mod play;
pub(crate) mod row;
mod scoreboard;
pub(crate) mod server;
pub(crate) mod stage;
pub(crate) mod table;
mod trusted;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::{Arc, Mutex},
    thread,
};

use tests::say;

use self::{
    log::Log,
    row::{Findings, How, QUICK, Row},
    scoreboard::{COVERED, GROUPS, Scoreboard},
    table::NOT_APPLICABLE,
};

/// How many inputs that need no waiting are played at once.
const AT_ONCE: usize = 6;

/// One input of a row, by their places.
type Turn = (usize, usize);

/// With `ROW=NT1` in the environment only the rows whose names begin like that.
#[test]
fn every_row_holds() {
    nots::watch_for_panics();
    let only = std::env::var_os("ROW").map(|it| it.to_string_lossy().into_owned());
    let mut rows = table::rows();
    if let Some(only) = &only {
        rows.retain(|row| row.id.starts_with(only.as_str()));
    }
    let rows = Arc::new(rows);
    let findings = play_all(&rows);
    // Of a part of the rows nothing could be said about the whole.
    if only.is_none() {
        for line in Scoreboard::of(&rows, &findings).lines() {
            say::line(&line);
        }
    }

    let wrong: Vec<String> = verdicts(&rows, &findings);
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Those that wait at once, each on a thread of its own; the others a few at a time.
fn play_all(rows: &Arc<Vec<Row>>) -> BTreeMap<Turn, Findings> {
    let turns = |is_quick: bool| -> Vec<Turn> {
        let of = |(number, row): (usize, &Row)| (0..row.inputs()).map(move |input| (number, input));
        let rows = rows.iter().enumerate();
        rows.filter(|(_, row)| is_quick_row(row) == is_quick)
            .flat_map(of)
            .collect()
    };
    let queue = Arc::new(Mutex::new(turns(true)));
    let found = Arc::new(Mutex::new(BTreeMap::new()));
    let mut threads = Vec::new();
    for turn in turns(false) {
        let (rows, found) = (Arc::clone(rows), Arc::clone(&found));
        threads.push(thread::spawn(move || {
            let findings = play_alone(&rows, turn);
            found.lock().unwrap().insert(turn, findings);
        }));
    }
    for _ in 0..AT_ONCE {
        let (rows, found, queue) = (Arc::clone(rows), Arc::clone(&found), Arc::clone(&queue));
        threads.push(thread::spawn(move || {
            loop {
                let Some(turn) = queue.lock().unwrap().pop() else {
                    return;
                };
                let findings = play_alone(&rows, turn);
                found.lock().unwrap().insert(turn, findings);
            }
        }));
    }
    for thread in threads {
        thread.join().unwrap();
    }

    Arc::into_inner(found).unwrap().into_inner().unwrap()
}

/// Rows in their own way say nothing about their time: those of the network wait most.
fn is_quick_row(row: &Row) -> bool {
    match row.how {
        How::Trap(..) | How::Address(..) => row.within <= QUICK,
        How::Own(_) => row.group() != "NT",
    }
}

/// On a thread of its own, so that its log is its own and nobody else's task can help it.
fn play_alone(rows: &Arc<Vec<Row>>, (number, input): Turn) -> Findings {
    let rows = Arc::clone(rows);
    let played = thread::spawn(move || {
        let row = &rows[number];
        let (log, _listening) = Log::listen();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            match &row.how {
                How::Trap(scene, inputs) => nots::play(row, *scene, &inputs[input], &log).await,
                How::Address(scene, inputs, fate) => {
                    address::play(row, *scene, &inputs[input], *fate, &log).await
                }
                How::Own(own) => own().await,
            }
        })
    });

    played
        .join()
        .unwrap_or_else(|_| vec!["the test itself panicked".to_owned()])
}

/// A row fails when something was found; one that is pending, when nothing was.
fn verdicts(rows: &[Row], findings: &BTreeMap<Turn, Findings>) -> Vec<String> {
    let mut wrong = Vec::new();
    for ((number, input), found) in findings {
        let row = &rows[*number];
        let name = format!(
            "{} {} [{input}{}]",
            row.id,
            row.what,
            described(row, *input)
        );
        match (row.pending, found.is_empty()) {
            (None, true) | (Some(_), false) => {}
            (None, false) => wrong.push(format!("{name}: {}", found.join("; "))),
            (Some(why), true) => wrong.push(format!("{name}: not pending any more ({why})")),
        }
    }

    wrong
}

fn described(row: &Row, input: usize) -> String {
    match &row.how {
        How::Trap(scene, inputs) => format!(" {scene:?} {:?}", inputs[input]),
        How::Address(scene, inputs, _) => format!(" {scene:?} {:?}", inputs[input]),
        How::Own(_) => String::new(),
    }
}

/// The list itself lies beside the project where it was written; elsewhere there is nothing to compare with.
#[test]
fn every_row_of_the_list_is_in_the_table() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/security/cases.tsv");
    let Ok(list) = fs::read_to_string(&list) else {
        say::line("skipped: the list of hostile inputs is not here");
        return;
    };
    let wanted: BTreeSet<&str> = list
        .lines()
        .filter_map(|line| line.split('\t').next())
        .filter(|id| is_covered(id))
        .collect();
    for (group, count) in GROUPS {
        let in_list = list.lines().filter(|line| line.starts_with(group)).count();
        assert_eq!(in_list, count, "{group}");
    }
    let rows = table::rows();
    let known: BTreeSet<&str> = rows
        .iter()
        .map(|row| row.id)
        .chain(NOT_APPLICABLE.iter().map(|(id, _)| *id))
        .chain(trusted::IDS)
        .chain(held::TESTS.iter().map(|(id, ..)| *id))
        .collect();

    let missing: Vec<_> = wanted.difference(&known).collect();
    assert!(missing.is_empty(), "in no line of the table: {missing:?}");
    let invented: Vec<_> = known.difference(&wanted).collect();
    assert!(invented.is_empty(), "not in the list: {invented:?}");
}

fn is_covered(id: &str) -> bool {
    GROUPS[..COVERED]
        .iter()
        .any(|(group, _)| id.starts_with(group))
}

#[test]
fn a_row_is_wrong_when_something_was_found_and_a_pending_one_when_nothing_was() {
    let fine = || row::own("TR01", "", || Box::pin(async { Findings::new() }));
    let rows = [fine(), fine().pending("later")];
    let found = || vec!["something".to_owned()];
    for (first, second, wrong) in [
        (Findings::new(), found(), 0),
        (found(), found(), 1),
        (Findings::new(), Findings::new(), 1),
        (found(), Findings::new(), 2),
    ] {
        let findings = BTreeMap::from([((0, 0), first), ((1, 0), second)]);
        assert_eq!(verdicts(&rows, &findings).len(), wrong);
    }
}
