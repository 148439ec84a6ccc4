//! Which calls of the vendor's clients were made, and how they had to end: so that a method without a row is noticed.

use std::{cell::RefCell, collections::BTreeSet};

use super::outcome::Expected;

thread_local! {
    /// Of this thread's test: each has a thread of its own, or comes after another that forgets.
    static MADE: RefCell<BTreeSet<(String, End)>> = const { RefCell::new(BTreeSet::new()) };
}

/// How a call had to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    Well,
    Refused,
    /// Nothing was sent.
    Misused,
}

/// Notes a call that ended as it had to.
pub(super) fn note(call: &str, expected: &Expected) {
    MADE.with_borrow_mut(|made| made.insert((call.to_owned(), expected.end())));
}

/// Forgets what was made so far.
pub(super) fn begin() {
    MADE.with_borrow_mut(BTreeSet::clear);
}

/// What is missing since [`begin`]: each of these methods has to end well once, and to be refused once.
pub(super) fn missing<'a>(methods: impl IntoIterator<Item = &'a str>) -> Vec<(String, End)> {
    let wanted = methods
        .into_iter()
        .flat_map(|name| [End::Well, End::Refused].map(|end| (name.to_owned(), end)));

    MADE.with_borrow(|made| wanted.filter(|row| !made.contains(row)).collect())
}
