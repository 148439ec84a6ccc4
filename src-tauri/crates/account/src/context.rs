//! What all use cases share.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use protocol::{
    dpop::{Dpop, DpopKey},
    http::Http,
};
use tokio::sync::watch;

use crate::{
    account::{AccountId, AccountRecord, Keep},
    code_exchange::CodeExchange,
    connection::{Connection, ConnectionId},
    connections::Connections,
    errand::Errands,
    error::Error,
    initials::initials,
    ports::{Ports, VaultError},
    session::Session,
    sign_in::Steps,
    state::{AccountStatus, Notice, NoticeContent, State},
    unlocking::Unlocking,
};

/// What all use cases share. Every lock in here is held for a moment and never across an `await`.
pub(crate) struct Context {
    pub(crate) ports: Ports,
    pub(crate) http: Http,
    errands: Mutex<Errands>,
    steps: Mutex<Steps>,
    code_exchange: Mutex<CodeExchange>,
    connections: Mutex<Connections>,
    sessions: Mutex<Vec<Arc<Session>>>,
    /// Accounts whose connection is not there now. They come back with it.
    dormant: Mutex<Vec<AccountRecord>>,
    vault: Mutex<Result<String, VaultError>>,
    pub(crate) unlocking: Unlocking,
    notices: Mutex<Notices>,
    state: watch::Sender<State>,
}

#[derive(Default)]
struct Notices {
    last_id: u32,
    all: Vec<Notice>,
}

/// Older notices make room: a flood of links must not grow the app.
const NOTICES: usize = 8;

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What these locks protect is replaced as a whole: a panic elsewhere leaves it usable.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Context {
    pub(crate) fn new(ports: Ports, http: Http, connections: Connections) -> Self {
        let state = State {
            connections: Vec::new(),
            accounts: Vec::new(),
            sign_ins: Vec::new(),
            vault: Ok(String::new()),
            notices: Vec::new(),
        };

        Self {
            ports,
            http,
            errands: Mutex::default(),
            steps: Mutex::default(),
            code_exchange: Mutex::default(),
            connections: Mutex::new(connections),
            sessions: Mutex::default(),
            dormant: Mutex::default(),
            vault: Mutex::new(Ok(String::new())),
            unlocking: Unlocking::default(),
            notices: Mutex::default(),
            state: watch::Sender::new(state),
        }
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// Tells the page how things stand now.
    pub(crate) fn publish(&self) {
        // Taken out first: the lock would be held to the end of the statement that it stands in.
        let connections = self.connections().all().to_vec();
        let accounts = held(&self.sessions)
            .iter()
            .map(|session| status(session, &connections))
            .collect();
        let state = State {
            accounts,
            connections,
            sign_ins: self.errands().statuses(),
            vault: held(&self.vault).clone(),
            notices: held(&self.notices).all.clone(),
        };
        self.state.send_replace(state);
    }

    pub(crate) fn connections(&self) -> MutexGuard<'_, Connections> {
        held(&self.connections)
    }

    pub(crate) fn errands(&self) -> MutexGuard<'_, Errands> {
        held(&self.errands)
    }

    pub(crate) fn steps(&self) -> MutexGuard<'_, Steps> {
        held(&self.steps)
    }

    pub(crate) fn code_exchange(&self) -> MutexGuard<'_, CodeExchange> {
        held(&self.code_exchange)
    }

    pub(crate) fn connection(&self, id: &ConnectionId) -> Result<Connection, Error> {
        self.connections().find(id).cloned().ok_or(Error::NotFound)
    }

    pub(crate) fn connection_of(&self, session: &Session) -> Result<Connection, Error> {
        let id = session.facts().record.connection.clone();

        self.connection(&id)
    }

    pub(crate) fn sessions(&self) -> Vec<Arc<Session>> {
        held(&self.sessions).clone()
    }

    pub(crate) fn session(&self, id: &AccountId) -> Result<Arc<Session>, Error> {
        held(&self.sessions)
            .iter()
            .find(|session| session.id == *id)
            .cloned()
            .ok_or(Error::NotFound)
    }

    pub(crate) fn add_session(&self, session: Arc<Session>) {
        let mut sessions = held(&self.sessions);
        if !sessions.iter().any(|known| known.id == session.id) {
            sessions.push(session);
        }
    }

    pub(crate) fn remove_session(&self, id: &AccountId) {
        held(&self.sessions).retain(|session| session.id != *id);
    }

    pub(crate) fn dormant(&self) -> MutexGuard<'_, Vec<AccountRecord>> {
        held(&self.dormant)
    }

    /// Proves that the vault can be written now, and tells the page what came of it.
    pub(crate) async fn check_vault(&self) -> Result<String, VaultError> {
        let checked = self.ports.vault.check().await;
        // What is locked while the system asks is what it asks about.
        let checked = match checked {
            Err(VaultError::Locked) if self.unlocking.is_waiting() => Err(VaultError::Waiting),
            checked => checked,
        };
        self.set_vault(checked.clone());

        checked
    }

    /// Proves that a session can be kept where the person wants it, before anything is spent on getting one.
    pub(crate) async fn can_keep(&self, keep: Keep) -> Result<(), VaultError> {
        match keep {
            Keep::Vault => self.check_vault().await.map(drop),
            Keep::UntilExit => Ok(()),
        }
    }

    pub(crate) fn set_vault(&self, vault: Result<String, VaultError>) {
        *held(&self.vault) = vault;
        self.publish();
    }

    /// Tells the person something; the same thing twice is told once.
    pub(crate) fn notify(&self, content: NoticeContent) {
        {
            let mut notices = held(&self.notices);
            notices.all.retain(|notice| notice.content != content);
            notices.last_id += 1;
            let id = notices.last_id;
            notices.all.push(Notice { id, content });
            let surplus = notices.all.len().saturating_sub(NOTICES);
            notices.all.drain(..surplus);
        }
        self.publish();
    }

    pub(crate) fn dismiss(&self, id: u32) {
        held(&self.notices).all.retain(|notice| notice.id != id);
        self.publish();
    }

    /// Seconds since 1970, for dates that people read.
    pub(crate) fn now_secs(&self) -> u32 {
        secs(self.ports.clock.now())
    }

    /// Puts a key to work, with the app's clock.
    pub(crate) fn dpop(&self, key: DpopKey) -> Dpop {
        let clock = Arc::clone(&self.ports.clock);

        Dpop::new(key, move || clock.now())
    }

    /// A new key for a new session, where the connection binds sessions to one.
    pub(crate) fn new_dpop(&self, connection: &Connection) -> Result<Option<Dpop>, Error> {
        if !connection.dpop {
            return Ok(None);
        }
        let key = DpopKey::generate().map_err(Error::defect)?;

        Ok(Some(self.dpop(key)))
    }

    pub(crate) fn random(&self) -> Result<[u8; 32], Error> {
        let mut bytes = [0; 32];
        self.ports.entropy.fill(&mut bytes)?;

        Ok(bytes)
    }
}

/// Seconds since 1970; enough until 2106.
pub(crate) fn secs(time: SystemTime) -> u32 {
    let elapsed = time.duration_since(UNIX_EPOCH).unwrap_or_default();

    u32::try_from(elapsed.as_secs()).unwrap_or(u32::MAX)
}

fn status(session: &Session, connections: &[Connection]) -> AccountStatus {
    let facts = session.facts();
    let connection = connections
        .iter()
        .find(|connection| connection.id == facts.record.connection);
    let profile = facts.record.profile.as_ref();
    let name = profile.and_then(|profile| profile.name.clone());
    let email = profile.and_then(|profile| profile.email.clone());

    AccountStatus {
        id: session.id.clone(),
        connection: facts.record.connection.clone(),
        initials: initials(name.as_deref(), email.as_deref()),
        name,
        email,
        has_picture: profile.is_some_and(|profile| profile.picture_url.is_some()),
        keep: facts.keep,
        state: facts.state,
        ends_secs: facts.ends_secs,
        profile_as_of_secs: profile.map(|profile| profile.as_of_secs),
        factors_changes: session.factors.revision(),
        connected_changes: session.connected.changes(),
        sessions_changes: session.sessions.changes(),
        access_tokens_changes: session.access_tokens.changes(),
        linked_changes: session.linked.changes(),
        capabilities: connection
            .map(|connection| session.capabilities(connection))
            .unwrap_or_default(),
        stepped_up_secs: facts.stepped_up.first().map(|proof| proof.at_secs),
    }
}
