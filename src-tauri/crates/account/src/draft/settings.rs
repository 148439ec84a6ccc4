//! Where a draft leads: the addresses and ids of a tenant or a project.

use nhost::{EndpointError, Endpoints};
use protocol::base_url::{BaseUrl, BaseUrlError};

use crate::{
    connection::{ConnectionId, Settings},
    invalid::{Invalid, InvalidReason},
};

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
pub(super) fn domain_name(text: &str, field: &'static str) -> Result<String, Invalid> {
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

pub(super) fn base_of(text: &str, field: &'static str) -> Result<BaseUrl, Invalid> {
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
