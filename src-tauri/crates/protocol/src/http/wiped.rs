//! A buffer for what may be secret.

use std::{io, ops::Deref};

use secrecy::zeroize::Zeroizing;

/// A buffer that leaves no copy behind when it grows.
#[derive(Clone, Default)]
pub(super) struct Wiped(Zeroizing<Vec<u8>>);

impl Wiped {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(needed.max(256) * 2));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn into_bytes(self) -> Zeroizing<Vec<u8>> {
        self.0
    }
}

impl Deref for Wiped {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl io::Write for Wiped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes);

        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_buffer_moves_to_a_larger_one_and_is_never_left_to_grow_by_itself() {
        let mut buffer = Wiped::default();
        let mut rooms = Vec::new();
        for bytes in [10, 502, 1, 513, 1, 5_000] {
            buffer.push(&vec![7; bytes]);
            rooms.push((buffer.len(), buffer.0.capacity()));
        }

        assert_eq!(
            rooms,
            [
                (10, 512),
                (512, 512),
                (513, 1_026),
                (1_026, 1_026),
                (1_027, 2_054),
                (6_027, 12_054)
            ]
        );
        assert!(buffer.iter().all(|byte| *byte == 7));
    }
}
