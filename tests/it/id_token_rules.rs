//! Second opinions on the rules for ID tokens, over every row of the table of hostile inputs about them and over
//! tokens, keys and expectations that chance has made.
//!
//! [`fuzz::id_token::slow`] knows the same rules from the same documents, and shares nothing with the checker that it judges. Where the
//! two differ, one of them is wrong, and the test fails. `jsonwebtoken`, which knows fewer rules, must take whatever
//! ours takes; what it takes alone is counted and expected.

mod opinions;
mod table;

use fuzz::id_token::{Case, chance::Chance, mutation::mutated};
use tests::say;

use self::opinions::Opinions;

/// The same cases in every run.
const SEED: u64 = 0x1a7c_4ce1;

/// Enough for every rule to be broken many times, alone and with others.
const CASES: usize = 1_500;

#[test]
fn chance_finds_no_token_about_which_two_checkers_differ() {
    let mut chance = Chance::from(SEED);
    let mut tally = Tally::default();
    for number in 0..CASES {
        let case = mutated(&mut chance);
        tally.count(&format!("case {number}"), &case);
    }
    tally.judge("id_token_cases");

    assert!(
        tally.taken * 10 > CASES && tally.taken * 2 < CASES,
        "{} of {CASES} are taken: the rest would prove little",
        tally.taken
    );
}

#[test]
fn every_row_about_id_tokens_is_judged_alike() {
    let mut tally = Tally::default();
    for (name, case, is_sound) in table::cases() {
        let opinions = tally.count(&name, &case);
        assert_eq!(opinions.ours, is_sound, "{name}");
    }
    tally.judge("id_token_rows");

    assert!(tally.all > 90, "{} rows", tally.all);
}

#[derive(Default)]
struct Tally {
    all: usize,
    taken: usize,
    taken_by_the_library_alone: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn count(&mut self, name: &str, case: &Case) -> Opinions {
        let opinions = Opinions::on(case);
        self.all += 1;
        self.taken += usize::from(opinions.ours);
        let library = opinions.library;
        self.taken_by_the_library_alone += usize::from(library == Some(true) && !opinions.ours);
        let is_alike = opinions.ours == opinions.slow && (library != Some(false) || !opinions.ours);
        if !is_alike {
            self.wrong.push(format!("{name}: {opinions:?} {case:?}"));
        }

        opinions
    }

    fn judge(&self, name: &str) {
        let alike = self.all - self.wrong.len();
        say::line(&format!("{name}: {alike} of {}", self.all));
        let alone = self.taken_by_the_library_alone;
        say::line(&format!(
            "{name}_taken_by_jsonwebtoken_alone: {alone} of {}",
            self.all
        ));

        assert!(
            self.wrong.is_empty(),
            "{} wrong:\n{}",
            self.wrong.len(),
            self.wrong[..self.wrong.len().min(10)].join("\n")
        );
    }
}
