//! Hostile replies: every row of the list of hostile inputs about token endpoints, APIs, refreshes and the network,
//! played against the app without its window.
//!
//! A row is a line in [`table`]: what comes in, and what must come of it. After each of its inputs [`nots`] looks for
//! what must never happen, whatever came in.

mod authority;
mod h2;
mod log;
mod memory;
mod nots;
mod play;
mod row;
mod server;
mod stage;
mod table;
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
    table::NOT_APPLICABLE,
};

/// How many inputs that need no waiting are played at once.
const AT_ONCE: usize = 6;

/// The groups of the list that the table covers.
const GROUPS: [&str; 4] = ["TR", "AP", "RF", "NT"];

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
    say::line(&scoreboard(&rows, &findings));

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
        How::Trap(..) => row.within <= QUICK,
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
        How::Own(_) => String::new(),
    }
}

fn scoreboard(rows: &[Row], findings: &BTreeMap<Turn, Findings>) -> String {
    let mut text = String::from("group  rows  inputs  passed  pending  not applicable\n");
    for group in GROUPS {
        let of_group = |turn: &Turn| rows[turn.0].group() == group;
        let inputs = findings.keys().filter(|turn| of_group(turn)).count();
        let pending = findings
            .keys()
            .filter(|turn| of_group(turn) && rows[turn.0].pending.is_some())
            .count();
        let passed = findings
            .iter()
            .filter(|(turn, found)| {
                of_group(turn) && rows[turn.0].pending.is_none() && found.is_empty()
            })
            .count();
        let ids: BTreeSet<_> = rows
            .iter()
            .filter(|row| row.group() == group)
            .map(|row| row.id)
            .collect();
        let without = NOT_APPLICABLE
            .iter()
            .filter(|(id, _)| id.starts_with(group))
            .count();
        text.push_str(&format!(
            "{group:5}  {:4}  {inputs:6}  {passed:6}  {pending:7}  {without:14}\n",
            ids.len()
        ));
    }

    let elsewhere = trusted::IDS.len();
    text.push_str(&format!("and {elsewhere} rows in a process of their own"));

    text
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
        .filter(|id| GROUPS.iter().any(|group| id.starts_with(group)))
        .collect();
    let rows = table::rows();
    let known: BTreeSet<&str> = rows
        .iter()
        .map(|row| row.id)
        .chain(NOT_APPLICABLE.iter().map(|(id, _)| *id))
        .chain(trusted::IDS)
        .collect();

    let missing: Vec<_> = wanted.difference(&known).collect();
    assert!(missing.is_empty(), "in no line of the table: {missing:?}");
    let invented: Vec<_> = known.difference(&wanted).collect();
    assert!(invented.is_empty(), "not in the list: {invented:?}");
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
