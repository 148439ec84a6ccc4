//! What the role of ordinary people may do over GraphQL. A real project permits nothing of this
//! until somebody says so; here everything is permitted, so that there is something to try.

use serde::{Deserialize, Serialize};

/// Permissions table by table. They hold for a person's own rows only.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permissions {
    /// `auth.user_security_keys`
    pub security_keys: TablePermissions,
    /// `auth.refresh_tokens`: sessions and personal access tokens.
    pub refresh_tokens: TablePermissions,
    /// `auth.user_providers`
    pub user_providers: TablePermissions,
    /// `auth.users`
    pub users: TablePermissions,
}

/// What may be done with a table.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TablePermissions {
    /// Reading rows.
    pub select: Permission,
    /// Changing rows.
    pub update: Permission,
    /// Deleting rows.
    pub delete: Permission,
    /// Columns the role does not see.
    pub hidden_columns: Vec<String>,
}

/// Whether an operation is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// The field does not exist for the role.
    Denied,
    /// On the person's own rows.
    Granted,
    /// On the person's own rows, in a session that carries the elevated claim.
    Elevated,
}

impl Permissions {
    pub(super) fn new() -> Self {
        let table = |update, hidden: &[&str]| TablePermissions {
            select: Permission::Granted,
            update,
            delete: Permission::Granted,
            hidden_columns: hidden.iter().map(|name| (*name).to_owned()).collect(),
        };
        Self {
            security_keys: table(Permission::Granted, &["credentialPublicKey"]),
            refresh_tokens: table(Permission::Denied, &["refreshTokenHash"]),
            user_providers: table(Permission::Denied, &["accessToken", "refreshToken"]),
            users: table(
                Permission::Granted,
                &["ticket", "totpSecret", "passwordHash"],
            ),
        }
    }
}
