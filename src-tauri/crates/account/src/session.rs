//! The session of one account: an access token in memory, a refresh token in the vault.

mod item;
mod journal;
mod refresh;
mod replace;
mod save;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use protocol::{dpop::Dpop, secret::AccessToken};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

pub(crate) use self::{
    item::{ItemError, SessionItem},
    save::Saved,
};
use crate::{
    access_tokens::AccessTokenEntry,
    account::{AccountId, AccountRecord, Keep},
    capability::Learnt,
    connected::{Connectable, ConnectedAccount},
    context::Context,
    error::Error,
    factors::Factors,
    limits::Limits,
    linked::LinkedAccount,
    listing::Cache,
    picture::Picture,
    ports::{Clock, LockError},
    profile::{Profile, ProfileReading},
    provider::{Failure, Grant, Provider},
    sessions::SessionEntry,
    state::{AccountState, EndedReason},
    step_up::{self, SteppedUp},
    turn::{self, Turn},
};

/// The session of one account.
pub(crate) struct Session {
    pub(crate) id: AccountId,
    facts: Mutex<Facts>,
    // INVARIANT: held across a refresh, so two callers never spend the same refresh token.
    tokens: Arc<AsyncMutex<Tokens>>,
    /// Held while the profile is read, so that it is read once for everybody who asks.
    pub(crate) reading: Turn,
    pub(crate) factors: Factors,
    pub(crate) limits: Limits,
    /// The accounts elsewhere that the provider may use.
    pub(crate) connected: Cache<ConnectedAccount>,
    /// Where further ones can be connected.
    pub(crate) connectable: Cache<Connectable>,
    /// The sessions of the account at its provider.
    pub(crate) sessions: Cache<SessionEntry>,
    pub(crate) access_tokens: Cache<AccessTokenEntry>,
    /// The accounts elsewhere by which the person can sign in.
    pub(crate) linked: Cache<LinkedAccount>,
    /// What has turned out not to be there.
    pub(crate) learnt: Learnt,
}

/// What can be told about a session without waiting.
pub(crate) struct Facts {
    pub(crate) record: AccountRecord,
    pub(crate) keep: Keep,
    pub(crate) state: AccountState,
    /// When the session ends by itself, because the provider gave nothing to renew it with; seconds since 1970.
    pub(crate) ends_secs: Option<u32>,
    /// The picture of this address, or that there is none to show.
    pub(crate) picture: Option<(String, Option<Picture>)>,
    /// What the provider calls this session in its lists, once it said so.
    pub(crate) own_id: Option<String>,
    /// Whether the present access token is an elevated one; the next has to be elevated anew.
    pub(crate) is_elevated: bool,
    /// The provider has asked for an elevation in this run of the app.
    pub(crate) wants_elevation: bool,
    /// What was proven by the last step-up in this run of the app.
    pub(crate) stepped_up: Vec<SteppedUp>,
    /// When the profile was read in this run of the app.
    profile_read: Option<Duration>,
}

/// What a session is made of.
#[derive(Default)]
pub(crate) struct Tokens {
    access: Option<Access>,
    /// How many access tokens there were.
    granted: u64,
    /// The key of the session at work, with what it has learned.
    dpop: Option<Dpop>,
    /// The item, where the vault does not have it: kept until exit, or not saved yet.
    unsaved: Option<SessionItem>,
    /// The session that a newer one replaced, while the vault still has it and not the newer one: it stays good at the
    /// provider so long, for a crash would leave nothing else.
    superseded: Option<SessionItem>,
}

/// An access token and its number, by which a caller says which one was not accepted.
#[derive(Clone)]
pub(super) struct Access {
    token: AccessToken,
    number: u64,
    expires: Deadline,
    dpop: Option<Dpop>,
}

/// While it lives, no other process touches the session in the vault.
pub(crate) struct OthersOut {
    _lock: Option<Box<dyn Send>>,
}

impl OthersOut {
    /// For an account that has no session here yet.
    pub(crate) async fn of(context: &Context, id: &AccountId) -> Result<Self, Error> {
        match context.ports.refresh_lock.lock(id.as_str()).await {
            Ok(lock) => Ok(Self { _lock: Some(lock) }),
            Err(LockError::TimedOut) => Err(Error::Busy),
            Err(LockError::Unsupported) => Ok(Self { _lock: None }),
        }
    }
}

/// A moment on both clocks: it has passed when either says so. A clock that is set back revives nothing, and a
/// machine that slept is not believed to have stayed awake.
#[derive(Clone, Copy)]
struct Deadline {
    wall: SystemTime,
    elapsed: Duration,
}

impl Deadline {
    fn in_from(clock: &dyn Clock, time: Duration) -> Self {
        Self {
            wall: clock.now() + time,
            elapsed: clock.elapsed() + time,
        }
    }

    fn has_passed(self, clock: &dyn Clock) -> bool {
        clock.now() >= self.wall || clock.elapsed() >= self.elapsed
    }
}

/// A token this close to its end is renewed before it is used, so that no call dies on the way.
const MARGIN: Duration = Duration::from_secs(60);
/// Of a token that lives shorter than twice the margin, at least half of its life is used.
const MARGIN_SHARE: u32 = 2;

impl Session {
    pub(crate) fn new(record: AccountRecord, keep: Keep, tokens: Tokens) -> Self {
        let id = record.id.clone();
        let facts = Facts {
            record,
            keep,
            state: AccountState::SignedIn,
            ends_secs: None,
            picture: None,
            own_id: None,
            is_elevated: false,
            wants_elevation: false,
            stepped_up: Vec::new(),
            profile_read: None,
        };

        Self {
            id,
            facts: Mutex::new(facts),
            tokens: Arc::new(AsyncMutex::new(tokens)),
            reading: Turn::default(),
            factors: Factors::default(),
            limits: Limits::default(),
            connected: Cache::default(),
            connectable: Cache::default(),
            sessions: Cache::default(),
            access_tokens: Cache::default(),
            linked: Cache::default(),
            learnt: Learnt::default(),
        }
    }

    pub(crate) fn facts(&self) -> MutexGuard<'_, Facts> {
        // Facts are plain values: whoever panicked while holding them left them whole.
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The profile, if it was read while somebody waited for their turn.
    pub(crate) fn profile_read(&self, turn: &turn::Held<'_>) -> Option<ProfileReading> {
        let facts = self.facts();
        let is_newer = turn.is_served_by(facts.profile_read);
        let profile = facts.record.profile.clone().filter(|_| is_newer)?;

        Some(ProfileReading {
            profile,
            error: None,
        })
    }

    pub(crate) fn set_profile(&self, profile: Profile, read: Duration) {
        let mut facts = self.facts();
        facts.record.profile = Some(profile);
        facts.profile_read = Some(read);
    }

    /// Remembers what the provider said of the session besides its tokens.
    pub(super) fn note_grant(&self, grant: &Grant) {
        let mut facts = self.facts();
        facts.own_id.clone_from(&grant.session_id);
        facts.is_elevated = grant.is_elevated;
    }

    pub(crate) fn record(&self) -> AccountRecord {
        self.facts().record.clone()
    }

    /// Waits for a refresh under way, then keeps others from starting one.
    pub(crate) async fn lock(&self) -> OwnedMutexGuard<Tokens> {
        Arc::clone(&self.tokens).lock_owned().await
    }

    /// Keeps other processes from exchanging or deleting the token that is stored, where the system can.
    ///
    /// It asks for the tokens, which are always locked first: two callers with different orders would wait for each
    /// other.
    async fn keep_others_out(
        &self,
        context: &Context,
        _: &OwnedMutexGuard<Tokens>,
    ) -> Result<OthersOut, Error> {
        OthersOut::of(context, &self.id).await
    }

    /// Calls with an access token and the client that it is good with; when the provider does not accept it, renews
    /// it once and calls once more.
    pub(crate) async fn with_access<T, C>(
        self: &Arc<Self>,
        context: &Arc<Context>,
        call: impl Fn(Provider, AccessToken) -> C,
    ) -> Result<T, Error>
    where
        C: Future<Output = Result<T, Failure>>,
    {
        let connection = context.connection_of(self)?;
        let provider = |dpop| Provider::of(&connection, &context.http, dpop);

        let access = self.access(context, None).await?;
        let failure = match call(provider(access.dpop), access.token).await {
            Ok(value) => return Ok(value),
            Err(failure) => failure,
        };
        if !matches!(failure, Failure::Rejected) {
            return Err(self.meaning(context, failure));
        }

        let access = self.access(context, Some(access.number)).await?;
        call(provider(access.dpop), access.token)
            .await
            .map_err(|failure| self.meaning(context, failure))
    }

    /// What a failed call with a fresh token means for the person.
    fn meaning(&self, context: &Context, failure: Failure) -> Error {
        match failure {
            Failure::NoAnswer { error, .. }
            | Failure::Other(error)
            | Failure::WrongIdentity(error) => error,
            Failure::StepUp(reason) => step_up::required(context, self, reason),
            // A token this fresh is good; the provider does not want it for this.
            Failure::Rejected => Error::Misconfigured {
                hint: "access_token_not_accepted".to_owned(),
                request_id: None,
            },
        }
    }

    /// Renews the access token although it is good, for what it says about the person has changed.
    pub(crate) async fn renew(self: &Arc<Self>, context: &Arc<Context>) -> Result<(), Error> {
        let access = self.access(context, None).await?;

        self.access(context, Some(access.number)).await.map(drop)
    }

    /// Hands out an access token that is good for a while and is not the stale one.
    ///
    /// The refresh runs in a task of its own: a caller that goes away never stops it half way.
    async fn access(
        self: &Arc<Self>,
        context: &Arc<Context>,
        stale: Option<u64>,
    ) -> Result<Access, Error> {
        let mut tokens = self.lock().await;
        if let Some(access) = tokens.usable(context, stale) {
            return Ok(access);
        }
        if self.facts().ends_secs.is_some() {
            self.end(context, &mut tokens, EndedReason::NotRenewable);
        }
        if let AccountState::NeedsSignIn(_) = self.facts().state {
            return Err(Error::SignedOut);
        }

        let (session, context) = (Arc::clone(self), Arc::clone(context));
        let refresh = tokio::spawn(async move { session.refresh(&context, tokens).await });

        refresh.await.map_err(Error::defect)?
    }

    pub(crate) fn end(&self, context: &Context, tokens: &mut Tokens, reason: EndedReason) {
        self.let_go_of_superseded(context, tokens);
        *tokens = Tokens::default();
        {
            let mut facts = self.facts();
            facts.state = AccountState::NeedsSignIn(reason);
            facts.ends_secs = None;
        }
        context.publish();
    }
}

impl Tokens {
    fn usable(&self, context: &Context, stale: Option<u64>) -> Option<Access> {
        let access = self.access.as_ref()?;
        let is_stale = stale == Some(access.number);
        if is_stale || access.expires.has_passed(&*context.ports.clock) {
            return None;
        }

        Some(access.clone())
    }

    fn take_grant(&mut self, context: &Context, grant: &Grant) -> Access {
        // An early renewal would take the elevation away that somebody has just given their passkey for.
        let margin = if grant.is_elevated {
            Duration::ZERO
        } else {
            MARGIN.min(grant.expires_in / MARGIN_SHARE)
        };
        self.granted += 1;
        let access = Access {
            token: grant.access.clone(),
            number: self.granted,
            expires: Deadline::in_from(&*context.ports.clock, grant.expires_in - margin),
            dpop: grant.dpop.clone(),
        };
        self.dpop.clone_from(&grant.dpop);
        self.access = Some(access.clone());

        access
    }
}
