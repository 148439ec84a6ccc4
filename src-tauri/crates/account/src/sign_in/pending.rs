//! What only a sign-in has to remember while the person is in the browser.

use std::time::SystemTime;

use protocol::{
    callback::IssuerParameter,
    discovery::Metadata,
    dpop::Dpop,
    secret::{AuthorizationCode, Nonce},
};

use super::{NhostHome, StartSignIn};
use crate::{account::Keep, errand::Redeemable, step_up::Proof};

/// A sign-in whose person is in the browser.
pub(crate) struct Pending {
    pub(crate) request: StartSignIn,
    pub(super) nonce: Nonce,
    pub(super) metadata: Metadata,
    /// The key of the session to be.
    pub(super) dpop: Option<Dpop>,
    /// Who has to come back.
    pub(super) expected: Option<Expected>,
    /// What they have to prove besides.
    pub(super) proof: Option<Proof>,
    /// When the request was made, on the clock on the wall.
    pub(super) asked: SystemTime,
}

/// Who has to come back.
#[derive(Clone)]
pub(super) struct Expected {
    pub(super) subject: String,
    /// How to call them.
    pub(super) label: String,
    /// What to fill in at the provider.
    pub(super) email: Option<String>,
}

/// A sign-in whose person came home with something that has not been redeemed.
pub(crate) enum Returned {
    /// From Auth0, with a code.
    Auth0 {
        pending: Box<Pending>,
        home: Redeemable<AuthorizationCode>,
    },
    /// From Nhost.
    Nhost(Box<NhostHome>),
}

impl Returned {
    /// Where the session is to be kept.
    pub(super) fn keep(&self) -> Keep {
        match self {
            Self::Auth0 { pending, .. } => pending.request.keep,
            Self::Nhost(home) => home.here.keep,
        }
    }

    pub(super) fn set_keep(&mut self, keep: Keep) {
        match self {
            Self::Auth0 { pending, .. } => pending.request.keep = keep,
            Self::Nhost(home) => home.here.keep = keep,
        }
    }
}

impl Pending {
    /// Who the answer has to come from, and whether it always says so.
    pub(crate) fn issuer(&self) -> (&str, IssuerParameter) {
        let parameter = match self.metadata.iss_parameter_supported {
            true => IssuerParameter::Announced,
            false => IssuerParameter::NotAnnounced,
        };

        (&self.metadata.issuer, parameter)
    }
}
