//! The ways into one world. A tenant is whoever its client calls it: issuer, audiences and links follow the scheme
//! and the name under which a request arrives, as they follow the domain at a real one.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::http::{HeaderMap, header};

use crate::server::Side;
use crate::store::{Addresses, World};
use crate::{auth0, control, nhost};

/// The one name besides the address itself.
pub(crate) const NAME: &str = "localhost";

/// How a connection is spoken on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// Where the three listeners are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sockets {
    pub(crate) auth0: SocketAddr,
    pub(crate) nhost: SocketAddr,
    pub(crate) control: SocketAddr,
}

impl Sockets {
    /// Returns the origins of the listeners by their addresses.
    pub(crate) fn by_address(&self, scheme: Scheme) -> Addresses {
        self.origins(|socket| format!("{}://{socket}", scheme.name()))
    }

    fn by_name(&self, scheme: Scheme) -> Addresses {
        self.origins(|socket| format!("{}://{NAME}:{}", scheme.name(), socket.port()))
    }

    fn origins(&self, origin: impl Fn(SocketAddr) -> String) -> Addresses {
        Addresses {
            auth0: origin(self.auth0),
            nhost: origin(self.nhost),
            control: origin(self.control),
        }
    }
}

/// The routes of one side, once for each way in.
pub(crate) struct Doors {
    side: Side,
    sockets: Sockets,
    world: Arc<World>,
    http: Door,
    https: Door,
    /// Somebody on this machine passes requests on from an address of their own, and clients know the tenant by that.
    passed_on: Mutex<BTreeMap<(Scheme, SocketAddr), Router>>,
}

struct Door {
    by_address: Router,
    by_name: Router,
}

impl Doors {
    pub(crate) fn new(side: Side, sockets: &Sockets, world: &Arc<World>) -> Self {
        let known_by = |addresses| routes(side, Arc::new(world.known_by(addresses)));
        let door = |scheme| Door {
            by_address: known_by(sockets.by_address(scheme)),
            by_name: known_by(sockets.by_name(scheme)),
        };
        Self {
            side,
            sockets: *sockets,
            world: Arc::clone(world),
            http: door(Scheme::Http),
            https: door(Scheme::Https),
            passed_on: Mutex::default(),
        }
    }

    /// Returns the routes for a request that arrived like this. A name nobody has means the address; another address
    /// of this machine means itself.
    pub(crate) fn routes(&self, scheme: Scheme, headers: &HeaderMap) -> Router {
        let door = match scheme {
            Scheme::Http => &self.http,
            Scheme::Https => &self.https,
        };
        let host = headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok())
            .unwrap_or_default();
        let name = host.rsplit_once(':').map_or(host, |(name, _port)| name);
        if name.eq_ignore_ascii_case(NAME) {
            return door.by_name.clone();
        }
        match host.parse::<SocketAddr>() {
            Ok(other) if other.ip().is_loopback() && !self.is_ours(other) => {
                self.passed_on(scheme, other)
            }
            _ => door.by_address.clone(),
        }
    }

    fn is_ours(&self, address: SocketAddr) -> bool {
        let Sockets {
            auth0,
            nhost,
            control,
        } = self.sockets;

        [auth0, nhost, control].contains(&address)
    }

    fn passed_on(&self, scheme: Scheme, other: SocketAddr) -> Router {
        let origin = format!("{}://{other}", scheme.name());
        let mut known = self
            .passed_on
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let door = known.entry((scheme, other)).or_insert_with(|| {
            let mut addresses = self.sockets.by_address(scheme);
            match self.side {
                Side::Auth0 => addresses.auth0 = origin,
                Side::Nhost => addresses.nhost = origin,
                Side::Control => addresses.control = origin,
            }
            routes(self.side, Arc::new(self.world.known_by(addresses)))
        });

        door.clone()
    }
}

fn routes(side: Side, world: Arc<World>) -> Router {
    match side {
        Side::Auth0 => auth0::router(world),
        Side::Nhost => nhost::router(world),
        Side::Control => control::router(world),
    }
}
