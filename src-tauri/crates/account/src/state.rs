//! What the page draws: one value, published anew after every change.

use std::time::SystemTime;

use crate::{
    account::{AccountId, Keep},
    capability::Capability,
    connection::{Connection, ConnectionId, RedirectWay},
    context::secs,
    error::CallbackProblem,
    invalid::Invalid,
    ports::{RecordError, VaultError},
    probe::Tier,
    sign_in::{DevicePrompt, Purpose, SignInPhase},
};

/// Everything the page needs to know where it is.
#[derive(Clone, Debug)]
pub struct State {
    /// All connections: those of the team's file first, then by name.
    pub connections: Vec<Connection>,
    /// All accounts, in the order in which they were added.
    pub accounts: Vec<AccountStatus>,
    /// The sign-ins and other errands that are under way, at most one per connection.
    pub sign_ins: Vec<SignInStatus>,
    /// The vault's name, or why it is closed.
    pub vault: Result<String, VaultError>,
    /// What happened without anybody asking, newest last.
    pub notices: Vec<Notice>,
}

/// An account and how it stands.
#[derive(Clone, Debug)]
pub struct AccountStatus {
    /// Its name in files and towards the page.
    pub id: AccountId,
    /// Where it is.
    pub connection: ConnectionId,
    /// The person's name, where it is known.
    pub name: Option<String>,
    /// The e-mail address, where it is known.
    pub email: Option<String>,
    /// Letters to show where there is no picture.
    pub initials: String,
    /// Whether the provider tells a picture.
    pub has_picture: bool,
    /// Where the session is kept.
    pub keep: Keep,
    /// How it stands.
    pub state: AccountState,
    /// When the session ends by itself, because the provider gave nothing to renew it with; seconds since 1970.
    pub ends_secs: Option<u32>,
    /// When the profile was read last, in seconds since 1970.
    pub profile_as_of_secs: Option<u32>,
    /// Goes up whenever what is known of the factors changes.
    pub factors_changes: u32,
    /// When the person last gave more proof because the provider wanted it, in seconds since 1970.
    pub stepped_up_secs: Option<u32>,
    /// How often the list of connected accounts was read or changed in this run: a new number means that asking for
    /// it brings something new.
    pub connected_changes: u32,
    /// The same of the list of sessions.
    pub sessions_changes: u32,
    /// The same of the list of personal access tokens.
    pub access_tokens_changes: u32,
    /// The same of the list of linked accounts.
    pub linked_changes: u32,
    /// What can be done for the account, as far as anybody knows: what a project permits shows when it is tried.
    pub capabilities: Vec<(Capability, Tier)>,
}

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// All is well, as far as anybody knows.
    SignedIn,
    /// Signed in, but the newest refresh token could not be saved: a restart ends the session.
    Unsaved,
    /// The session has ended.
    NeedsSignIn(EndedReason),
    /// The vault cannot be read. Nobody was signed out.
    VaultClosed(VaultError),
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedReason {
    /// The provider no longer accepts the refresh token.
    Rejected,
    /// The provider replaced the refresh token and its answer never arrived.
    RotationLost,
    /// The vault has no item for this account.
    ItemMissing,
    /// The item in the vault cannot be read.
    ItemCorrupt,
    /// The provider gave nothing to renew the session with, and its time is over.
    NotRenewable,
    /// The provider renewed the session of somebody else, or for another app.
    WrongIdentity,
    /// The connection binds sessions to a key, and there is none beside the refresh token.
    DpopKeyMissing,
    /// What is kept as the key of the session is not a key.
    DpopKeyMismatch,
    /// The session is bound to a key, and the connection no longer binds sessions.
    DpopNotConfigured,
}

/// What a person is in the browser, or at another device, for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// To sign in.
    SignIn(Purpose),
    /// To sign in on another device.
    OnDevice(DevicePrompt),
    /// To let the provider use an account elsewhere, by the name of its [`Connectable`](crate::Connectable).
    Connect {
        /// That name.
        name: String,
    },
    /// To link an account elsewhere, so that it signs in as this one.
    Link {
        /// Where it is, in the vendor's word such as `github`.
        provider: String,
    },
    /// To follow the link of a mail; it is told once that has brought the person back.
    MailLink,
}

/// A sign-in, or another errand in the browser, that is under way.
#[derive(Clone, Debug)]
pub struct SignInStatus {
    /// Where.
    pub connection: ConnectionId,
    /// Set when an account signs in again, or connects another one.
    pub account: Option<AccountId>,
    /// What for.
    pub purpose: Errand,
    /// Whose account signs in, in the vendor's word; none where the provider's own page asks.
    pub provider: Option<String>,
    /// The way home of this attempt; none where nobody comes back.
    pub redirect: Option<RedirectWay>,
    /// When the browser was opened, or the code shown.
    pub started: SystemTime,
    /// When the attempt ends by itself.
    pub expires: SystemTime,
    /// How far it is.
    pub phase: SignInPhase,
}

impl SignInStatus {
    /// When the browser was opened, in seconds since 1970.
    pub fn started_secs(&self) -> u32 {
        secs(self.started)
    }

    /// When the attempt ends by itself, in seconds since 1970.
    pub fn expires_secs(&self) -> u32 {
        secs(self.expires)
    }
}

/// Something that happened without anybody asking.
#[derive(Clone, Debug)]
pub struct Notice {
    /// To dismiss it by.
    pub id: u32,
    /// What happened.
    pub content: NoticeContent,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeContent {
    /// A link came in that changed nothing.
    CallbackIgnored(CallbackProblem),
    /// The team's file cannot be read.
    PresetBroken {
        /// Which file.
        path: String,
        /// Where in it, from 1.
        line: Option<u32>,
        /// The parser's own words.
        reason: String,
    },
    /// One connection of the team's file cannot be used.
    PresetConnectionRefused {
        /// Which file.
        path: String,
        /// Its id, as far as there is one.
        id: String,
        /// What is wrong with it.
        invalid: Invalid,
    },
    /// The app's own files cannot be written: nothing but the vault outlives the app.
    FilesNotWritable {
        /// Which file.
        path: String,
    },
    /// A file of a newer version of the app; it is left alone.
    FilesNewer {
        /// Which file.
        path: String,
    },
    /// A file of the app was damaged and has been put aside.
    FilesCorrupt {
        /// Which file.
        path: String,
    },
}

impl NoticeContent {
    /// Why a file was not read or written.
    pub(crate) fn of_files(error: RecordError, path: String) -> Self {
        match error {
            RecordError::Newer => Self::FilesNewer { path },
            RecordError::Full | RecordError::NotWritable | RecordError::TooLarge => {
                Self::FilesNotWritable { path }
            }
        }
    }
}
