//! How often, and when: what a run may choose.

use anyhow::{Context as _, Result};

/// A number from the environment.
pub(crate) fn number(name: &str, usual: u64) -> Result<u64> {
    let Some(given) = std::env::var_os(name) else {
        return Ok(usual);
    };
    let number = given.to_str().and_then(|text| text.parse().ok());

    number.with_context(|| format!("{name} is a number"))
}

/// SplitMix64: the same moments again for the same seed, as far as the machine plays along.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);

        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// From nothing to everything.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
