//! Where a callback has to arrive.

use super::{CallbackError, check_characters, split};

/// The one address at which the answer to a request may arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedirectTarget {
    /// `scheme://host/path`, which the operating system hands to the program.
    Scheme {
        /// The program's private scheme.
        scheme: String,
        /// The connection, so that an answer cannot reach another one.
        host: String,
        /// The path, with its leading slash.
        path: String,
    },
    /// `http://127.0.0.1:port/path` or `http://[::1]:port/path`.
    Loopback {
        /// The port that the program listens on.
        port: u16,
        /// The path, with its leading slash.
        path: String,
    },
}

impl RedirectTarget {
    /// Checks what stands before the query. Nothing is normalised but the case of scheme and host,
    /// and one slash at the end: browsers change these, and nothing else.
    pub(super) fn check(&self, address: &str) -> Result<(), CallbackError> {
        let (scheme, rest) = scheme_of(address)?;
        match self {
            Self::Scheme {
                scheme: ours,
                host,
                path,
            } => {
                if !scheme.eq_ignore_ascii_case(ours) {
                    return Err(CallbackError::WrongScheme);
                }
                check_place(rest, path, |authority| authority.eq_ignore_ascii_case(host))
            }
            Self::Loopback { port, path } => {
                if !scheme.eq_ignore_ascii_case("http") {
                    return Err(CallbackError::WrongScheme);
                }
                check_place(rest, path, |authority| {
                    authority == format!("127.0.0.1:{port}") || authority == format!("[::1]:{port}")
                })
            }
        }
    }
}

/// Returns which connection an address of the given private scheme is for, in lower case.
///
/// The address is as hostile as it was before: this only tells which target to parse it with.
pub fn connection_of(url: &str, scheme: &str) -> Option<String> {
    check_characters(url).ok()?;
    let (address, _, _) = split(url);
    let (found, rest) = scheme_of(address).ok()?;
    let (authority, _) = authority_of(rest)?;
    let is_name = authority
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
    if !found.eq_ignore_ascii_case(scheme) || authority.is_empty() || !is_name {
        return None;
    }

    Some(authority.to_ascii_lowercase())
}

fn scheme_of(address: &str) -> Result<(&str, &str), CallbackError> {
    let (scheme, rest) = address.split_once(':').ok_or(CallbackError::NotUrl)?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    if !is_scheme {
        return Err(CallbackError::NotUrl);
    }

    Ok((scheme, rest))
}

/// Splits `//authority/path`; the path keeps its slash.
fn authority_of(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.strip_prefix("//")?;

    Some(rest.split_at(rest.find('/').unwrap_or(rest.len())))
}

fn check_place(
    rest: &str,
    path: &str,
    is_ours: impl FnOnce(&str) -> bool,
) -> Result<(), CallbackError> {
    let (authority, found) = authority_of(rest).ok_or(CallbackError::WrongTarget)?;
    let is_path = found == path || found.strip_suffix('/') == Some(path);
    if !is_ours(authority) || !is_path {
        return Err(CallbackError::WrongTarget);
    }

    Ok(())
}
