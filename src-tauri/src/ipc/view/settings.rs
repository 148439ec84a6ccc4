//! The app itself, as the page sees it.

use account::{Invalid, InvalidReason};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::connection::RedirectWayView;
use crate::settings::{Choices, CoverSecrets, Theme};

/// What the person chose.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::ipc) struct SettingsView {
    theme: ThemeView,
    /// A BCP 47 tag, or null for the system's language.
    language: Option<String>,
    /// The way home of new connections.
    redirect: RedirectWayView,
    /// When secrets on the screen are covered.
    cover_secrets: CoverSecretsView,
    /// The account that was shown last.
    last_account: Option<String>,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
enum ThemeView {
    System,
    Light,
    Dark,
}

/// When secrets on the screen are covered.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
enum CoverSecretsView {
    /// When nobody has moved for a while.
    Idle,
    /// As soon as the person works in another window, too.
    Away,
}

/// Version and places.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct AboutView {
    pub(in crate::ipc) version: String,
    pub(in crate::ipc) data_dir: String,
    pub(in crate::ipc) preset_file: String,
    pub(in crate::ipc) log_file: String,
    pub(in crate::ipc) system: String,
}

impl From<Choices> for SettingsView {
    fn from(choices: Choices) -> Self {
        Self {
            theme: match choices.theme {
                Theme::System => ThemeView::System,
                Theme::Light => ThemeView::Light,
                Theme::Dark => ThemeView::Dark,
            },
            language: choices.language,
            redirect: choices.redirect.into(),
            cover_secrets: match choices.cover_secrets {
                CoverSecrets::Idle => CoverSecretsView::Idle,
                CoverSecrets::Away => CoverSecretsView::Away,
            },
            last_account: choices.last_account,
        }
    }
}

impl TryFrom<SettingsView> for Choices {
    type Error = Invalid;

    fn try_from(view: SettingsView) -> Result<Self, Invalid> {
        Ok(Self {
            theme: match view.theme {
                ThemeView::System => Theme::System,
                ThemeView::Light => Theme::Light,
                ThemeView::Dark => Theme::Dark,
            },
            language: word(view.language, "language")?,
            redirect: view.redirect.into(),
            cover_secrets: match view.cover_secrets {
                CoverSecretsView::Idle => CoverSecrets::Idle,
                CoverSecretsView::Away => CoverSecrets::Away,
            },
            last_account: word(view.last_account, "last_account")?,
        })
    }
}

/// Language tags and account names are words of at most 64 letters, digits and hyphens.
fn word(text: Option<String>, field: &'static str) -> Result<Option<String>, Invalid> {
    let is_word = |text: &String| {
        text.len() <= 64
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    match text {
        Some(text) if !is_word(&text) => Err(Invalid {
            field,
            reason: InvalidReason::BadCharacters,
        }),
        text => Ok(text),
    }
}
