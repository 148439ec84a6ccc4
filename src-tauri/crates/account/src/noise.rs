//! Noise for tests of parsers: the same for the same seed, so that what it finds can be found again.

/// A xorshift generator; not for anything that has to be secret.
pub(crate) struct Noise(u64);

impl Noise {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub(crate) fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap();
        usize::try_from(self.number() % end).unwrap()
    }

    /// Changes, removes, doubles or cuts some bytes.
    pub(crate) fn spoil(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(4) {
            let place = self.below(bytes.len());
            match self.below(5) {
                _ if bytes.is_empty() => bytes.push(0),
                0 => bytes[place] = self.number().to_le_bytes()[0],
                1 => drop(bytes.remove(place)),
                2 => bytes.insert(place, self.number().to_le_bytes()[0]),
                3 => bytes[place] ^= 1 << self.below(8),
                _ => {
                    let end = place + self.below(bytes.len() - place);
                    let piece = bytes[place..end].to_vec();
                    bytes.splice(place..place, piece);
                }
            }
        }
    }
}
