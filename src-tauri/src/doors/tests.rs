use std::{fs, path::Path};

use super::*;

/// Every committed input, and each of them cut off, with a piece left out, and with a byte turned.
#[test]
fn every_door_holds_for_its_corpus_and_what_is_near_it() {
    for (name, check) in DOORS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../tests/fuzz/corpus")
            .join(name);
        let inputs: Vec<Vec<u8>> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| fs::read(entry.unwrap().path()).unwrap())
            .collect();
        assert!(inputs.len() >= 9, "{name} has hardly a corpus");
        for input in inputs {
            check(&input);
            // Large ones are there for their size.
            let step = (input.len() / 20).max(1);
            for at in (0..input.len()).step_by(step) {
                check(&input[..at]);
                check(&[&input[..at], &input[at + 1..]].concat());
                let mut turned = input.clone();
                turned[at] ^= 0x20;
                check(&turned);
            }
        }
    }
}
