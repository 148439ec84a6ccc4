//! Chance that is the same in every run.

use std::collections::VecDeque;

/// Where numbers come from that look like chance.
pub struct Chance(Source);

enum Source {
    /// SplitMix64 (Steele, Lea and Flood, 2014).
    Seed(u64),
    /// What a fuzzer has made up, two bytes a number, and nothing but zeros after them.
    Bytes(VecDeque<u8>),
}

impl From<u64> for Chance {
    fn from(seed: u64) -> Self {
        Self(Source::Seed(seed))
    }
}

impl From<&[u8]> for Chance {
    fn from(bytes: &[u8]) -> Self {
        Self(Source::Bytes(bytes.to_vec().into()))
    }
}

impl Chance {
    fn next(&mut self) -> u64 {
        match &mut self.0 {
            Source::Seed(state) => {
                *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mut mixed = *state;
                mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);

                mixed ^ (mixed >> 31)
            }
            Source::Bytes(bytes) => {
                let mut byte = || u64::from(bytes.pop_front().unwrap_or_default());

                byte() | byte() << 8
            }
        }
    }

    /// A number below this one.
    ///
    /// # Panics
    /// When there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }

    /// One of several.
    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// Once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}
