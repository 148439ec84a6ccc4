//! What a journey needs: an emulator, the app without its window, and somebody with a browser.

mod authenticator;
mod ports;

use std::sync::Arc;

use account::{
    AccountId, AccountState, Accounts, Connection, ConnectionDraft, ConnectionId, DraftSettings,
    Keep, PasskeyDraft, Password, PasswordSignIn, Preset, Purpose, RedirectWay, SignInHere,
    SignInPhase, SignInWay, StartSignIn, State, Step, ports::Ports,
};
use emulator::{Emulator, Person, Visitor};
use nhost::{AuthClient, SignIn};
use protocol::{base_url::BaseUrl, http::Http};

pub(crate) use self::authenticator::Authenticator;
pub(crate) use self::ports::{MemoryRecords, MemoryVault, MovedClock, Prompt};
use self::ports::{NamedLoopback, OsEntropy, ProcessLock, RecordingBrowser};

/// An emulator, the app without its window, and the outside world in memory.
pub(crate) struct World {
    pub(crate) emulator: Emulator,
    addresses: [String; 2],
    pub(crate) accounts: Accounts,
    pub(crate) vault: Arc<MemoryVault>,
    pub(crate) records: Arc<MemoryRecords>,
    pub(crate) browser: Arc<RecordingBrowser>,
    pub(crate) clock: Arc<MovedClock>,
    pub(crate) lock: Arc<ProcessLock>,
    pub(crate) loopback: Arc<NamedLoopback>,
    /// Whether the Auth0 connection binds sessions to a key.
    pub(crate) dpop: bool,
}

pub(crate) const AUTH0: &str = "demo-auth0";
pub(crate) const NHOST: &str = "demo-nhost";
/// The same project, with every way of signing in that it has.
pub(crate) const NHOST_WAYS: &str = "demo-nhost-ways";

/// Whose accounts sign in there. The last one is not offered by the project.
pub(crate) const PROVIDERS: [&str; 4] = ["github", "google", "apple", "spotify"];

pub(crate) fn id(text: &str) -> ConnectionId {
    ConnectionId::parse(text).unwrap()
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(false).await
    }

    /// One whose Auth0 connection binds sessions to a key.
    pub(crate) async fn bound() -> Self {
        Self::with(true).await
    }

    async fn with(dpop: bool) -> Self {
        let emulator = Emulator::start().await.unwrap();
        let addresses = [emulator.auth0_url(), emulator.nhost_url()];

        Self::behind(emulator, addresses, dpop)
    }

    /// An app that knows tenant and project by other addresses than their own.
    pub(crate) fn behind(emulator: Emulator, addresses: [String; 2], dpop: bool) -> Self {
        let (vault, records) = (
            Arc::<MemoryVault>::default(),
            Arc::<MemoryRecords>::default(),
        );
        let (browser, clock) = (
            Arc::<RecordingBrowser>::default(),
            Arc::<MovedClock>::default(),
        );
        let lock = Arc::<ProcessLock>::default();
        let loopback = Arc::<NamedLoopback>::default();
        let outside = outside(&vault, &records, &browser, &clock, &lock, &loopback);
        let accounts = open(outside, connections(&emulator, &addresses, dpop));

        Self {
            emulator,
            addresses,
            accounts,
            vault,
            records,
            browser,
            clock,
            lock,
            loopback,
            dpop,
        }
    }

    /// The same vault and files, as another start of the app finds them.
    pub(crate) async fn restarted(&self) -> Accounts {
        let outside = outside(
            &self.vault,
            &self.records,
            &self.browser,
            &self.clock,
            &self.lock,
            &self.loopback,
        );
        let connections = connections(&self.emulator, &self.addresses, self.dpop);
        let accounts = open(outside, connections);
        accounts.look_around().await;

        accounts
    }

    pub(crate) fn state(&self) -> State {
        self.accounts.state().borrow().clone()
    }

    /// Moves both sides' clocks.
    pub(crate) fn advance(&self, by: std::time::Duration) {
        self.emulator.advance(by);
        self.clock.advance(by);
    }

    pub(crate) fn visitor(&self) -> Visitor {
        self.emulator.visitor()
    }

    /// Begins a sign-in in the browser; answers the address that was opened.
    pub(crate) async fn start(&self, account: Option<AccountId>) -> String {
        self.accounts.start_sign_in(request(account)).await.unwrap();

        self.browser.last()
    }

    /// What a person does: opens the address, signs in, and is sent back.
    pub(crate) async fn come_back(&self, person: &Person) -> String {
        let url = self.browser.last();

        self.visitor()
            .sign_in(&url, person.email, person.password)
            .await
            .unwrap()
    }

    pub(crate) async fn sign_in(&self, person: &Person) -> AccountId {
        self.start(None).await;
        let callback = self.come_back(person).await;
        self.accounts.finish_sign_in(callback.into()).unwrap();
        self.settled().await;
        let state = self.state();
        assert!(state.sign_ins.is_empty(), "{:?}", state.sign_ins);

        state
            .accounts
            .iter()
            .find(|account| account.email.as_deref() == Some(person.email))
            .unwrap()
            .id
            .clone()
    }

    pub(crate) async fn sign_in_nhost(&self, person: &Person) -> AccountId {
        let step = self
            .accounts
            .sign_in_with_password(password(person))
            .await
            .unwrap();

        signed_in(step)
    }

    /// Signs somebody in at Nhost in another program.
    pub(crate) async fn sign_in_elsewhere(&self, person: &Person) -> (AuthClient, nhost::Session) {
        let base = BaseUrl::parse(&self.emulator.nhost_url()).unwrap();
        let client = AuthClient::new(Http::new("tests").unwrap(), base);
        let password = Password::new(person.password);
        let answer = client.sign_in_email_password(person.email, &password).await;
        let Ok(SignIn::Session(session)) = answer else {
            panic!("{answer:?}")
        };

        (client, *session)
    }

    /// Waits until no sign-in is being checked any more.
    pub(crate) async fn settled(&self) {
        let is_settled = |state: &State| {
            let checks = |phase: &SignInPhase| matches!(phase, SignInPhase::Checking);
            !state.sign_ins.iter().any(|sign_in| checks(&sign_in.phase))
        };
        self.accounts.state().wait_for(is_settled).await.unwrap();
    }

    /// Waits until the provider was told of as many sessions that nobody uses: that happens behind.
    pub(crate) async fn eventually_revoked(&self, count: usize) {
        let told = async {
            while self.emulator.count("/oauth/revoke") < count {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        let in_time = tokio::time::timeout(std::time::Duration::from_secs(5), told).await;
        assert!(in_time.is_ok(), "{:?}", self.emulator.requests());
    }

    pub(crate) fn state_of(&self, account: &AccountId) -> AccountState {
        self.state()
            .accounts
            .iter()
            .find(|it| it.id == *account)
            .unwrap()
            .state
    }

    pub(crate) fn phase(&self) -> SignInPhase {
        self.state().sign_ins.first().unwrap().phase.clone()
    }
}

pub(crate) fn request(account: Option<AccountId>) -> StartSignIn {
    StartSignIn {
        connection: id(AUTH0),
        account,
        keep: Keep::Vault,
        redirect: None,
        purpose: Purpose::SignIn,
        provider: None,
    }
}

/// The same for a sign-in inside the app.
pub(crate) fn here() -> SignInHere {
    SignInHere {
        connection: id(AUTH0),
        account: None,
        keep: Keep::Vault,
    }
}

/// Who a step signed in.
pub(crate) fn signed_in(step: Step) -> AccountId {
    let Step::SignedIn { account, .. } = step else {
        panic!("{step:?}")
    };

    account
}

pub(crate) fn password(person: &Person) -> PasswordSignIn {
    PasswordSignIn {
        connection: id(NHOST),
        account: None,
        email: person.email.to_owned(),
        password: Password::new(person.password),
        keep: Keep::Vault,
    }
}

fn outside(
    vault: &Arc<MemoryVault>,
    records: &Arc<MemoryRecords>,
    browser: &Arc<RecordingBrowser>,
    clock: &Arc<MovedClock>,
    lock: &Arc<ProcessLock>,
    loopback: &Arc<NamedLoopback>,
) -> Ports {
    Ports {
        vault: vault.clone(),
        browser: browser.clone(),
        loopback: loopback.clone(),
        records: records.clone(),
        refresh_lock: lock.clone(),
        clock: clock.clone(),
        entropy: Arc::new(OsEntropy),
    }
}

fn connections(
    emulator: &Emulator,
    [tenant, project]: &[String; 2],
    dpop: bool,
) -> Vec<Connection> {
    let draft = |name: &str, settings| ConnectionDraft {
        name: name.to_owned(),
        settings,
        redirect: RedirectWay::Scheme,
        dpop: false,
        also: Vec::new(),
        providers: Vec::new(),
        database: None,
        passkeys: PasskeyDraft {
            domain: Some("localhost".to_owned()),
            origin: None,
        },
    };
    let auth0 = draft(
        "Demo Auth0",
        DraftSettings::Auth0At {
            base_url: tenant.clone(),
            client_id: emulator.client_id().to_owned(),
        },
    );
    let auth0 = ConnectionDraft {
        dpop,
        also: vec![
            SignInWay::EmailCode,
            SignInWay::SmsCode,
            SignInWay::DeviceCode,
            SignInWay::Passkey,
            SignInWay::SignUpPasskey,
        ],
        ..auth0
    };
    let nhost = draft(
        "Demo Nhost",
        DraftSettings::NhostAt {
            base_url: project.clone(),
            graphql_url: Some(format!("{project}/graphql")),
        },
    );
    let every_way = ConnectionDraft {
        also: vec![
            SignInWay::EmailCode,
            SignInWay::SmsCode,
            SignInWay::EmailLink,
            SignInWay::AccessToken,
            SignInWay::Anonymous,
            SignInWay::Passkey,
            SignInWay::SignUpPasskey,
        ],
        providers: PROVIDERS.map(str::to_owned).to_vec(),
        ..nhost.clone()
    };

    vec![
        auth0.preset(AUTH0, None).unwrap(),
        nhost.preset(NHOST, None).unwrap(),
        every_way.preset(NHOST_WAYS, None).unwrap(),
    ]
}

fn open(outside: Ports, connections: Vec<Connection>) -> Accounts {
    let preset = Preset {
        connections,
        notices: Vec::new(),
    };

    Accounts::open(outside, preset).unwrap()
}
