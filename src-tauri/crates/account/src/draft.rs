//! What a person, or a file of the team, says a connection is; checked before it becomes one.

mod passkeys;

use nhost::{EndpointError, Endpoints};
use protocol::base_url::{BaseUrl, BaseUrlError};

pub use self::passkeys::PasskeyDraft;
use crate::connection::{Connection, ConnectionId, RedirectWay, Settings, SignInWay};

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

/// Where a draft leads, in the words of the vendors.
#[derive(Clone, Debug)]
pub enum DraftSettings {
    /// An Auth0 tenant by its domain.
    Auth0 {
        /// `acme.eu.auth0.com` or a custom domain.
        domain: String,
        /// Of an application of type Native.
        client_id: String,
    },
    /// Something that speaks like Auth0 at an address of its own, as on this machine.
    Auth0At {
        /// https anywhere, http only to a loopback address.
        base_url: String,
        /// Of an application of type Native.
        client_id: String,
    },
    /// A hosted Nhost project.
    Nhost {
        /// The first word of the project's addresses.
        subdomain: String,
        /// `eu-central-1` and the like.
        region: String,
    },
    /// A self-hosted or local Nhost Auth.
    NhostAt {
        /// With its prefix: `https://auth.example.com/v1`.
        base_url: String,
        /// Where its GraphQL is: `https://graphql.example.com/v1`, or `/v1/graphql` where Hasura stands alone. Not
        /// needed where Nhost hosts the project: its addresses tell one another.
        graphql_url: Option<String>,
    },
}

/// A value that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field} cannot be used: {reason:?}")]
pub struct Invalid {
    /// The member of the draft, in snake case.
    pub field: &'static str,
    /// Which rule it breaks.
    pub reason: InvalidReason,
}

/// The rule that a value breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidReason {
    /// Nothing was given.
    Empty,
    /// Longer than anybody needs.
    TooLong,
    /// Not a host name with a dot in it.
    NotADomain,
    /// Not an address.
    NotAUrl,
    /// http to something that is not on this machine.
    NotHttps,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not a phone number with its country's prefix.
    NotAPhoneNumber,
    /// A path, query or fragment where only a host belongs.
    HasPath,
    /// `user:password@` in an address.
    HasUserInfo,
    /// There is one already.
    AlreadyExists,
    /// Neither `auth0` nor `nhost`.
    UnknownProvider,
    /// Characters that cannot be in it.
    BadCharacters,
    /// The provider does not offer it.
    NotOffered,
    /// A point in time that has passed.
    InThePast,
    /// Not the text that was asked for.
    DoesNotMatch,
    /// Not a link from a mail, or one for something else.
    OtherLink,
    /// Outside the domain that was named beside it.
    OtherDomain,
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

impl DraftSettings {
    pub(crate) fn check(&self) -> Result<Settings, Invalid> {
        match self {
            Self::Auth0 { domain, client_id } => Ok(Settings::Auth0 {
                base: base_of(
                    &format!("https://{}", domain_name(domain, "domain")?),
                    "domain",
                )?,
                client_id: checked_client_id(client_id)?,
            }),
            Self::Auth0At {
                base_url,
                client_id,
            } => Ok(Settings::Auth0 {
                base: base_of(base_url, "base_url")?,
                client_id: checked_client_id(client_id)?,
            }),
            Self::Nhost { subdomain, region } => {
                let subdomain = label(subdomain, "subdomain")?;
                let region = label(region, "region")?;
                let project = Endpoints::hosted(&subdomain, &region).map_err(not_hosted)?;
                Ok(Settings::Nhost {
                    auth: project.auth,
                    graphql: Some(project.graphql),
                })
            }
            Self::NhostAt {
                base_url,
                graphql_url,
            } => {
                let auth = base_of(base_url, "base_url")?;
                let graphql = match graphql_url.as_deref().map(str::trim) {
                    Some(address) if !address.is_empty() => Some(base_of(address, "graphql_url")?),
                    Some(_) | None => hosted_graphql(&auth),
                };
                Ok(Settings::Nhost { auth, graphql })
            }
        }
    }
}

/// Takes a domain as people paste it: with `https://` before and a slash behind.
fn domain_name(text: &str, field: &'static str) -> Result<String, Invalid> {
    let invalid = |reason| Err(Invalid { field, reason });
    let text = text.trim();
    let text = text.strip_prefix("https://").unwrap_or(text);
    let text = text.strip_suffix('/').unwrap_or(text);
    if text.is_empty() {
        return invalid(InvalidReason::Empty);
    }
    if text.contains('@') {
        return invalid(InvalidReason::HasUserInfo);
    }
    if text.contains(['/', '?', '#']) {
        return invalid(InvalidReason::HasPath);
    }
    // RFC 1123 §2.1: labels of letters, digits and hyphens. A last label that starts with a digit is an address.
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let labels: Vec<&str> = text.split('.').collect();
    let ends_in_word = labels
        .last()
        .is_some_and(|last| last.starts_with(|first: char| first.is_ascii_alphabetic()));
    if labels.len() < 2
        || text.len() > 253
        || !labels.iter().all(|part| is_label(part))
        || !ends_in_word
    {
        return invalid(InvalidReason::NotADomain);
    }

    Ok(text.to_ascii_lowercase())
}

fn checked_client_id(text: &str) -> Result<String, Invalid> {
    let invalid = |reason| {
        Err(Invalid {
            field: "client_id",
            reason,
        })
    };
    let text = text.trim();
    if text.is_empty() {
        return invalid(InvalidReason::Empty);
    }
    if text.len() > 128 {
        return invalid(InvalidReason::TooLong);
    }
    // RFC 6749 A.1: visible ASCII.
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return invalid(InvalidReason::BadCharacters);
    }

    Ok(text.to_owned())
}

/// A few words in one line, without the spaces around them.
pub(crate) fn short_text<'a>(
    text: &'a str,
    field: &'static str,
    characters: usize,
) -> Result<&'a str, Invalid> {
    let invalid = |reason| Err(Invalid { field, reason });
    let text = text.trim();
    if text.is_empty() {
        return invalid(InvalidReason::Empty);
    }
    if text.chars().count() > characters {
        return invalid(InvalidReason::TooLong);
    }
    if text.contains(char::is_control) {
        return invalid(InvalidReason::BadCharacters);
    }

    Ok(text)
}

/// One label of a host name, as Nhost's subdomains and regions are.
fn label(text: &str, field: &'static str) -> Result<String, Invalid> {
    let text = text.trim().to_ascii_lowercase();
    let id = ConnectionId::parse(&text).map_err(|invalid| Invalid { field, ..invalid })?;

    Ok(id.into())
}

/// Which of the two words cannot be one.
fn not_hosted(error: EndpointError) -> Invalid {
    let field = match error {
        EndpointError::Region => "region",
        EndpointError::Subdomain | EndpointError::Address(_) => "subdomain",
    };

    Invalid {
        field,
        reason: InvalidReason::BadCharacters,
    }
}

/// The GraphQL of a project whose Auth service is hosted by Nhost; somebody else's address tells nothing about it.
fn hosted_graphql(auth: &BaseUrl) -> Option<BaseUrl> {
    let (subdomain, rest) = auth.host().split_once(".auth.")?;
    let region = rest.strip_suffix(".nhost.run")?;
    let project = Endpoints::hosted(subdomain, region).ok()?;

    (project.auth == *auth).then_some(project.graphql)
}

fn base_of(text: &str, field: &'static str) -> Result<BaseUrl, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid {
            field,
            reason: InvalidReason::Empty,
        });
    }

    BaseUrl::parse(text).map_err(|error| {
        let reason = match error {
            BaseUrlError::NotSecure => InvalidReason::NotHttps,
            BaseUrlError::UserInfo => InvalidReason::HasUserInfo,
            BaseUrlError::Query | BaseUrlError::Fragment => InvalidReason::HasPath,
            BaseUrlError::NotUrl | BaseUrlError::Host => InvalidReason::NotAUrl,
        };
        Invalid { field, reason }
    })
}

/// An address worth sending: the provider has the last word, an empty field has not.
pub(crate) fn email_address<'a>(text: &'a str, field: &'static str) -> Result<&'a str, Invalid> {
    /// RFC 5321 §4.5.3.1.3.
    const BYTES: usize = 254;
    let invalid = |reason| Err(Invalid { field, reason });
    let text = text.trim();
    if text.is_empty() {
        return invalid(InvalidReason::Empty);
    }
    if text.len() > BYTES {
        return invalid(InvalidReason::TooLong);
    }
    let is_split = text
        .split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    if !is_split
        || text
            .chars()
            .any(|letter| letter.is_whitespace() || letter.is_control())
    {
        return invalid(InvalidReason::NotAnEmail);
    }

    Ok(text)
}

/// Makes an id out of a name that is not taken: `Acme shop` → `acme-shop`, then `acme-shop-2`.
pub(crate) fn id_for(name: &str, is_taken: impl Fn(&ConnectionId) -> bool) -> ConnectionId {
    let mut slug = String::new();
    for letter in name.chars() {
        match letter.to_ascii_lowercase() {
            letter if letter.is_ascii_lowercase() || letter.is_ascii_digit() => slug.push(letter),
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
        .filter_map(|text| ConnectionId::parse(&text).ok())
        .find(|id| !is_taken(id))
        .unwrap_or_else(|| unreachable!("numbers do not run out"))
}

#[cfg(test)]
mod tests;
