//! Everything the page needs to know where it is.

use account::{Notice, NoticeContent, State};
use serde::Serialize;
use specta::Type;

use super::{
    account::AccountView, connection::ConnectionView, sign_in::SignInView, vault::VaultView,
};
use crate::ipc::{
    error::camel_case,
    refusal::{CallbackProblem, InvalidReason},
};

/// Everything the page needs to know where it is.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct StateView {
    connections: Vec<ConnectionView>,
    accounts: Vec<AccountView>,
    sign_ins: Vec<SignInView>,
    vault: VaultView,
    notices: Vec<NoticeView>,
}

/// Something that happened without anybody asking, until dismissed.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct NoticeView {
    id: u32,
    content: NoticeContentView,
}

/// What happened.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(
    tag = "notice",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
enum NoticeContentView {
    /// A link came in that changed nothing.
    CallbackIgnored { reason: CallbackProblem },
    /// The team's file cannot be read.
    PresetBroken {
        path: String,
        line: Option<u32>,
        reason: String,
    },
    /// One connection of the team's file cannot be used.
    PresetConnectionRefused {
        path: String,
        id: String,
        field: String,
        reason: InvalidReason,
    },
    /// The app's own files cannot be written.
    FilesNotWritable { path: String },
    /// A file of a newer version of the app; it is left alone.
    FilesNewer { path: String },
    /// A file of the app was damaged and has been put aside.
    FilesCorrupt { path: String },
}

impl From<&State> for StateView {
    fn from(state: &State) -> Self {
        let accounts = state
            .accounts
            .iter()
            .map(|account| AccountView::of(account, &state.connections));

        Self {
            connections: state.connections.iter().map(ConnectionView::from).collect(),
            accounts: accounts.collect(),
            sign_ins: state.sign_ins.iter().map(SignInView::from).collect(),
            vault: VaultView::from(&state.vault),
            notices: state.notices.iter().map(NoticeView::from).collect(),
        }
    }
}

impl From<&Notice> for NoticeView {
    fn from(notice: &Notice) -> Self {
        Self {
            id: notice.id,
            content: notice.content.clone().into(),
        }
    }
}

impl From<NoticeContent> for NoticeContentView {
    fn from(content: NoticeContent) -> Self {
        match content {
            NoticeContent::CallbackIgnored(problem) => Self::CallbackIgnored {
                reason: problem.into(),
            },
            NoticeContent::PresetBroken { path, line, reason } => {
                Self::PresetBroken { path, line, reason }
            }
            NoticeContent::PresetConnectionRefused { path, id, invalid } => {
                Self::PresetConnectionRefused {
                    path,
                    id,
                    field: camel_case(invalid.field),
                    reason: invalid.reason.into(),
                }
            }
            NoticeContent::FilesNotWritable { path } => Self::FilesNotWritable { path },
            NoticeContent::FilesNewer { path } => Self::FilesNewer { path },
            NoticeContent::FilesCorrupt { path } => Self::FilesCorrupt { path },
        }
    }
}
