//! What a person, or a file of the team, says a connection is; checked before it becomes one.

mod passkeys;
mod settings;

pub use self::{passkeys::PasskeyDraft, settings::DraftSettings};
use crate::{
    connection::{Connection, ConnectionId, RedirectWay, Settings, SignInWay},
    invalid::{Invalid, InvalidReason},
};

/// A connection before it is checked.
#[derive(Clone, Debug)]
pub struct ConnectionDraft {
    /// Its name for people; a host name stands in where it is empty.
    pub name: String,
    /// Where it leads.
    pub settings: DraftSettings,
    /// How the browser comes back.
    pub redirect: RedirectWay,
    /// Whether sessions are bound to a key (DPoP, RFC 9449); only Auth0 offers that.
    pub dpop: bool,
    /// Ways of signing in beyond the provider's usual ones; what the provider's own settings do not allow is found
    /// out by trying.
    pub also: Vec<SignInWay>,
    /// Whose accounts sign in at an Nhost project, in the vendor's words such as `github`.
    pub providers: Vec<String>,
    /// The database connection of an Auth0 tenant, where it is not the one that every new tenant has.
    pub database: Option<String>,
    /// Whom passkeys in the app are for, where that does not follow from the address.
    pub passkeys: PasskeyDraft,
}

impl ConnectionDraft {
    /// Longer names do not fit the switcher.
    const NAME_CHARACTERS: usize = 64;

    /// Makes the connection that a file of the team describes.
    ///
    /// # Errors
    /// Which value cannot be used.
    pub fn preset(&self, id: &str, scopes: Option<Vec<String>>) -> Result<Connection, Invalid> {
        self.check(ConnectionId::parse(id)?, scopes, true)
    }

    /// Makes the connection that the draft describes, under an id that the caller chose.
    pub(crate) fn check(
        &self,
        id: ConnectionId,
        scopes: Option<Vec<String>>,
        preset: bool,
    ) -> Result<Connection, Invalid> {
        let settings = self.settings.check()?;
        if self.dpop && matches!(settings, Settings::Nhost { .. }) {
            return Err(Invalid {
                field: "dpop",
                reason: InvalidReason::NotOffered,
            });
        }
        let mut connection = Connection {
            id,
            name: String::new(),
            further_ways: self.checked_ways(&settings)?,
            providers: self.checked_providers(&settings)?,
            database: self.checked_database(&settings)?,
            passkeys: self.passkeys.check()?,
            settings,
            redirect: self.redirect,
            scopes,
            dpop: self.dpop,
            preset,
        };
        connection.name = self.checked_name(&connection)?;

        Ok(connection)
    }

    /// Each once, in the order of the list.
    fn checked_ways(&self, settings: &Settings) -> Result<Vec<SignInWay>, Invalid> {
        let mut ways = Vec::new();
        for way in &self.also {
            if !settings.further_ways().contains(way) {
                return Err(Invalid {
                    field: "also",
                    reason: InvalidReason::NotOffered,
                });
            }
            if !ways.contains(way) {
                ways.push(*way);
            }
        }

        Ok(ways)
    }

    /// Each once, in the order of the list. A word that is not in the vendor's list of today is taken too.
    fn checked_providers(&self, settings: &Settings) -> Result<Vec<String>, Invalid> {
        /// Twice as long as the longest word that the vendor has.
        const BYTES: usize = 24;
        /// The vendor knows sixteen.
        const MOST: usize = 32;
        let invalid = |reason| {
            Err(Invalid {
                field: "providers",
                reason,
            })
        };
        if !self.providers.is_empty() && matches!(settings, Settings::Auth0 { .. }) {
            return invalid(InvalidReason::NotOffered);
        }
        let mut providers: Vec<String> = Vec::new();
        for provider in &self.providers {
            let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            if provider.is_empty() {
                return invalid(InvalidReason::Empty);
            }
            if provider.len() > BYTES || self.providers.len() > MOST {
                return invalid(InvalidReason::TooLong);
            }
            if !provider.bytes().all(is_word) {
                return invalid(InvalidReason::BadCharacters);
            }
            if !providers.contains(provider) {
                providers.push(provider.clone());
            }
        }

        Ok(providers)
    }

    fn checked_database(&self, settings: &Settings) -> Result<Option<String>, Invalid> {
        /// The vendor's longest name of a connection.
        const BYTES: usize = 128;
        let Some(name) = &self.database else {
            return Ok(None);
        };
        let reason = if matches!(settings, Settings::Nhost { .. }) {
            InvalidReason::NotOffered
        } else if name.is_empty() {
            InvalidReason::Empty
        } else if name.len() > BYTES {
            InvalidReason::TooLong
        } else if !name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            // Letters, digits and hyphens, says the vendor.
            InvalidReason::BadCharacters
        } else {
            return Ok(Some(name.clone()));
        };

        Err(Invalid {
            field: "database",
            reason,
        })
    }

    fn checked_name(&self, connection: &Connection) -> Result<String, Invalid> {
        let name = self.name.trim();
        if name.is_empty() {
            return Ok(connection.host());
        }
        if name.chars().count() > Self::NAME_CHARACTERS {
            return Err(Invalid {
                field: "name",
                reason: InvalidReason::TooLong,
            });
        }
        if protocol::display_text::DisplayText::clean(name, usize::MAX).as_str() != name {
            return Err(Invalid {
                field: "name",
                reason: InvalidReason::BadCharacters,
            });
        }

        Ok(name.to_owned())
    }
}

#[cfg(test)]
mod tests;
