//! What a tenant has several of.

use serde::{Deserialize, Serialize};

/// An application that can keep a secret.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// Its id at the tenant.
    pub client_id: String,
    /// Its secret, sent in the body or as `Authorization: Basic`.
    pub client_secret: String,
    /// What people read about it.
    pub name: String,
    /// Whether it belongs to somebody else, so that people are asked before it gets anything.
    #[serde(default)]
    pub third_party: bool,
    /// What it may send to the token endpoint as `grant_type`.
    pub grants: Vec<String>,
    /// Allowed Callback URLs.
    #[serde(default)]
    pub callbacks: Vec<String>,
    /// Allowed Logout URLs.
    #[serde(default)]
    pub logout_urls: Vec<String>,
    /// Audiences and scopes it may get for itself, without a person.
    #[serde(default)]
    pub client_grants: Vec<Api>,
}

/// A registered API, or a part of one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// The audience.
    pub identifier: String,
    /// Its scopes.
    pub scopes: Vec<String>,
    /// Whether `offline_access` is given together with it.
    #[serde(default = "yes")]
    pub offline_access: bool,
    /// Whether the tenant's own applications get it without asking the person.
    #[serde(default = "yes")]
    pub skip_consent: bool,
}

/// A way to sign in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    /// The name used in the `connection` parameter.
    pub name: String,
    /// The words on the button.
    pub label: String,
    /// Whether it keeps passwords itself; otherwise it stands in for somebody else's login page.
    pub database: bool,
}

/// A group of people with a name of its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// Its id, `org_…`.
    pub id: String,
    /// Its name in lower case.
    pub name: String,
    /// What people read.
    pub display_name: String,
}

fn yes() -> bool {
    true
}
