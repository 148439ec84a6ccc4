//! Every switch of the tenant and of the project. What is not said here is as the vendors ship it.

use serde::{Deserialize, Serialize};

pub(crate) use self::auth0::PASSWORD_CONNECTION;
pub use self::auth0::{Api, Application, Auth0Settings, Connection, Organization};
pub use self::dpop::{DpopSettings, SenderConstraint};
pub use self::my_account::{
    DictionaryRule, HistoryRule, MyAccountSettings, OfferedFactor, PasswordComplexity,
    PasswordPolicy, ProfileDataRule, RatePlan, VaultConnection,
};
pub use self::nhost::{
    Dialect, Elevation, NhostProvider, NhostSettings, Permission, Permissions, Signing,
    TablePermissions, WebauthnSettings,
};

mod auth0;
mod dpop;
mod my_account;
mod nhost;

/// All switches; the control address reads and changes them under the same names.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The Auth0 tenant and its one application.
    pub auth0: Auth0Settings,
    /// The Nhost project.
    pub nhost: NhostSettings,
}
