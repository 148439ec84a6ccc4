//! Connected accounts: accounts elsewhere that the provider may use for the person.

mod connect;
mod list;

use auth0::my_account as wire;

pub use self::connect::StartConnecting;
pub(crate) use self::{
    connect::{Connecting, complete, start},
    list::disconnect,
};
use crate::{context::secs, profile::text};

/// The provider's name for a connected account, to be given back as it came.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConnectedAccountId(String);

/// An account elsewhere that the provider may use for the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectedAccount {
    /// To name it by in further calls.
    pub id: ConnectedAccountId,
    /// The name of the [`Connectable`] it came through.
    pub connection: String,
    /// What the provider may do there, in the words of the other side.
    pub scopes: Vec<String>,
    /// When it was connected, in seconds since 1970.
    pub created_secs: Option<u32>,
    /// When it ends by itself, in seconds since 1970.
    pub expires_secs: Option<u32>,
}

/// Somewhere the person can connect an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connectable {
    /// To name it by in further calls.
    pub name: String,
    /// What kind of provider is behind it, such as `google-oauth2`.
    pub strategy: String,
    /// What is asked for there, in the words of the other side.
    pub scopes: Vec<String>,
}

impl ConnectedAccountId {
    /// Takes a name back from the page; whether there is such an account shows when it is used.
    pub fn from_page(text: String) -> Self {
        Self(text)
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<wire::ConnectedAccount> for ConnectedAccount {
    fn from(account: wire::ConnectedAccount) -> Self {
        Self {
            id: ConnectedAccountId(account.id.as_str().to_owned()),
            connection: text(Some(&account.connection)).unwrap_or_default(),
            scopes: words(account.scopes),
            created_secs: account.created_at.map(secs),
            expires_secs: account.expires_at.map(secs),
        }
    }
}

impl Connectable {
    /// The vendor's connection, unless its name cannot be one: such a thing could not be asked for.
    fn of(connection: wire::Connection) -> Option<Self> {
        /// As long as the vendor takes a name.
        const LONGEST: usize = 128;
        let name = connection.name;
        let is_name =
            (1..=LONGEST).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_graphic());

        is_name.then(|| Self {
            strategy: text(Some(&connection.strategy)).unwrap_or_default(),
            scopes: words(connection.scopes),
            name,
        })
    }
}

/// Cleans words of another provider; as many as can be asked for.
fn words(words: Option<Vec<String>>) -> Vec<String> {
    /// The vendor takes no more.
    const MOST: usize = 100;
    let words = words.unwrap_or_default();

    words
        .iter()
        .filter_map(|word| text(Some(word)))
        .take(MOST)
        .collect()
}
