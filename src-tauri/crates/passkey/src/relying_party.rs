//! Whom a ceremony is for. The connection says so; what a server sends is only compared with it.

use std::net::IpAddr;

use crate::{Error, client_data};

/// The longest name DNS has (RFC 1035 §2.3.4), in text form.
const MAX_DOMAIN: usize = 253;
/// The longest part between two dots (RFC 1035 §2.3.4).
const MAX_LABEL: usize = 63;

/// The domain that passkeys are bound to and the origin that the client data names, both from the connection's own
/// settings (WebAuthn Level 3 §4 "RP ID", §5.8.1 `origin`).
///
/// Outside macOS no operating system checks that a desktop program may speak for a domain. This type is that check:
/// options can only be parsed against one, and they are refused when they name any other domain, a parent included.
/// A public suffix list would not do: `auth0.com` is not on it, so every tenant could ask for every other's passkeys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    id: String,
    origin: String,
}

impl RelyingParty {
    /// A relying party whose pages live at its domain: the origin is `https://<domain>`.
    ///
    /// # Errors
    ///
    /// [`Error::NotADomain`] for anything but a lower-case ASCII domain name of at least two parts.
    pub fn of_domain(domain: &str) -> Result<Self, Error> {
        Self::new(domain, &format!("https://{domain}"))
    }

    /// A relying party whose pages live at `origin`, which is the domain itself or below it.
    ///
    /// `https` anywhere; `http` for `localhost` only, where developers run their servers.
    ///
    /// # Errors
    ///
    /// [`Error::NotADomain`] when `id` is no lower-case ASCII domain name of at least two parts (`localhost` excepted),
    /// or when `origin` is not an origin in its serialised form (no path, no default port) of a host within `id`.
    pub fn new(id: &str, origin: &str) -> Result<Self, Error> {
        let is_ours = is_domain(id) && is_origin_within(origin, id);
        if !is_ours {
            return Err(Error::NotADomain);
        }

        Ok(Self {
            id: id.to_owned(),
            origin: origin.to_owned(),
        })
    }

    /// The domain, as authenticators hash it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The origin, as the client data names it.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// SHA-256 of the domain (WebAuthn Level 3 §6.1 `rpIdHash`).
    pub(crate) fn id_hash(&self) -> [u8; 32] {
        client_data::sha256(self.id.as_bytes())
    }
}

fn is_domain(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let has_parent = labels.len() > 1 || text == "localhost";

    text.len() <= MAX_DOMAIN
        && has_parent
        && text.parse::<IpAddr>().is_err()
        && labels.into_iter().all(is_label)
}

fn is_label(label: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';

    (1..=MAX_LABEL).contains(&label.len())
        && label.bytes().all(is_inner)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

fn is_origin_within(origin: &str, id: &str) -> bool {
    let (host_and_port, default_port) = match origin.split_once("://") {
        Some(("https", rest)) => (rest, 443),
        Some(("http", rest)) => (rest, 80),
        Some(_) | None => return false,
    };
    let (host, port) = match host_and_port.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (host_and_port, None),
    };
    let is_plain = default_port == 80;
    let is_loopback = host == "localhost" || host.ends_with(".localhost");
    let is_within = host == id || host.strip_suffix(id).is_some_and(|it| it.ends_with('.'));

    is_domain(host)
        && is_within
        && (!is_plain || is_loopback)
        && port.is_none_or(|port| is_port_other_than(port, default_port))
}

/// A port as URLs are serialised: decimal without leading zeros, and absent when it is the scheme's own.
fn is_port_other_than(text: &str, default: u16) -> bool {
    text.parse::<u16>()
        .is_ok_and(|port| port != 0 && port != default && port.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_speaks_for_itself() {
        let party = RelyingParty::of_domain("tenant.eu.auth0.com").unwrap();

        assert_eq!(party.id(), "tenant.eu.auth0.com");
        assert_eq!(party.origin(), "https://tenant.eu.auth0.com");
    }

    #[test]
    fn an_origin_is_the_domain_or_lies_below_it() {
        for (id, origin) in [
            ("example.com", "https://example.com"),
            ("example.com", "https://app.example.com"),
            ("example.com", "https://example.com:8443"),
            ("localhost", "http://localhost:3000"),
        ] {
            assert!(RelyingParty::new(id, origin).is_ok(), "{id} {origin}");
        }
        for (id, origin) in [
            ("example.com", "https://badexample.com"),
            ("example.com", "https://example.com.evil.test"),
            ("app.example.com", "https://example.com"),
            ("example.com", "http://example.com"),
            ("example.com", "https://example.com/"),
            ("example.com", "https://example.com:443"),
            ("example.com", "https://example.com:08443"),
            ("example.com", "https://user@example.com"),
            ("example.com", "tauri://example.com"),
            ("example.com", "example.com"),
        ] {
            assert!(RelyingParty::new(id, origin).is_err(), "{id} {origin}");
        }
    }

    #[test]
    fn what_is_no_domain_is_refused() {
        for id in [
            "",
            "com",
            "Example.com",
            "example.com.",
            "example..com",
            "-a.example",
            "exa_mple.com",
            "bücher.example",
            "127.0.0.1",
            "::1",
            "example.com:443",
        ] {
            assert!(RelyingParty::of_domain(id).is_err(), "{id}");
        }
    }
}
