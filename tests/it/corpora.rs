//! The committed inputs of every fuzz target, and what is near them: replayed without a fuzzer. The doors of the process
//! itself are replayed by `desktop`, in `src-tauri/src/doors`.

use std::fs;

use fuzz::{TARGETS, Target};
use tests::say;

use super::architecture::root;

/// Those that `desktop` replays.
const DOORS: [&str; 4] = ["argv", "config", "loopback_http", "single_instance_msg"];

/// How many inputs near each committed one are tried.
const NEAR: u64 = 40;

#[test]
fn every_target_holds_for_its_corpus_and_what_is_near_it() {
    let mut inputs = 0;
    for target in TARGETS {
        let corpus = corpus(target);
        assert!(corpus.len() >= 9, "{} has hardly a corpus", target.name);
        for (name, input) in &corpus {
            inputs += 1 + check_near(target, name, input);
        }
    }
    let all = TARGETS.len() + DOORS.len();
    say::line(&format!("fuzz_targets: {all} of {all}"));
    say::line(&format!("fuzz_inputs_replayed: {inputs} of {inputs}"));
}

#[test]
fn no_corpus_is_without_its_target() {
    for folder in fs::read_dir(root().join("tests/fuzz/corpus")).unwrap() {
        let folder = folder.unwrap().file_name().into_string().unwrap();
        assert!(names().any(|name| name == folder), "{folder}");
    }
    let doors = fs::read_to_string(root().join("src-tauri/src/doors.rs")).unwrap();
    for name in DOORS {
        assert!(doors.contains(&format!("(\"{name}\", ")), "{name}");
    }
    let programs = fs::read_to_string(root().join("tests/fuzz/libfuzzer/Cargo.toml")).unwrap();
    for name in names() {
        let line = format!("name = \"{name}\"");
        assert!(
            programs.contains(&line),
            "{name} cannot be run by cargo-fuzz"
        );
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    TARGETS.iter().map(|target| target.name).chain(DOORS)
}

fn corpus(target: Target) -> Vec<(String, Vec<u8>)> {
    let folder = root().join("tests/fuzz/corpus").join(target.name);
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());

    entries
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect()
}

/// Tries the input and others that differ from it in a few places, always the same ones; answers how many others.
fn check_near(target: Target, name: &str, input: &[u8]) -> u64 {
    (target.check)(input);
    // Large ones are there for their size.
    let near = if input.len() > 16 * 1024 { 2 } else { NEAR };
    let mut chance = Chance(u64::from_str_radix(name, 16).unwrap_or(1) | 1);
    for _ in 0..near {
        (target.check)(&changed(input, &mut chance));
    }

    near
}

/// One to three changes: a bit turned, a byte replaced by a telling one, a piece doubled, dropped or cut off.
fn changed(input: &[u8], chance: &mut Chance) -> Vec<u8> {
    const TELLING: &[u8] = b"\0\"\\&=?#%/:{}[],-0129AZaz\xff\xc0\xe2\x80\xae";
    let mut bytes = input.to_vec();
    for _ in 0..=chance.below(3) {
        let place = chance
            .below(bytes.len() + 1)
            .min(bytes.len().saturating_sub(1));
        let end = (place + 1 + chance.below(8)).min(bytes.len());
        match chance.below(6) {
            _ if bytes.is_empty() => bytes.push(TELLING[chance.below(TELLING.len())]),
            0 => bytes[place] ^= 1 << chance.below(8),
            1 => bytes[place] = TELLING[chance.below(TELLING.len())],
            2 => bytes.insert(place, TELLING[chance.below(TELLING.len())]),
            3 => drop(bytes.drain(place..end)),
            4 => {
                let piece = bytes[place..end].to_vec();
                bytes.splice(place..place, piece);
            }
            _ => bytes.truncate(place),
        }
    }

    bytes
}

/// Numbers that look like chance and are the same in every run (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;

        usize::try_from(number).unwrap_or(0) % bound.max(1)
    }
}
