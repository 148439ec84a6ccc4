//! Errands: what a person is sent to the system browser for and comes back from. A sign-in is one, connecting an
//! account elsewhere is the other.
//!
//! Both go out with a state and a PKCE verifier of their own, wait for ten minutes at most, and come home in the
//! same three ways. At most one is pending per connection, in memory, good for one callback.

mod back;
mod out;
mod pending;

use protocol::{
    callback::{IssuerParameter, RedirectTarget},
    secret::{CodeVerifier, State},
};

pub(crate) use self::{
    back::{contradict, fail, finish},
    out::{link, open_again, send, way_home},
    pending::{Errands, LIFE, Waiting},
};
use crate::{
    account::AccountId, connected::Connecting, connection::ConnectionId, ports::Listening, sign_in,
    state::Errand,
};

/// What is to come of an errand, with what only its kind needs to remember.
pub(crate) enum Quest {
    /// A session.
    SignIn(Box<sign_in::Pending>),
    /// An account elsewhere that the provider may use for the person.
    Connect(Connecting),
}

/// The way home of an errand: where to, and the secrets that a callback is checked against and redeemed with. Never
/// leaves memory; wiped when dropped.
pub(crate) struct WayHome {
    pub(crate) target: RedirectTarget,
    pub(crate) state: State,
    pub(crate) verifier: CodeVerifier,
    /// Open while the errand waits.
    pub(crate) listening: Option<Box<dyn Listening>>,
}

/// A code that came home, with what it takes to redeem it.
pub(crate) struct Redeemable<C> {
    pub(crate) code: C,
    pub(crate) way: WayHome,
}

impl Quest {
    fn connection(&self) -> &ConnectionId {
        match self {
            Self::SignIn(sign_in) => &sign_in.request.connection,
            Self::Connect(connecting) => &connecting.connection,
        }
    }

    fn account(&self) -> Option<&AccountId> {
        match self {
            Self::SignIn(sign_in) => sign_in.request.account.as_ref(),
            Self::Connect(connecting) => Some(&connecting.account),
        }
    }

    /// The same in the words of the page.
    fn errand(&self) -> Errand {
        match self {
            Self::SignIn(sign_in) => Errand::SignIn(sign_in.request.purpose),
            Self::Connect(connecting) => Errand::Connect {
                name: connecting.name.clone(),
            },
        }
    }

    /// Who the answer has to come from, and whether it always says so (RFC 9207).
    fn issuer(&self) -> (&str, IssuerParameter) {
        match self {
            Self::SignIn(sign_in) => sign_in.issuer(),
            Self::Connect(connecting) => (&connecting.issuer, IssuerParameter::NotAnnounced),
        }
    }
}
