//! What a program tells whoever started it.

use serde::Serialize;

use crate::seed::Person;

/// What a program prints when the emulator is ready.
#[derive(Clone, Debug, Serialize)]
pub struct Ready {
    /// The tenant.
    pub auth0: ReadyAuth0,
    /// The project.
    pub nhost: ReadyNhost,
    /// The authority behind the TLS addresses, as PEM; another one at every start.
    pub ca_pem: String,
    /// Who can sign in.
    pub people: [Person; 3],
    /// The mails, as a page.
    pub outbox_url: String,
    /// The page that explains the control actions.
    pub control_url: String,
}

/// How to reach the tenant.
#[derive(Clone, Debug, Serialize)]
pub struct ReadyAuth0 {
    /// Without a slash at the end.
    pub base_url: String,
    /// The same over TLS.
    pub tls_base_url: String,
    /// The application's id.
    pub client_id: &'static str,
}

/// How to reach the project.
#[derive(Clone, Debug, Serialize)]
pub struct ReadyNhost {
    /// With `/v1` at the end.
    pub base_url: String,
    /// The same over TLS.
    pub tls_base_url: String,
}
