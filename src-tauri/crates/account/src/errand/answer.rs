//! What the browser brought home, in the words of either vendor.

use nhost::Redirected;
use protocol::{callback::Callback, secret::State};

/// The answer to an errand, read and not yet believed.
#[derive(Debug)]
pub(crate) enum Answer {
    /// In the words of OAuth.
    OAuth(Callback),
    /// In those of Nhost.
    Nhost(Redirected),
}

impl Answer {
    /// Tells whether this is the answer to the request that carried the given state.
    pub(super) fn answers(&self, state: &State) -> bool {
        match self {
            Self::OAuth(callback) => callback.answers(state),
            Self::Nhost(redirected) => redirected.answers(state),
        }
    }
}
