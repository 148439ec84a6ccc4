//! Whom passkeys in the app are for, as whoever sets up a connection says it.

use super::settings::{base_of, domain_name};
use crate::{
    invalid::{Invalid, InvalidReason},
    passkeys::PasskeyDomain,
};

/// Whom passkeys in the app are for, before it is checked. One of the two is enough: each follows from the other.
#[derive(Clone, Debug, Default)]
pub struct PasskeyDraft {
    /// The domain that the provider's passkeys are bound to (WebAuthn Level 3 §4 "RP ID").
    pub domain: Option<String>,
    /// Where its web pages are: `https://app.example.com`.
    pub origin: Option<String>,
}

impl PasskeyDraft {
    pub(super) fn check(&self) -> Result<Option<PasskeyDomain>, Invalid> {
        const DOMAIN: &str = "passkey_domain";
        const ORIGIN: &str = "passkey_origin";
        let domain = match self.domain.as_deref() {
            Some(domain) => Some(registrable(domain, DOMAIN)?),
            None => None,
        };
        let Some(origin) = self.origin.as_deref() else {
            return Ok(domain.map(PasskeyDomain::of));
        };

        let page = base_of(origin, ORIGIN)?;
        if page.to_string().trim_end_matches('/') != page.origin() {
            return Err(Invalid {
                field: ORIGIN,
                reason: InvalidReason::HasPath,
            });
        }
        let host = registrable(page.host(), ORIGIN)?;
        let domain = domain.unwrap_or_else(|| host.clone());
        let below = host.strip_suffix(&domain);
        if !below.is_some_and(|below| below.is_empty() || below.ends_with('.')) {
            return Err(Invalid {
                field: ORIGIN,
                reason: InvalidReason::OtherDomain,
            });
        }

        Ok(Some(PasskeyDomain {
            domain,
            origin: page.origin(),
        }))
    }
}

impl From<PasskeyDomain> for PasskeyDraft {
    fn from(known: PasskeyDomain) -> Self {
        Self {
            domain: Some(known.domain),
            origin: Some(known.origin),
        }
    }
}

/// A name of at least two labels, or the one that developers run their servers under.
fn registrable(text: &str, field: &'static str) -> Result<String, Invalid> {
    match text {
        "localhost" => Ok(text.to_owned()),
        text => domain_name(text, field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(domain: Option<&str>, origin: Option<&str>) -> Result<String, InvalidReason> {
        let draft = PasskeyDraft {
            domain: domain.map(str::to_owned),
            origin: origin.map(str::to_owned),
        };
        let checked = draft.check().map_err(|invalid| invalid.reason)?;

        Ok(checked.map_or(String::new(), |it| format!("{} {}", it.domain, it.origin)))
    }

    #[test]
    fn each_of_the_two_follows_from_the_other() {
        for (domain, origin, both) in [
            (None, None, ""),
            (
                Some("id.example.com"),
                None,
                "id.example.com https://id.example.com",
            ),
            (
                None,
                Some("https://app.example.com/"),
                "app.example.com https://app.example.com",
            ),
            (
                Some("example.com"),
                Some("https://app.example.com:8443"),
                "example.com https://app.example.com:8443",
            ),
            (
                None,
                Some("http://localhost:3000"),
                "localhost http://localhost:3000",
            ),
        ] {
            assert_eq!(check(domain, origin).as_deref(), Ok(both));
        }
    }

    #[test]
    fn nobody_speaks_for_another_domain() {
        for (domain, origin, reason) in [
            (
                Some("example.com"),
                Some("https://badexample.com"),
                InvalidReason::OtherDomain,
            ),
            (
                Some("app.example.com"),
                Some("https://example.com"),
                InvalidReason::OtherDomain,
            ),
            (Some("com"), None, InvalidReason::NotADomain),
            (Some("127.0.0.1"), None, InvalidReason::NotADomain),
            (
                None,
                Some("http://app.example.com"),
                InvalidReason::NotHttps,
            ),
            (
                None,
                Some("https://app.example.com/login"),
                InvalidReason::HasPath,
            ),
        ] {
            assert_eq!(check(domain, origin), Err(reason), "{domain:?} {origin:?}");
        }
    }
}
