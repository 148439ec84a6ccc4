//! Every proof is good once (RFC 9449, section 11.1).

use std::collections::HashMap;

/// The names of proofs that were accepted, by key, with the second after which they are too old anyway.
#[derive(Debug, Default)]
pub(super) struct Replays(HashMap<(String, String), u64>);

impl Replays {
    /// Notes a proof; says whether it is new.
    pub(super) fn note(&mut self, jkt: &str, jti: &str, now: u64, until: u64) -> bool {
        self.0.retain(|_, until| now <= *until);
        self.0
            .insert((jkt.to_owned(), jti.to_owned()), until)
            .is_none()
    }
}
