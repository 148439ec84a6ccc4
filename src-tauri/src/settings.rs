//! What the person likes: theme, language, way home. Nothing here decides about accounts.

use std::sync::{Mutex, PoisonError};

use account::{
    RedirectWay,
    ports::{RecordError, Records as _},
};
use serde::{Deserialize, Serialize};

use crate::files::Files;

const DOCUMENT: &str = "settings";

/// The settings of this app on this machine.
pub(crate) struct Settings {
    files: Files,
    current: Mutex<Choices>,
}

/// What can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Choices {
    pub(crate) theme: Theme,
    /// BCP 47, or the system's language.
    pub(crate) language: Option<String>,
    /// The way home of new connections.
    pub(crate) redirect: RedirectWay,
    /// When secrets on the screen are covered.
    pub(crate) cover_secrets: CoverSecrets,
    /// The account that was shown last.
    pub(crate) last_account: Option<String>,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
}

/// When secrets on the screen are covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CoverSecrets {
    /// When nobody has moved for a while: an app on this computer can read a code off the screen.
    Idle,
    /// As soon as the person works in another window, too.
    Away,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            language: None,
            redirect: RedirectWay::Scheme,
            cover_secrets: CoverSecrets::Idle,
            last_account: None,
        }
    }
}

impl Settings {
    /// Reads the settings; what cannot be read is as if nothing had been chosen.
    pub(crate) fn read(files: Files) -> Self {
        let bytes = files.read(DOCUMENT).ok().flatten().unwrap_or_default();
        let current = serde_json::from_slice(&bytes).unwrap_or_default();

        Self {
            files,
            current: Mutex::new(current),
        }
    }

    pub(crate) fn choices(&self) -> Choices {
        self.current
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Takes a choice at once and writes it down.
    ///
    /// # Errors
    /// When it could not be written: then it holds until the app ends.
    pub(crate) fn choose(&self, choices: Choices) -> Result<(), RecordError> {
        let bytes = serde_json::to_vec_pretty(&choices).unwrap_or_default();
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = choices;

        self.files.write(DOCUMENT, &bytes)
    }

    /// Forgets every choice.
    pub(crate) fn reset(&self) -> Result<(), RecordError> {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Choices::default();

        self.files.delete(DOCUMENT)
    }
}
