//! The handle: starting, stopping, looking and interfering.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::doors::{Doors, Scheme, Sockets};
use crate::faults::{Fault, Planned};
use crate::limits::Limit;
use crate::log::LoggedRequest;
use crate::outbox::Mail;
use crate::ready::{Ready, ReadyAuth0, ReadyNhost};
use crate::seed::{PEOPLE, Person};
use crate::server::{House, Side, serve};
use crate::settings::Settings;
use crate::store::{self, World};
use crate::tls::Tls;
use crate::visitor::Visitor;
use crate::{auth0, control, nhost};

mod factors;

mod project;

/// Where to listen. Port 0 lets the system choose.
#[derive(Clone, Copy, Debug)]
pub struct Addresses {
    /// The Auth0 tenant.
    pub auth0: SocketAddr,
    /// The Nhost project.
    pub nhost: SocketAddr,
    /// The control address and the outbox.
    pub control: SocketAddr,
}

/// A running emulator. Dropping it stops its servers and cuts their connections.
pub struct Emulator {
    world: Arc<World>,
    tls: store::Addresses,
    ca_pem: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the servers' thread hands out when it listens.
struct Bound {
    world: Arc<World>,
    tls: store::Addresses,
    ca_pem: String,
}

impl Default for Addresses {
    fn default() -> Self {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        Self {
            auth0: any,
            nhost: any,
            control: any,
        }
    }
}

impl Emulator {
    /// Starts on ports the system chooses.
    pub async fn start() -> io::Result<Self> {
        Self::start_at(Addresses::default()).await
    }

    /// Starts on these addresses.
    ///
    /// The servers run on a thread of their own, so that neither a test's paused clock nor a blocked
    /// runtime stops them.
    pub async fn start_at(addresses: Addresses) -> io::Result<Self> {
        let (ready, started) = oneshot::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("emulator".into())
            .spawn(move || run(addresses, ready, stopped))?;
        let bound = started.await.map_err(io::Error::other)??;
        Ok(Self {
            world: bound.world,
            tls: bound.tls,
            ca_pem: bound.ca_pem,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Returns what to print when ready.
    pub fn ready(&self) -> Ready {
        Ready {
            auth0: ReadyAuth0 {
                base_url: self.auth0_url(),
                tls_base_url: self.auth0_tls_url(),
                client_id: self.client_id(),
            },
            nhost: ReadyNhost {
                base_url: self.nhost_url(),
                tls_base_url: self.nhost_tls_url(),
            },
            ca_pem: self.ca_pem.clone(),
            people: PEOPLE,
            outbox_url: self.outbox_url(),
            control_url: self.control_url(),
        }
    }

    /// Returns the tenant's base URL, without a slash at the end.
    pub fn auth0_url(&self) -> String {
        self.world.addresses.auth0.clone()
    }

    /// Returns the project's base URL, with `/v1` at the end.
    pub fn nhost_url(&self) -> String {
        format!("{}/v1", self.world.addresses.nhost)
    }

    /// Returns the tenant's base URL over TLS, without a slash at the end. Behind it is the same tenant under another
    /// name: its issuer and audiences differ from those of [`auth0_url`](Self::auth0_url).
    pub fn auth0_tls_url(&self) -> String {
        self.tls.auth0.clone()
    }

    /// Returns the project's base URL over TLS, with `/v1` at the end.
    pub fn nhost_tls_url(&self) -> String {
        format!("{}/v1", self.tls.nhost)
    }

    /// Returns the certificate, as PEM, of the authority that vouches for the TLS addresses. Made anew at every start;
    /// nothing on this machine trusts it unless it is told to.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// Returns the address of the control page and its actions.
    pub fn control_url(&self) -> String {
        format!("{}/", self.world.addresses.control)
    }

    /// Returns the address of the outbox page.
    pub fn outbox_url(&self) -> String {
        format!("{}/outbox", self.world.addresses.control)
    }

    /// Returns the id of the tenant's one application.
    pub fn client_id(&self) -> &'static str {
        auth0::CLIENT_ID
    }

    /// Returns those who can sign in at both vendors.
    pub fn people(&self) -> [Person; 3] {
        PEOPLE
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        self.world
            .lock()
            .clock
            .move_by(i64::try_from(by.as_secs()).unwrap_or(i64::MAX));
    }

    /// Moves the clock back.
    pub fn rewind(&self, by: Duration) {
        self.world
            .lock()
            .clock
            .move_by(i64::try_from(by.as_secs()).map_or(i64::MIN, |seconds| -seconds));
    }

    /// Stops the clock where it is; from then on it moves by hand only.
    pub fn hold_clock(&self) {
        self.world.lock().clock.hold();
    }

    /// Returns the emulator's time in seconds since 1970.
    pub fn now(&self) -> u64 {
        self.world.lock().now().seconds()
    }

    /// Makes Auth0's next key the current one and publishes a new next one. Two rotations in a row
    /// sign with a key that nobody has seen announced.
    pub fn rotate_keys(&self) {
        self.world.lock().auth0.keys.rotate();
    }

    /// Ends the session a refresh token belongs to, at either vendor; says whether there was one.
    pub fn revoke_token(&self, refresh_token: &str) -> bool {
        control::revoke_token(&mut self.world.lock(), refresh_token)
    }

    /// Ends all sessions of a person at both vendors, and says how many there were.
    pub fn revoke_person(&self, email: &str) -> usize {
        control::revoke_person(&mut self.world.lock(), email)
    }

    /// Returns the switches.
    pub fn settings(&self) -> Settings {
        self.world.lock().settings.clone()
    }

    /// Changes switches.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.world.lock().settings);
    }

    /// Allows one more callback URL at Auth0.
    pub fn allow_callback(&self, url: &str) {
        let mut store = self.world.lock();
        if !store
            .settings
            .auth0
            .callbacks
            .iter()
            .any(|known| known == url)
        {
            store.settings.auth0.callbacks.push(url.to_owned());
        }
    }

    /// Changes a person at Auth0; says whether there is one with this address.
    pub fn change_auth0_user(&self, email: &str, change: impl FnOnce(&mut auth0::User)) -> bool {
        let mut store = self.world.lock();
        store
            .auth0
            .users
            .iter_mut()
            .find(|user| user.email == email)
            .map(change)
            .is_some()
    }

    /// Invites somebody to an organization, by its id or name, and returns the ticket that belongs
    /// into `invitation`; nothing when there is no such organization.
    pub fn invite(&self, email: &str, organization: &str) -> Option<String> {
        auth0::invite(&mut self.world.lock(), email, organization)
    }

    /// Changes a person at Nhost; says whether there is one with this address.
    pub fn change_nhost_user(&self, email: &str, change: impl FnOnce(&mut nhost::User)) -> bool {
        self.world
            .lock()
            .nhost
            .user_by_email(email)
            .map(change)
            .is_some()
    }

    /// Removes a person at both vendors; their tokens are left behind.
    pub fn delete_person(&self, email: &str) {
        let mut store = self.world.lock();
        store.auth0.users.retain(|user| user.email != email);
        store.nhost.delete_by_email(email);
    }

    /// Spoils the next request to `path`: a whole path such as `/oauth/token` or `/v1/token`, or the
    /// beginning of one followed by `*`. Faults for the same path wait in line.
    pub fn fail_next(&self, path: &str, fault: Fault) {
        self.fail_times(path, 1, fault);
    }

    /// Spoils as many requests to `path`.
    pub fn fail_times(&self, path: &str, times: u32, fault: Fault) {
        self.world.lock().faults.plan(Planned {
            path: path.to_owned(),
            fault,
            times,
        });
    }

    /// Spoils the next requests to `path`, each in its own way; [`Fault::Pass`] leaves one alone.
    pub fn fail_in_turn(&self, path: &str, faults: impl IntoIterator<Item = Fault>) {
        for fault in faults {
            self.fail_next(path, fault);
        }
    }

    /// Forgets all faults that still wait.
    pub fn clear_faults(&self) {
        self.world.lock().faults.clear();
    }

    /// Sets a rate limit, in place of one for the same path.
    pub fn limit(&self, path: &str, count: u64, window: Duration) {
        let limit = Limit {
            path: path.to_owned(),
            count,
            window_secs: window.as_secs(),
        };
        self.world.lock().limits.set(limit);
    }

    /// Removes all rate limits.
    pub fn clear_limits(&self) {
        self.world.lock().limits.clear();
    }

    /// Returns how many requests came in for exactly this path since the start or the last
    /// [`forget_requests`](Self::forget_requests).
    pub fn count(&self, path: &str) -> usize {
        self.world
            .lock()
            .log
            .entries()
            .iter()
            .filter(|request| request.path == path)
            .count()
    }

    /// Returns the requests to both vendors, oldest first.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.world.lock().log.entries().to_vec()
    }

    /// Forgets the requests so far.
    pub fn forget_requests(&self) {
        self.world.lock().log.clear();
    }

    /// Returns how often a spent Auth0 refresh token was used outside the overlap.
    pub fn reuse_detected(&self) -> u64 {
        self.world.lock().auth0.families.reuse_detected()
    }

    /// Returns the mails, oldest first.
    pub fn outbox(&self) -> Vec<Mail> {
        self.world.lock().outbox.clone()
    }

    /// Puts everything back to how it was at the start: people, switches, clock, sessions, log.
    pub fn reset(&self) {
        self.world.reset();
    }

    /// Everything, for tests that arrange what cannot be arranged from outside.
    #[cfg(test)]
    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    /// Returns a browser without cookies, to sign in with as a person would.
    pub fn visitor(&self) -> Visitor {
        Visitor::default()
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic over there was printed already; there is nobody left to tell.
            let _ended = thread.join();
        }
    }
}

impl std::fmt::Debug for Emulator {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Emulator({})", json!(self.ready()))
    }
}

fn run(
    addresses: Addresses,
    ready: oneshot::Sender<io::Result<Bound>>,
    stopped: oneshot::Receiver<()>,
) {
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return drop(ready.send(Err(error))),
    };
    runtime.block_on(async move {
        let (listening, servers) = match bind(addresses).await {
            Ok(bound) => bound,
            Err(error) => return drop(ready.send(Err(error))),
        };
        drop(ready.send(Ok(listening)));
        tokio::select! {
            () = servers => {}
            _ = stopped => {}
        }
    });
}

async fn bind(addresses: Addresses) -> io::Result<(Bound, impl Future<Output = ()>)> {
    let auth0_listener = listen(addresses.auth0).await?;
    let nhost_listener = listen(addresses.nhost).await?;
    let control_listener = listen(addresses.control).await?;
    let sockets = Sockets {
        auth0: auth0_listener.local_addr()?,
        nhost: nhost_listener.local_addr()?,
        control: control_listener.local_addr()?,
    };
    let Tls { ca_pem, acceptor } = Tls::new()?;
    let world = Arc::new(World::new(sockets.by_address(Scheme::Http)));
    let house = |side| House {
        side,
        doors: Doors::new(side, &sockets, &world),
        world: Arc::clone(&world),
        acceptor: acceptor.clone(),
    };
    let auth0 = serve(auth0_listener, house(Side::Auth0));
    let nhost = serve(nhost_listener, house(Side::Nhost));
    let control = serve(control_listener, house(Side::Control));
    let servers = async {
        tokio::join!(auth0, nhost, control);
    };
    let bound = Bound {
        tls: sockets.by_address(Scheme::Https),
        world,
        ca_pem,
    };
    Ok((bound, servers))
}

async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|error| io::Error::new(error.kind(), format!("{address}: {error}")))
}
