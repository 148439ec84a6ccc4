//! The keychain of the operating system, behind deadlines.
//!
//! Every call runs on one thread of its own: a keychain that waits for a person, or for ever, holds up neither
//! the window nor another call. Except for unlocking nothing makes the system ask the person; where the system
//! can tell that the keychain is locked, it is asked first.

#[cfg_attr(target_os = "linux", path = "vault/linux.rs")]
#[cfg_attr(target_os = "macos", path = "vault/macos.rs")]
#[cfg_attr(windows, path = "vault/windows.rs")]
mod platform;
#[cfg(not(target_os = "linux"))]
mod ungated;
mod worker;

use std::{future::Future, sync::Arc, time::Duration};

use account::ports::{Later, VAULT_ITEM_BYTES, Vault, VaultError, VaultItem};
use keyring_core::{Entry, Error as StoreError, api::CredentialStore};
use zeroize::Zeroizing;

#[cfg(target_os = "linux")]
use self::platform::Gate;
#[cfg(not(target_os = "linux"))]
use self::ungated::Gate;
use self::worker::Worker;

/// The name under which the system lists our items.
const SERVICE: &str = "dev.latchkey.accounts";
/// The item that proves that the vault can be written.
const PROBE: &str = "probe";
/// How long a person may take to find their password.
const PROMPT_DEADLINE: Duration = Duration::from_secs(120);

/// The keychain of the operating system.
pub(crate) struct SystemVault {
    gate: Gate,
    worker: Worker<Connected>,
}

/// The thread's own: the connection to the keychain, made anew after a failure.
#[derive(Default)]
struct Connected {
    store: Option<Arc<CredentialStore>>,
}

impl Connected {
    fn store(&mut self) -> Result<Arc<CredentialStore>, VaultError> {
        if let Some(store) = &self.store {
            return Ok(Arc::clone(store));
        }
        let store = platform::store().map_err(|_| VaultError::Unavailable)?;
        self.store = Some(Arc::clone(&store));

        Ok(store)
    }

    fn entry(&mut self, name: &str) -> Result<Entry, VaultError> {
        self.store()?
            .build(SERVICE, name, Some(&platform::modifiers()))
            .map_err(|error| self.meaning(error))
    }

    fn read(&mut self, name: &str) -> Result<Vec<VaultItem>, VaultError> {
        let found = self.find(name)?;

        Ok(found.into_iter().map(|(_, item)| item).collect())
    }

    /// Everything with this name: one item at most, but for keychains with several collections.
    fn find(&mut self, name: &str) -> Result<Vec<(Entry, VaultItem)>, VaultError> {
        let entry = self.entry(name)?;
        let entries = match entry.get_secret() {
            Ok(bytes) => return Ok(vec![(entry, Zeroizing::new(bytes))]),
            Err(StoreError::Ambiguous(entries)) => entries,
            Err(StoreError::NoEntry) => return Ok(Vec::new()),
            Err(error) => return Err(self.meaning(error)),
        };

        entries
            .into_iter()
            .map(|entry| match entry.get_secret() {
                Ok(bytes) => Ok((entry, Zeroizing::new(bytes))),
                Err(error) => Err(self.meaning(error)),
            })
            .collect()
    }

    fn write(&mut self, name: &str, item: &VaultItem) -> Result<(), VaultError> {
        if item.len() > VAULT_ITEM_BYTES {
            return Err(VaultError::TooBig);
        }
        let mut found = self.find(name)?.into_iter();
        let (entry, before) = match found.next() {
            Some((entry, before)) => (entry, Some(before)),
            None => (self.entry(name)?, None),
        };
        entry
            .set_secret(item)
            .map_err(|error| self.meaning(error))?;

        // What cannot be read back has not been saved.
        let read = entry.get_secret().map(Zeroizing::new);
        if !read.is_ok_and(|read| *read == **item) {
            put_back(&entry, before.as_deref());
            return Err(VaultError::Corrupt);
        }
        for (other, _) in found {
            // It is older than what was just saved, so it harms nobody until the next write.
            if other.delete_credential().is_err() {
                tracing::warn!("a second item in the keychain stays");
            }
        }

        Ok(())
    }

    fn delete(&mut self, name: &str) -> Result<(), VaultError> {
        let entries = match self.entry(name)?.delete_credential() {
            Ok(()) | Err(StoreError::NoEntry) => return Ok(()),
            Err(StoreError::Ambiguous(entries)) => entries,
            Err(error) => return Err(self.meaning(error)),
        };
        for entry in entries {
            entry
                .delete_credential()
                .map_err(|error| self.meaning(error))?;
        }

        Ok(())
    }

    fn names(&mut self) -> Result<Vec<String>, VaultError> {
        let found = self.store()?.search(&platform::search());
        let entries = found.map_err(|error| self.meaning(error))?;

        Ok(entries.iter().filter_map(name_of).collect())
    }

    fn probe(&mut self) -> Result<String, VaultError> {
        self.write(PROBE, &Zeroizing::new(PROBE.as_bytes().to_vec()))?;
        self.delete(PROBE)?;

        Ok(platform::NAME.to_owned())
    }

    fn meaning(&mut self, error: StoreError) -> VaultError {
        if let StoreError::PlatformFailure(cause) = &error {
            // The service may have gone away: the next call looks for it anew.
            self.store = None;
            tracing::warn!("the keychain failed");
            return platform::failure(cause.as_ref());
        }
        // Which error it is goes to the log; what it says does not, it may quote the item.
        let (meaning, word) = if let StoreError::NoStorageAccess(cause) = &error {
            (platform::refusal(cause.as_ref()), "no access")
        } else if let StoreError::TooLong(..) = error {
            (VaultError::TooBig, "too long")
        } else if let StoreError::BadEncoding(_) | StoreError::BadDataFormat(..) = error {
            (VaultError::Corrupt, "bad data")
        } else {
            (VaultError::Failed, "unknown")
        };
        tracing::warn!(word, "the keychain refused");

        meaning
    }
}

/// Gives a keychain back what it had before it took something else than it was given, so that no generation is lost.
fn put_back(entry: &Entry, before: Option<&Vec<u8>>) {
    let put_back = match before {
        Some(before) => entry.set_secret(before),
        None => entry.delete_credential(),
    };
    if put_back.is_err() {
        tracing::warn!("the keychain keeps something else than it was given");
    }
}

/// What an entry is called, if it is one of ours. Windows joins name and service, and cuts them at another dot.
fn name_of(entry: &Entry) -> Option<String> {
    let (service, name) = entry.get_specifiers()?;
    let joined = format!("{name}.{service}");
    let name = joined.strip_suffix(SERVICE)?.strip_suffix('.')?;

    Some(name.to_owned())
}

impl SystemVault {
    /// Starts the vault's thread. The keychain itself is not touched yet.
    pub(crate) fn start() -> Self {
        Self {
            gate: Gate::default(),
            worker: Worker::start("vault"),
        }
    }

    /// Runs a call that must not make the system ask the person.
    async fn quietly<T: Send + 'static>(
        &self,
        what: &'static str,
        call: impl FnOnce(&mut Connected) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let all = async {
            self.gate.is_open().await?;
            self.worker.run(call).await
        };

        let begun = tokio::time::Instant::now();
        let answer = within(platform::QUIET_DEADLINE, all).await;
        tracing::debug!(
            what,
            took_us = micros(begun.elapsed()),
            "the keychain answered"
        );

        answer
    }
}

/// Gives a person their time. When nobody answers the question is dropped, and the keychain is as locked as it was.
async fn asked(question: impl Future<Output = Result<(), VaultError>>) -> Result<(), VaultError> {
    tokio::time::timeout(PROMPT_DEADLINE, question)
        .await
        .unwrap_or(Err(VaultError::Locked))
}

/// For the log: whole microseconds.
fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

async fn within<T>(
    deadline: Duration,
    call: impl Future<Output = Result<T, VaultError>>,
) -> Result<T, VaultError> {
    tokio::time::timeout(deadline, call)
        .await
        .unwrap_or(Err(VaultError::Silent))
}

impl Vault for SystemVault {
    fn check(&self) -> Later<'_, Result<String, VaultError>> {
        Box::pin(self.quietly("check", Connected::probe))
    }

    fn unlock(&self) -> Later<'_, Result<(), VaultError>> {
        Box::pin(asked(self.gate.unlock(&self.worker)))
    }

    fn read<'a>(&'a self, name: &'a str) -> Later<'a, Result<Vec<VaultItem>, VaultError>> {
        let name = name.to_owned();
        Box::pin(self.quietly("read", move |store| store.read(&name)))
    }

    fn write<'a>(&'a self, name: &'a str, item: VaultItem) -> Later<'a, Result<(), VaultError>> {
        let name = name.to_owned();
        Box::pin(self.quietly("write", move |store| store.write(&name, &item)))
    }

    fn delete<'a>(&'a self, name: &'a str) -> Later<'a, Result<(), VaultError>> {
        let name = name.to_owned();
        Box::pin(self.quietly("delete", move |store| store.delete(&name)))
    }

    fn names(&self) -> Later<'_, Result<Vec<String>, VaultError>> {
        Box::pin(self.quietly("names", Connected::names))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_too_big_for_any_keychain_is_refused_before_one_is_asked() {
        let item = Zeroizing::new(vec![b'x'; VAULT_ITEM_BYTES + 1]);
        let mut connected = Connected::default();

        assert_eq!(connected.write("a", &item), Err(VaultError::TooBig));
        assert!(connected.store.is_none(), "no keychain was looked for");
    }

    #[tokio::test(start_paused = true)]
    async fn a_question_that_nobody_answers_ends_after_two_minutes() {
        let begun = tokio::time::Instant::now();
        let answer = asked(std::future::pending()).await;

        assert_eq!(answer, Err(VaultError::Locked));
        assert_eq!(begun.elapsed(), Duration::from_secs(120));
    }

    #[test]
    fn our_entries_are_told_from_others_wherever_their_names_are_cut() {
        let store = keyring_core::mock::Store::new().unwrap();
        let name = |service: &str, user: &str| {
            let entry = keyring_core::api::CredentialStoreApi::build(&*store, service, user, None);
            name_of(&entry.unwrap())
        };

        assert_eq!(name(SERVICE, "session:a").as_deref(), Some("session:a"));
        let cut_by_windows = name("accounts", "session:a.dev.latchkey");
        assert_eq!(cut_by_windows.as_deref(), Some("session:a"));
        assert_eq!(name("dev.latchkey.accounts2", "session:a"), None);
        assert_eq!(name("other", "session:a"), None);
    }
}
