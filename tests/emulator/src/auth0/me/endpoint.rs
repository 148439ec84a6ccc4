//! The endpoints of My Account, each with the scope it needs.

use axum::http::Method as Verb;

use crate::path::decode_segment;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Endpoint {
    Factors,
    Methods,
    Enrol,
    Method(String),
    Change(String),
    Remove(String),
    Verify(String),
    Connect,
    Complete,
    Accounts,
    Disconnect(String),
    Connections,
    Consents,
    Consent(String),
    Organizations,
}

impl Endpoint {
    /// Finds the endpoint of a path; ids in it are decoded once.
    pub(super) fn find(verb: &Verb, path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/me/v1/")?;
        let segments: Option<Vec<String>> = rest.split('/').map(decode_segment).collect();
        let segments = segments?;
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (verb.as_str(), segments.as_slice()) {
            ("GET", ["factors"]) => Some(Self::Factors),
            ("GET", ["authentication-methods"]) => Some(Self::Methods),
            ("POST", ["authentication-methods"]) => Some(Self::Enrol),
            ("GET", ["authentication-methods", id]) => Some(Self::Method((*id).to_owned())),
            ("PATCH", ["authentication-methods", id]) => Some(Self::Change((*id).to_owned())),
            ("DELETE", ["authentication-methods", id]) => Some(Self::Remove((*id).to_owned())),
            ("POST", ["authentication-methods", id, "verify"]) => {
                Some(Self::Verify((*id).to_owned()))
            }
            ("POST", ["connected-accounts", "connect"]) => Some(Self::Connect),
            ("POST", ["connected-accounts", "complete"]) => Some(Self::Complete),
            ("GET", ["connected-accounts", "accounts"]) => Some(Self::Accounts),
            ("DELETE", ["connected-accounts", "accounts", id]) => {
                Some(Self::Disconnect((*id).to_owned()))
            }
            ("GET", ["connected-accounts", "connections"]) => Some(Self::Connections),
            ("GET", ["consents"]) => Some(Self::Consents),
            ("GET", ["consents", id]) => Some(Self::Consent((*id).to_owned())),
            ("GET", ["organizations"]) => Some(Self::Organizations),
            _ => None,
        }
    }

    pub(super) fn scope(&self) -> &'static str {
        match self {
            Self::Factors => "read:me:factors",
            Self::Methods => "read:me:authentication_methods",
            Self::Method(_) => "read:me:authentication_methods",
            Self::Enrol => "create:me:authentication_methods",
            Self::Verify(_) => "create:me:authentication_methods",
            Self::Change(_) => "update:me:authentication_methods",
            Self::Remove(_) => "delete:me:authentication_methods",
            Self::Connect => "create:me:connected_accounts",
            Self::Complete => "create:me:connected_accounts",
            Self::Accounts => "read:me:connected_accounts",
            Self::Connections => "read:me:connected_accounts",
            Self::Disconnect(_) => "delete:me:connected_accounts",
            Self::Consents | Self::Consent(_) => "read:me:consents",
            Self::Organizations => "read:me:organizations",
        }
    }

    /// Whether a body is expected at all.
    pub(super) fn has_body(&self) -> bool {
        match self {
            Self::Enrol | Self::Change(_) | Self::Verify(_) | Self::Connect | Self::Complete => {
                true
            }
            Self::Factors
            | Self::Methods
            | Self::Method(_)
            | Self::Remove(_)
            | Self::Accounts
            | Self::Disconnect(_)
            | Self::Connections
            | Self::Consents
            | Self::Consent(_)
            | Self::Organizations => false,
        }
    }

    /// Whether it reads one thing by its id, which the limits treat more kindly.
    pub(super) fn is_narrowed(&self) -> bool {
        matches!(self, Self::Method(_) | Self::Consent(_))
    }
}
