//! The values that a server wants to find in the next proof (RFC 9449, section 8).

use std::collections::HashMap;

use crate::random;

/// Every nonce that is still good, with the second in which it ends.
#[derive(Debug, Default)]
pub(super) struct Nonces(HashMap<String, u64>);

impl Nonces {
    pub(super) fn issue(&mut self, now: u64, life_secs: u64) -> String {
        self.0.retain(|_, ends_at| now < *ends_at);
        let nonce = random::handle(24);
        self.0.insert(nonce.clone(), now.saturating_add(life_secs));
        nonce
    }

    /// Whether a nonce is one of ours and its time is not over.
    pub(super) fn accept(&self, nonce: &str, now: u64) -> bool {
        self.0.get(nonce).is_some_and(|ends_at| now < *ends_at)
    }
}
