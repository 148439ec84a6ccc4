//! Where the services of a project are.

use protocol::base_url::{BaseUrl, BaseUrlError};

/// The addresses of the services that a person's account lives in. A custom domain replaces one of them:
///
/// ```
/// # use nhost::Endpoints;
/// # use protocol::base_url::BaseUrl;
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let hosted = Endpoints::hosted("abcdef", "eu-central-1")?;
/// assert_eq!(hosted.graphql.to_string(), "https://abcdef.graphql.eu-central-1.nhost.run/v1");
///
/// let custom = Endpoints { auth: BaseUrl::parse("https://auth.example.com/v1")?, ..hosted };
/// # Ok(())
/// # }
/// # example().unwrap();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// The Auth service, its prefix included.
    pub auth: BaseUrl,
    /// The GraphQL service: the very address that is asked, `/v1` where Nhost hosts it and `/v1/graphql` where
    /// Hasura stands alone.
    pub graphql: BaseUrl,
}

/// Why there is no such project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// The subdomain is no label of a domain name (RFC 1035 section 2.3.1).
    #[error("not a subdomain")]
    Subdomain,
    /// The region is no label of a domain name.
    #[error("not a region")]
    Region,
    /// What they make together is no address.
    #[error(transparent)]
    Address(BaseUrlError),
}

/// RFC 1035 section 2.3.4.
const LONGEST_LABEL: usize = 63;

impl Endpoints {
    /// The project of this subdomain and region at Nhost
    /// ([documentation](https://docs.nhost.io/platform/cloud/subdomain)); `local` and `local` is the one that
    /// Nhost's command line tool runs on this machine.
    ///
    /// # Errors
    /// When one of them is no label of a domain name, so that it could lead to another host.
    pub fn hosted(subdomain: &str, region: &str) -> Result<Self, EndpointError> {
        if !is_label(subdomain) {
            return Err(EndpointError::Subdomain);
        }
        if !is_label(region) {
            return Err(EndpointError::Region);
        }
        let service = |name| {
            BaseUrl::parse(&format!("https://{subdomain}.{name}.{region}.nhost.run/v1"))
                .map_err(EndpointError::Address)
        };

        Ok(Self {
            auth: service("auth")?,
            graphql: service("graphql")?,
        })
    }
}

fn is_label(text: &str) -> bool {
    (1..=LONGEST_LABEL).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_found_by_subdomain_and_region_and_nothing_else_is() {
        let local = Endpoints::hosted("local", "local").unwrap();
        assert_eq!(
            local.auth.to_string(),
            "https://local.auth.local.nhost.run/v1"
        );

        for bad in [
            "",
            "a.b",
            "a/b",
            "a@b",
            "A",
            "-a",
            "a-",
            "é",
            &"x".repeat(64),
        ] {
            assert_eq!(
                Endpoints::hosted(bad, "eu"),
                Err(EndpointError::Subdomain),
                "{bad}"
            );
            assert_eq!(
                Endpoints::hosted("a", bad),
                Err(EndpointError::Region),
                "{bad}"
            );
        }
    }
}
