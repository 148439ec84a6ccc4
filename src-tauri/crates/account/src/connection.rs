//! A provider's tenant together with our client id there.

use protocol::{base_url::BaseUrl, callback::RedirectTarget};
use serde::{Deserialize, Serialize};

use crate::{
    invalid::{Invalid, InvalidReason},
    passkeys::PasskeyDomain,
};

/// The private scheme of the app; also its bundle identifier.
pub const CALLBACK_SCHEME: &str = "dev.latchkey.accounts";

/// The ports of the loopback way home. Fixed, because Auth0 compares callback addresses letter by letter, and
/// outside the ranges from which systems hand out ports by themselves.
pub const LOOPBACK_PORTS: [u16; 3] = [17_171, 17_172, 17_173];

pub(crate) const CALLBACK_PATH: &str = "/callback";

/// The name of a connection in files and callback addresses: lower-case letters, digits and inner hyphens.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConnectionId(String);

impl ConnectionId {
    /// A host label (RFC 1123 §2.1), because the id is the host of the callback address.
    const CHARACTERS: usize = 63;

    /// Checks a name.
    ///
    /// # Errors
    /// Which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let invalid = |reason| {
            Err(Invalid {
                field: "id",
                reason,
            })
        };
        if text.is_empty() {
            return invalid(InvalidReason::Empty);
        }
        if text.len() > Self::CHARACTERS {
            return invalid(InvalidReason::TooLong);
        }
        let is_inner =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !text.bytes().all(is_inner) || text.starts_with('-') || text.ends_with('-') {
            return invalid(InvalidReason::BadCharacters);
        }

        Ok(Self(text.to_owned()))
    }

    /// Makes an id out of a name that is not taken: `Acme shop` → `acme-shop`, then `acme-shop-2`.
    pub(crate) fn for_name(name: &str, is_taken: impl Fn(&Self) -> bool) -> Self {
        let mut slug = String::new();
        for letter in name.chars() {
            match letter.to_ascii_lowercase() {
                letter if letter.is_ascii_lowercase() || letter.is_ascii_digit() => {
                    slug.push(letter)
                }
                _ if slug.ends_with('-') || slug.is_empty() => {}
                _ => slug.push('-'),
            }
            if slug.len() == 40 {
                break;
            }
        }
        let slug = Some(slug.trim_end_matches('-'))
            .filter(|slug| !slug.is_empty())
            .unwrap_or("connection");
        let numbered = (2u32..).map(|number| format!("{slug}-{number}"));

        std::iter::once(slug.to_owned())
            .chain(numbered)
            .filter_map(|text| Self::parse(&text).ok())
            .find(|id| !is_taken(id))
            .unwrap_or_else(|| unreachable!("numbers do not run out"))
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ConnectionId {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::parse(&text)
    }
}

impl From<ConnectionId> for String {
    fn from(id: ConnectionId) -> Self {
        id.0
    }
}

/// How the browser finds the way back to the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RedirectWay {
    /// `dev.latchkey.accounts://<connection>/callback`: the system hands the link to the app.
    Scheme,
    /// `http://127.0.0.1:<port>/callback`: the app listens while the sign-in lasts (RFC 8252 §7.3).
    Loopback,
}

/// Where a connection leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settings {
    /// An Auth0 tenant and the client registered there.
    Auth0 {
        /// The canonical or the custom domain; the same one everywhere.
        base: BaseUrl,
        /// Of an application of type Native.
        client_id: String,
    },
    /// An Nhost project.
    Nhost {
        /// The address of its Auth service, prefix included.
        auth: BaseUrl,
        /// The address of its GraphQL service, the very one that is asked; `None` where nobody said it: what only
        /// GraphQL can do is then not there.
        graphql: Option<BaseUrl>,
    },
}

/// A provider's tenant together with our client id there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Its name in files and callback addresses.
    pub id: ConnectionId,
    /// Its name for people.
    pub name: String,
    /// Where it leads.
    pub settings: Settings,
    /// How the browser comes back, unless a sign-in asks otherwise.
    pub redirect: RedirectWay,
    /// Scopes to ask for instead of the default ones.
    pub scopes: Option<Vec<String>>,
    /// Sessions are bound to a key that never leaves this machine (DPoP, RFC 9449); Auth0 only.
    pub dpop: bool,
    /// Ways of signing in beyond the provider's usual ones.
    pub further_ways: Vec<SignInWay>,
    /// Whose accounts sign in here, in the vendor's words such as `github`; Nhost only, for a project does not tell.
    pub providers: Vec<String>,
    /// The database connection of the tenant, if not the one that every new tenant has; Auth0 only.
    pub database: Option<String>,
    /// Whom passkeys are for, where that does not follow from the address.
    pub passkeys: Option<PasskeyDomain>,
    /// A file of the team put it here: it cannot be removed on the page.
    pub preset: bool,
}

/// The database connection that every new Auth0 tenant has.
pub(crate) const DATABASE: &str = "Username-Password-Authentication";

/// A way of signing in that a connection offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInWay {
    /// On the provider's own page in the system browser.
    Browser,
    /// With e-mail and password in the app.
    Password,
    /// A new account with e-mail and password in the app.
    SignUpPassword,
    /// With a code that is sent by e-mail.
    EmailCode,
    /// With a code that is sent by text message.
    SmsCode,
    /// On another device (RFC 8628).
    DeviceCode,
    /// With a link that is sent by e-mail.
    EmailLink,
    /// With a personal access token.
    AccessToken,
    /// As nobody, to try it.
    Anonymous,
    /// With a passkey in the app.
    Passkey,
    /// A new account with a passkey in the app.
    SignUpPasskey,
}

impl Settings {
    /// Whether both lead to the same place, as the same client. Where GraphQL is does not make it another one.
    pub(crate) fn is_same_place(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Nhost { auth, .. }, Self::Nhost { auth: other, .. }) => auth == other,
            (Self::Auth0 { .. }, Self::Auth0 { .. }) => self == other,
            (Self::Auth0 { .. }, Self::Nhost { .. }) | (Self::Nhost { .. }, Self::Auth0 { .. }) => {
                false
            }
        }
    }

    /// The ways of signing in that nobody has to allow, the usual one first.
    fn usual_ways(&self) -> &'static [SignInWay] {
        match self {
            Self::Auth0 { .. } => &[SignInWay::Browser],
            Self::Nhost { .. } => &[SignInWay::Password, SignInWay::SignUpPassword],
        }
    }

    /// The ways that a connection can offer besides.
    pub(crate) fn further_ways(&self) -> &'static [SignInWay] {
        match self {
            Self::Auth0 { .. } => &[
                SignInWay::EmailCode,
                SignInWay::SmsCode,
                SignInWay::DeviceCode,
                SignInWay::Passkey,
                SignInWay::SignUpPasskey,
            ],
            Self::Nhost { .. } => &[
                SignInWay::EmailCode,
                SignInWay::SmsCode,
                SignInWay::EmailLink,
                SignInWay::AccessToken,
                SignInWay::Anonymous,
                SignInWay::Passkey,
                SignInWay::SignUpPasskey,
            ],
        }
    }
}

impl Connection {
    /// What a person recognises: host, with the port where there is one.
    pub fn host(&self) -> String {
        let origin = self.base().origin();

        origin
            .split_once("://")
            .map_or(origin.as_str(), |(_, host)| host)
            .to_owned()
    }

    /// The ways of signing in, the usual one first.
    pub fn ways(&self) -> Vec<SignInWay> {
        let usual = self.settings.usual_ways().iter();

        usual.chain(&self.further_ways).copied().collect()
    }

    /// The addresses that have to be allowed at the provider; none where nobody comes back from a browser.
    pub fn callback_urls(&self) -> Vec<String> {
        let ways = self.ways();
        let comes_back = ways.contains(&SignInWay::Browser)
            || ways.contains(&SignInWay::EmailLink)
            || !self.providers.is_empty();
        if !comes_back {
            return Vec::new();
        }

        std::iter::once(self.redirect_target(None))
            .chain(LOOPBACK_PORTS.map(|port| self.redirect_target(Some(port))))
            .map(|target| redirect_uri(&target))
            .collect()
    }

    /// Whether this provider's accounts sign in here.
    pub(crate) fn offers(&self, provider: &str) -> bool {
        self.providers.iter().any(|known| known == provider)
    }

    pub(crate) fn redirect_target(&self, loopback_port: Option<u16>) -> RedirectTarget {
        match loopback_port {
            Some(port) => RedirectTarget::Loopback {
                port,
                path: CALLBACK_PATH.to_owned(),
            },
            None => RedirectTarget::Scheme {
                scheme: CALLBACK_SCHEME.to_owned(),
                host: self.id.as_str().to_owned(),
                path: CALLBACK_PATH.to_owned(),
            },
        }
    }

    pub(crate) fn base(&self) -> &BaseUrl {
        match &self.settings {
            Settings::Auth0 { base, .. } => base,
            Settings::Nhost { auth, .. } => auth,
        }
    }
}

/// A target as the address to send and to register.
pub(crate) fn redirect_uri(target: &RedirectTarget) -> String {
    match target {
        RedirectTarget::Scheme { scheme, host, path } => format!("{scheme}://{host}{path}"),
        RedirectTarget::Loopback { port, path } => format!("http://127.0.0.1:{port}{path}"),
    }
}
