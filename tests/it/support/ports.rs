//! The outside world in memory, as strict as the real one where a journey could tell.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use account::{
    Url,
    ports::{
        Browser, BrowserError, Clock, Entropy, EntropyError, Later, Listening, LockError, Loopback,
        LoopbackError, RecordError, Records, RefreshLock, VAULT_ITEM_BYTES, Vault, VaultError,
        VaultItem,
    },
};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// A vault that can be closed, whose writes can be refused, which may hold a second item of a name as keychains with
/// several collections do, and before which a person may sit who does not answer.
#[derive(Default)]
pub(crate) struct MemoryVault {
    items: Mutex<BTreeMap<String, VaultItem>>,
    seconds: Mutex<BTreeMap<String, VaultItem>>,
    prompt: Mutex<Prompt>,
    prompts: AtomicUsize,
    taken_back: Arc<AtomicUsize>,
    closed: Mutex<Option<VaultError>>,
    refused_writes: AtomicUsize,
    after_read: Mutex<Option<(String, String)>>,
}

impl MemoryVault {
    pub(crate) fn close(&self, reason: VaultError) {
        *self.closed.lock().unwrap() = Some(reason);
    }

    pub(crate) fn open(&self) {
        *self.closed.lock().unwrap() = None;
    }

    /// What happens to the next questions for the vault's password.
    pub(crate) fn set_prompt(&self, prompt: Prompt) {
        *self.prompt.lock().unwrap() = prompt;
    }

    /// How often a person was asked, and how often the question was taken back.
    pub(crate) fn prompts(&self) -> (usize, usize) {
        let count = |counter: &AtomicUsize| counter.load(Ordering::SeqCst);

        (count(&self.prompts), count(&self.taken_back))
    }

    /// The second items, by name.
    pub(crate) fn seconds(&self) -> BTreeMap<String, String> {
        texts(&self.seconds.lock().unwrap())
    }

    /// Puts a second item beside the one of this name.
    pub(crate) fn put_second(&self, name: &str, text: &str) {
        let item = VaultItem::new(text.as_bytes().to_vec());
        self.seconds.lock().unwrap().insert(name.to_owned(), item);
    }

    pub(crate) fn refuse_writes(&self, times: usize) {
        self.refused_writes.store(times, Ordering::SeqCst);
    }

    pub(crate) fn items(&self) -> BTreeMap<String, String> {
        texts(&self.items.lock().unwrap())
    }

    pub(crate) fn put(&self, name: &str, text: &str) {
        let item = VaultItem::new(text.as_bytes().to_vec());
        self.items.lock().unwrap().insert(name.to_owned(), item);
    }

    /// What another process saves right after the next look into the vault.
    pub(crate) fn put_after_read(&self, name: &str, text: &str) {
        *self.after_read.lock().unwrap() = Some((name.to_owned(), text.to_owned()));
    }

    fn opened(&self) -> Result<(), VaultError> {
        match *self.closed.lock().unwrap() {
            Some(reason) => Err(reason),
            None => Ok(()),
        }
    }

    fn store(&self, name: &str, item: VaultItem) -> Result<(), VaultError> {
        self.opened()?;
        if item.len() > VAULT_ITEM_BYTES {
            return Err(VaultError::TooBig);
        }
        let refusing =
            self.refused_writes
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                    left.checked_sub(1)
                });
        if refusing.is_ok() {
            return Err(VaultError::Full);
        }
        self.items.lock().unwrap().insert(name.to_owned(), item);
        self.seconds.lock().unwrap().remove(name);

        Ok(())
    }
}

fn texts(items: &BTreeMap<String, VaultItem>) -> BTreeMap<String, String> {
    items
        .iter()
        .map(|(name, item)| (name.clone(), String::from_utf8_lossy(item).into_owned()))
        .collect()
}

/// What a person does who is asked for the password of the vault.
#[derive(Clone, Copy, Default)]
pub(crate) enum Prompt {
    /// They type it.
    #[default]
    Answered,
    /// They close the question.
    Dismissed,
    /// They do nothing.
    Ignored,
}

/// Counts the questions that end without an answer.
struct Asked(Option<Arc<AtomicUsize>>);

impl Drop for Asked {
    fn drop(&mut self) {
        if let Some(taken_back) = &self.0 {
            taken_back.fetch_add(1, Ordering::SeqCst);
        }
    }
}

impl Vault for MemoryVault {
    fn check(&self) -> Later<'_, Result<String, VaultError>> {
        Box::pin(async { self.opened().map(|()| "Memory".to_owned()) })
    }

    fn unlock(&self) -> Later<'_, Result<(), VaultError>> {
        Box::pin(async {
            self.prompts.fetch_add(1, Ordering::SeqCst);
            let mut asked = Asked(Some(Arc::clone(&self.taken_back)));
            let prompt = *self.prompt.lock().unwrap();
            let answer = match prompt {
                Prompt::Answered => {
                    self.open();
                    Ok(())
                }
                Prompt::Dismissed => Err(VaultError::Denied),
                Prompt::Ignored => std::future::pending().await,
            };
            asked.0 = None;
            answer
        })
    }

    fn read<'a>(&'a self, name: &'a str) -> Later<'a, Result<Vec<VaultItem>, VaultError>> {
        Box::pin(async move {
            self.opened()?;
            let in_each = [&self.items, &self.seconds];
            let found = in_each.map(|items| items.lock().unwrap().get(name).cloned());
            if let Some((name, text)) = self.after_read.lock().unwrap().take() {
                self.put(&name, &text);
            }
            Ok(found.into_iter().flatten().collect())
        })
    }

    fn write<'a>(&'a self, name: &'a str, item: VaultItem) -> Later<'a, Result<(), VaultError>> {
        Box::pin(async move { self.store(name, item) })
    }

    fn delete<'a>(&'a self, name: &'a str) -> Later<'a, Result<(), VaultError>> {
        Box::pin(async move {
            self.opened()?;
            self.items.lock().unwrap().remove(name);
            self.seconds.lock().unwrap().remove(name);
            Ok(())
        })
    }

    fn names(&self) -> Later<'_, Result<Vec<String>, VaultError>> {
        Box::pin(async {
            self.opened()?;
            Ok(self.items.lock().unwrap().keys().cloned().collect())
        })
    }
}

/// Documents in memory.
#[derive(Default)]
pub(crate) struct MemoryRecords {
    documents: Mutex<BTreeMap<String, Vec<u8>>>,
    failing: Mutex<Option<RecordError>>,
}

impl MemoryRecords {
    pub(crate) fn fail(&self, error: Option<RecordError>) {
        *self.failing.lock().unwrap() = error;
    }

    pub(crate) fn text(&self) -> String {
        let documents = self.documents.lock().unwrap();

        documents
            .iter()
            .map(|(name, bytes)| format!("{name}: {}\n", String::from_utf8_lossy(bytes)))
            .collect()
    }

    pub(crate) fn put(&self, name: &str, text: &str) {
        self.documents
            .lock()
            .unwrap()
            .insert(name.to_owned(), text.as_bytes().to_vec());
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.documents.lock().unwrap().keys().cloned().collect()
    }
}

impl Records for MemoryRecords {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, RecordError> {
        Ok(self.documents.lock().unwrap().get(name).cloned())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), RecordError> {
        match *self.failing.lock().unwrap() {
            Some(error) => return Err(error),
            None => self
                .documents
                .lock()
                .unwrap()
                .insert(name.to_owned(), bytes.to_vec()),
        };

        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), RecordError> {
        self.documents.lock().unwrap().remove(name);

        Ok(())
    }

    fn set_aside(&self, name: &str) -> Result<(), RecordError> {
        let mut documents = self.documents.lock().unwrap();
        let bytes = documents.remove(name).unwrap();
        documents.insert(format!("{name}.corrupt-1"), bytes);

        Ok(())
    }

    fn place(&self, name: &str) -> String {
        format!("memory/{name}")
    }
}

/// Remembers what it was asked to open; a visitor of the emulator goes there.
#[derive(Default)]
pub(crate) struct RecordingBrowser {
    opened: Mutex<Vec<String>>,
    is_missing: Mutex<bool>,
}

impl RecordingBrowser {
    pub(crate) fn last(&self) -> String {
        self.opened.lock().unwrap().last().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.opened.lock().unwrap().len()
    }

    pub(crate) fn uninstall(&self) {
        *self.is_missing.lock().unwrap() = true;
    }
}

impl Browser for RecordingBrowser {
    fn open<'a>(&'a self, url: &'a Url) -> Later<'a, Result<(), BrowserError>> {
        Box::pin(async move {
            if *self.is_missing.lock().unwrap() {
                return Err(BrowserError);
            }
            self.opened.lock().unwrap().push(url.to_string());
            Ok(())
        })
    }
}

/// Every port is taken until [`Self::free`]: most journeys come home by link. Nobody listens; what would have arrived is
/// handed over by the journey.
#[derive(Default)]
pub(crate) struct NamedLoopback(AtomicBool);

struct NamedListening(u16);

impl NamedLoopback {
    pub(crate) fn free(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Loopback for NamedLoopback {
    fn listen<'a>(
        &'a self,
        ports: &'a [u16],
    ) -> Later<'a, Result<Box<dyn Listening>, LoopbackError>> {
        let free = self.0.load(Ordering::SeqCst);
        let listening = ports.first().filter(|_| free).copied();

        Box::pin(async move {
            let port = listening.ok_or(LoopbackError)?;
            Ok(Box::new(NamedListening(port)) as Box<dyn Listening>)
        })
    }
}

impl Listening for NamedListening {
    fn port(&self) -> u16 {
        self.0
    }
}

/// One lock for everything, shared by all "processes" of a world.
#[derive(Default)]
pub(crate) struct ProcessLock {
    free: Arc<AsyncMutex<()>>,
    is_stuck: AtomicBool,
}

impl ProcessLock {
    /// Whether somebody elsewhere holds it for longer than its deadline.
    pub(crate) fn be_stuck(&self, is_stuck: bool) {
        self.is_stuck.store(is_stuck, Ordering::SeqCst);
    }
}

struct Held {
    _guard: OwnedMutexGuard<()>,
}

impl RefreshLock for ProcessLock {
    fn lock<'a>(&'a self, _: &'a str) -> Later<'a, Result<Box<dyn Send>, LockError>> {
        Box::pin(async {
            if self.is_stuck.load(Ordering::SeqCst) {
                return Err(LockError::TimedOut);
            }
            let guard = Arc::clone(&self.free).lock_owned().await;
            Ok(Box::new(Held { _guard: guard }) as Box<dyn Send>)
        })
    }
}

/// The real clock, moved by hand.
pub(crate) struct MovedClock {
    started: Instant,
    wall_secs: AtomicU64,
    elapsed_secs: AtomicU64,
}

impl Default for MovedClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the emulator starts at the real time too"
    )]
    fn default() -> Self {
        Self {
            started: Instant::now(),
            wall_secs: AtomicU64::new(0),
            elapsed_secs: AtomicU64::new(0),
        }
    }
}

impl MovedClock {
    pub(crate) fn advance(&self, by: Duration) {
        self.wall_secs.fetch_add(by.as_secs(), Ordering::SeqCst);
        self.elapsed_secs.fetch_add(by.as_secs(), Ordering::SeqCst);
    }

    /// Only the clock that nobody can set: as when somebody sets the one on the wall back by as much.
    pub(crate) fn pass_unseen(&self, by: Duration) {
        self.elapsed_secs.fetch_add(by.as_secs(), Ordering::SeqCst);
    }

    /// Only the clock on the wall: as when somebody sets it.
    pub(crate) fn set_wall_ahead(&self, by: Duration) {
        self.wall_secs.fetch_add(by.as_secs(), Ordering::SeqCst);
    }
}

impl Clock for MovedClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the emulator starts at the real time too"
    )]
    fn now(&self) -> SystemTime {
        SystemTime::now() + Duration::from_secs(self.wall_secs.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed() + Duration::from_secs(self.elapsed_secs.load(Ordering::SeqCst))
    }
}

/// The system's random bytes.
pub(crate) struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&self, bytes: &mut [u8; 32]) -> Result<(), EntropyError> {
        getrandom::fill(bytes).map_err(|_| EntropyError)
    }
}
