//! The outside world, as questions.
//!
//! A port that may wait for a person or a daemon answers with [`Later`]; the others answer at once.
//! The adapter, not the port, knows about threads.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    time::{Duration, SystemTime},
};

use protocol::Url;
use zeroize::Zeroizing;

/// An answer that may take a while.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The adapters of one running app.
pub struct Ports {
    /// The keychain of the operating system.
    pub vault: Arc<dyn Vault>,
    /// The system browser.
    pub browser: Arc<dyn Browser>,
    /// The listener for the loopback way home.
    pub loopback: Arc<dyn Loopback>,
    /// What is remembered besides secrets.
    pub records: Arc<dyn Records>,
    /// The lock between processes that share one vault.
    pub refresh_lock: Arc<dyn RefreshLock>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub entropy: Arc<dyn Entropy>,
}

/// The keychain of the operating system: small secrets by name.
///
/// No method but [`Vault::unlock`] may make the system ask the person for anything, and none takes longer than
/// the adapter's deadline.
pub trait Vault: Send + Sync {
    /// Proves that an item can be written, read and deleted now; answers the store's name for people.
    fn check(&self) -> Later<'_, Result<String, VaultError>>;
    /// Lets the system ask the person to unlock the vault, once. Dropping the answer takes the question back.
    fn unlock(&self) -> Later<'_, Result<(), VaultError>>;
    /// Reads what has this name: nothing, one item, or several where the keychain has several collections.
    fn read<'a>(&'a self, name: &'a str) -> Later<'a, Result<Vec<VaultItem>, VaultError>>;
    /// Writes the item and reads it back; then it is the only one with this name.
    fn write<'a>(&'a self, name: &'a str, item: VaultItem) -> Later<'a, Result<(), VaultError>>;
    /// Deletes what has this name; deleting what is not there is fine.
    fn delete<'a>(&'a self, name: &'a str) -> Later<'a, Result<(), VaultError>>;
    /// The names of all items of the app.
    fn names(&self) -> Later<'_, Result<Vec<String>, VaultError>>;
}

/// The bytes of one item; wiped when dropped. At most [`VAULT_ITEM_BYTES`].
pub type VaultItem = Zeroizing<Vec<u8>>;

/// The largest item: Windows keeps 2,560 bytes per credential, attributes want room.
pub const VAULT_ITEM_BYTES: usize = 2_000;

/// Why the vault did not do what was asked. Nothing was changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// There is no keychain service on this system.
    #[error("there is no keychain service")]
    Unavailable,
    /// The keychain is locked.
    #[error("the keychain is locked")]
    Locked,
    /// The system asks the person for the keychain's password, and they have not answered yet.
    #[error("the system waits for the person to unlock the keychain")]
    Waiting,
    /// The keychain service does not answer.
    #[error("the keychain service does not answer")]
    Silent,
    /// The person, or a policy, refused.
    #[error("access to the keychain was denied")]
    Denied,
    /// There is no room.
    #[error("the keychain cannot save: no space left")]
    Full,
    /// What was read is not what was written, or not ours.
    #[error("the item in the keychain is damaged")]
    Corrupt,
    /// The item is larger than every keychain allows.
    #[error("the item is too big for the keychain")]
    TooBig,
    /// Anything else the system said.
    #[error("the keychain failed")]
    Failed,
}

/// The system browser.
pub trait Browser: Send + Sync {
    /// Opens an https (or loopback http) address.
    fn open<'a>(&'a self, url: &'a Url) -> Later<'a, Result<(), BrowserError>>;
}

/// The system found no browser, or it did not start in time.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the browser could not be opened")]
pub struct BrowserError;

/// A listener on a loopback port that hands every callback address to [`crate::Accounts::finish_sign_in`].
pub trait Loopback: Send + Sync {
    /// Listens on the first free one of the ports until the answer is dropped.
    fn listen<'a>(
        &'a self,
        ports: &'a [u16],
    ) -> Later<'a, Result<Box<dyn Listening>, LoopbackError>>;
}

/// An open listener; dropping it closes the port.
pub trait Listening: Send + Sync {
    /// The port it listens on.
    fn port(&self) -> u16;
}

/// Every port is taken.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("every loopback port is taken")]
pub struct LoopbackError;

/// Named documents without secrets.
pub trait Records: Send + Sync {
    /// Reads the document, or `None` when there is none.
    ///
    /// # Errors
    /// When it exists and cannot be read.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, RecordError>;
    /// Replaces the document: afterwards it is either the old or the new one, never a mix.
    ///
    /// # Errors
    /// When it cannot be written; the old one is untouched.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), RecordError>;
    /// Deletes the document; deleting what is not there is fine.
    ///
    /// # Errors
    /// When it is there and cannot be deleted.
    fn delete(&self, name: &str) -> Result<(), RecordError>;
    /// Puts a damaged document aside, under a name of its own, so that a new one can be written.
    ///
    /// # Errors
    /// When it cannot be moved.
    fn set_aside(&self, name: &str) -> Result<(), RecordError>;
    /// What to call the place, for people.
    fn place(&self, name: &str) -> String;
}

/// Why a document was not read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// No space left.
    #[error("no space left for the app's files")]
    Full,
    /// Missing rights, or not a plain file.
    #[error("the app's files cannot be written or read")]
    NotWritable,
    /// Written by a newer version of the app; not touched.
    #[error("a file of the app is of a newer version")]
    Newer,
    /// Larger than any document of ours.
    #[error("a file of the app is too large")]
    TooLarge,
}

/// The lock between processes: held while a refresh token is exchanged.
pub trait RefreshLock: Send + Sync {
    /// Waits for the lock of this name, at most the adapter's deadline; dropping the answer frees it.
    fn lock<'a>(&'a self, name: &'a str) -> Later<'a, Result<Box<dyn Send>, LockError>>;
}

/// Why the lock was not had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockError {
    /// Another process held it for too long.
    #[error("another process holds the lock")]
    TimedOut,
    /// The system cannot lock here. Inside the process a refresh is single all the same.
    #[error("the system cannot lock here")]
    Unsupported,
}

/// Two clocks: one for the provider's dates, one that nobody can set back.
pub trait Clock: Send + Sync {
    /// The wall clock.
    fn now(&self) -> SystemTime;
    /// Time since some fixed moment; never goes back.
    fn elapsed(&self) -> Duration;
}

/// The system's source of random bytes.
pub trait Entropy: Send + Sync {
    /// Fills the buffer.
    ///
    /// # Errors
    /// When the system has none to give.
    fn fill(&self, bytes: &mut [u8; 32]) -> Result<(), EntropyError>;
}

/// The system gave no random bytes.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the system gave no random bytes")]
pub struct EntropyError;
