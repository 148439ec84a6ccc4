//! The address of a provider, as a type that has already been checked.

use std::fmt;

use url::{Host, Url};

/// Caps an address before it is parsed; the longest real one is far below.
const LONGEST: usize = 2048;

/// A checked address: https anywhere, http only to this machine.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BaseUrl(Url);

/// Why a text is not the address of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    /// The text is not an address, or far too long.
    #[error("not an address")]
    NotUrl,
    /// Neither https, nor http to this machine.
    #[error("the address must begin with https")]
    NotSecure,
    /// A name or password stands before the host.
    #[error("the address contains a name or password")]
    UserInfo,
    /// A query follows the path.
    #[error("the address contains a query")]
    Query,
    /// A fragment follows the path.
    #[error("the address contains a fragment")]
    Fragment,
    /// The host is not one a provider can have, such as a name with a dot at its end.
    #[error("the address has no usable host")]
    Host,
}

impl BaseUrl {
    /// Checks an address that a person typed or a file holds.
    pub fn parse(text: &str) -> Result<Self, BaseUrlError> {
        if text.len() > LONGEST || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(BaseUrlError::NotUrl);
        }
        let mut url = Url::parse(text).map_err(|_| BaseUrlError::NotUrl)?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(BaseUrlError::NotSecure);
        }
        // Nobody is named without it, and an empty name is one as well.
        if text.contains('@') {
            return Err(BaseUrlError::UserInfo);
        }
        if url.query().is_some() {
            return Err(BaseUrlError::Query);
        }
        if url.fragment().is_some() {
            return Err(BaseUrlError::Fragment);
        }
        if url.host_str().is_none_or(|host| host.ends_with('.')) {
            return Err(BaseUrlError::Host);
        }
        if !is_secure(&url) {
            return Err(BaseUrlError::NotSecure);
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);

        Ok(Self(url))
    }

    /// Returns the address of something below this one, each segment percent-encoded once.
    ///
    /// A segment can neither leave its place (`..`) nor contain a slash.
    pub fn join(&self, segments: &[&str]) -> Url {
        let mut url = self.0.clone();
        let base = url.path().trim_end_matches('/');
        let mut path = String::from(base);
        for segment in segments {
            path.push('/');
            path.push_str(&encode(segment));
        }
        url.set_path(&path);

        url
    }

    /// Returns scheme, host and port, without a slash at the end.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Returns the host, with names in their ASCII form (punycode).
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Tells whether the address is on this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

/// Tells whether a request may go there: https, or http to this machine.
pub(crate) fn is_secure(url: &Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => is_loopback(url),
        _ => false,
    }
}

/// Tells whether the host is this machine, by literal address or by the name `localhost`.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Percent-encodes all but the unreserved characters; a segment of dots is encoded in full,
/// so that it cannot be taken for a step upwards.
fn encode(segment: &str) -> String {
    if segment.chars().all(|c| c == '.') {
        // `%2e` still counts as a dot segment for a URL parser, so the percent sign is encoded too.
        return segment.replace('.', "%252E");
    }
    let mut encoded = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }

    encoded
}

#[cfg(test)]
mod tests;
