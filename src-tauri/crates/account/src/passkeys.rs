//! Passkeys: whom they are for, how they are added, and which of them an authenticator holds.
//!
//! The ceremony itself, between options and answer, is not this crate's matter: it hands out what an authenticator is
//! asked, with the domain that it may be asked for, and takes what it answers.

mod adding;
mod hand_off;
mod held;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::watch;

pub use self::held::{HeldPasskey, KeyEntry};
pub(crate) use self::{
    adding::{
        PendingPasskey, finish as finish_adding, give_up as give_up_adding, start as start_adding,
    },
    hand_off::start as start_hand_off,
    held::{Credential, held},
};
use crate::{
    connection::{Connection, Settings, SignInWay},
    error::Error,
    probe::{NoneReason, Tier},
};

/// The domain that a connection's passkeys are bound to, and the origin that speaks for it (WebAuthn Level 3 §4
/// "RP ID", §5.8.1 `origin`). It comes from the connection; options that name another are not to be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyDomain {
    /// `login.example.com`.
    pub domain: String,
    /// `https://login.example.com`.
    pub origin: String,
}

/// What an authenticator is to be asked.
#[derive(Debug)]
pub struct PasskeyRequest {
    /// The provider's options as they came (WebAuthn Level 3 §5.1.8 to make a passkey, §5.1.9 to use one): to be read
    /// as hostile input.
    pub options: Value,
    /// The only domain that they may be for.
    pub domain: PasskeyDomain,
    superseded: Option<watch::Receiver<()>>,
}

/// The domain of a tenant that has none of its own.
const VENDOR_DOMAIN: &str = ".auth0.com";

impl PasskeyDomain {
    /// A domain whose pages are at its root.
    pub(crate) fn of(domain: String) -> Self {
        Self {
            origin: format!("https://{domain}"),
            domain,
        }
    }

    /// Whom the passkeys of a connection are for.
    ///
    /// # Errors
    /// Why there are none in the app.
    pub(crate) fn of_connection(connection: &Connection) -> Result<Self, NoneReason> {
        if let Some(known) = &connection.passkeys {
            return Ok(known.clone());
        }
        match &connection.settings {
            Settings::Auth0 { base, .. } => {
                let host = base.host();
                if host.ends_with(VENDOR_DOMAIN) {
                    return Err(NoneReason::CustomDomainMissing);
                }
                if base.is_loopback() {
                    return Err(NoneReason::NotConfigured);
                }
                Ok(Self::of(host.to_owned()))
            }
            // The project's web pages, which its addresses say nothing about.
            Settings::Nhost { .. } => Err(NoneReason::NotConfigured),
        }
    }
}

impl PasskeyRequest {
    pub(crate) fn new(options: Value, domain: PasskeyDomain) -> Self {
        Self {
            options,
            domain,
            superseded: None,
        }
    }

    pub(crate) fn until(self, superseded: watch::Receiver<()>) -> Self {
        Self {
            superseded: Some(superseded),
            ..self
        }
    }

    /// Waits until the answer is no longer wanted, because something else was begun or the person stopped it.
    pub async fn superseded(&mut self) {
        match &mut self.superseded {
            // Nothing is ever sent: it ends when the sign-in that holds the other end does.
            Some(end) => while end.changed().await.is_ok() {},
            None => std::future::pending().await,
        }
    }
}

/// How passkeys are added at a connection, with what an attempt has shown.
pub(crate) fn tier(connection: &Connection, learnt: Option<NoneReason>) -> Tier {
    let known = PasskeyDomain::of_connection(connection).map(drop);
    let reason = match known.err().or(learnt) {
        None => return Tier::Native,
        Some(reason) => reason,
    };
    let has_page = connection.ways().contains(&SignInWay::Browser);

    match (reason, has_page) {
        // The tenant's own page is at home on the vendor's domain too.
        (NoneReason::CustomDomainMissing, true) => Tier::HandOff,
        (reason, _) => Tier::None(reason),
    }
}

/// The same as an error, for whoever asks all the same.
pub(crate) fn domain(connection: &Connection) -> Result<PasskeyDomain, Error> {
    PasskeyDomain::of_connection(connection).map_err(Error::Unavailable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ConnectionDraft, DraftSettings, PasskeyDraft, RedirectWay};

    fn connection(settings: DraftSettings, origin: Option<&str>) -> Connection {
        let draft = ConnectionDraft {
            providers: Vec::new(),
            name: String::new(),
            settings,
            redirect: RedirectWay::Scheme,
            dpop: false,
            also: Vec::new(),
            database: None,
            passkeys: PasskeyDraft {
                domain: None,
                origin: origin.map(str::to_owned),
            },
        };

        draft.preset("x", None).unwrap()
    }

    fn auth0(domain: &str) -> DraftSettings {
        DraftSettings::Auth0 {
            domain: domain.to_owned(),
            client_id: "c".to_owned(),
        }
    }

    fn nhost() -> DraftSettings {
        DraftSettings::Nhost {
            subdomain: "demo".to_owned(),
            region: "eu-central-1".to_owned(),
        }
    }

    #[test]
    fn the_connection_alone_says_whom_passkeys_are_for() {
        let own = connection(auth0("login.example.com"), None);
        assert_eq!(tier(&own, None), Tier::Native);
        let domain = PasskeyDomain::of_connection(&own).unwrap();
        assert_eq!(domain.origin, "https://login.example.com");

        let configured = connection(nhost(), Some("https://app.example.com"));
        assert_eq!(tier(&configured, None), Tier::Native);
        let domain = PasskeyDomain::of_connection(&configured).unwrap();
        assert_eq!(domain.domain, "app.example.com");
    }

    #[test]
    fn what_is_missing_decides_what_is_left() {
        let vendors = connection(auth0("acme.eu.auth0.com"), None);
        assert_eq!(tier(&vendors, None), Tier::HandOff);
        let unknown = connection(nhost(), None);
        assert_eq!(tier(&unknown, None), Tier::None(NoneReason::NotConfigured));
        let own = connection(auth0("login.example.com"), None);
        let learnt = |reason| tier(&own, Some(reason));
        assert_eq!(learnt(NoneReason::CustomDomainMissing), Tier::HandOff);
        assert_eq!(
            learnt(NoneReason::NotOffered),
            Tier::None(NoneReason::NotOffered)
        );
    }
}
