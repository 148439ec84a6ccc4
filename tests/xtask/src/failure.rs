//! What ends a command, in words for the person who typed it.

use std::{error::Error, fmt};

/// Why a command could not be finished.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// For `map_err`: puts what was being done in front of what went wrong.
    pub(crate) fn while_doing<E: Error>(deed: impl fmt::Display) -> impl FnOnce(E) -> Self {
        move |error| Self(format!("{deed}: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Error for Failure {}
