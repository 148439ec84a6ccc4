//! Errands: what a person is sent to the system browser for and comes back from. A sign-in is one; connecting or
//! linking an account elsewhere are others.
//!
//! All go out with a state and a PKCE verifier of their own, wait for ten minutes at most, and come home in the
//! same three ways. At most one is pending per connection, in memory, good for one callback.

mod answer;
mod back;
mod mails;
mod out;
mod pending;

use nhost::Pkce;
use protocol::{
    callback::RedirectTarget,
    secret::{CodeVerifier, State},
};

pub(crate) use self::{
    answer::Answer,
    back::{contradict, fail, finish},
    mails::{AwaitedMail, MailHome, MailPurpose, ask, come_by_mail},
    out::{Address, link, open_again, send, way_home},
    pending::{Asker, Errands, LIFE, Waiting},
};
use crate::{
    account::AccountId, connected::Connecting, connection::ConnectionId, linked::Linking,
    ports::Listening, sign_in, state::Errand,
};

/// What is to come of an errand, with what only its kind needs to remember.
pub(crate) enum Quest {
    /// A session.
    SignIn(Box<sign_in::Pending>),
    /// A session, by somebody's account at one of Nhost's providers.
    Provider(sign_in::AtProvider),
    /// One more account by which the person can sign in.
    Link(Linking),
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
            Self::Provider(at) => &at.here.connection,
            Self::Link(linking) => &linking.connection,
            Self::Connect(connecting) => &connecting.connection,
        }
    }

    fn account(&self) -> Option<&AccountId> {
        match self {
            Self::SignIn(sign_in) => sign_in.request.account.as_ref(),
            Self::Provider(at) => at.here.account.as_ref(),
            Self::Link(linking) => Some(&linking.account),
            Self::Connect(connecting) => Some(&connecting.account),
        }
    }

    /// Whose account signs in.
    fn provider(&self) -> Option<&str> {
        match self {
            Self::Provider(at) => Some(&at.provider),
            Self::SignIn(_) | Self::Connect(_) | Self::Link(_) => None,
        }
    }

    /// The same in the words of the page.
    fn errand(&self) -> Errand {
        match self {
            Self::SignIn(sign_in) => Errand::SignIn(sign_in.request.purpose),
            Self::Provider(at) => Errand::SignIn(at.purpose),
            Self::Link(linking) => Errand::Link {
                provider: linking.provider.clone(),
            },
            Self::Connect(connecting) => Errand::Connect {
                name: connecting.name.clone(),
            },
        }
    }

    /// Whether a refresh token may come home: only from a server that knows nothing better, to who asked it to sign in.
    fn pkce(&self) -> Pkce {
        match self {
            Self::SignIn(_) | Self::Connect(_) | Self::Link(_) => Pkce::Used,
            Self::Provider(at) => at.pkce,
        }
    }
}
