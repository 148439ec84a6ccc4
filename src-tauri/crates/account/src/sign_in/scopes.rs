//! What every sign-in at Auth0 asks for.

use crate::connection::Connection;

/// Who the person is, a session that lasts, and the My Account API.
const SCOPES: [&str; 13] = [
    "openid",
    "profile",
    "email",
    "phone",
    "offline_access",
    "read:me:factors",
    "create:me:authentication_methods",
    "read:me:authentication_methods",
    "update:me:authentication_methods",
    "delete:me:authentication_methods",
    "create:me:connected_accounts",
    "read:me:connected_accounts",
    "delete:me:connected_accounts",
];

/// What a sign-in cannot do without, whatever a connection's own list says.
const NEEDED: [&str; 2] = ["openid", "offline_access"];

/// What a sign-in at this connection asks for.
pub(super) fn usual(connection: &Connection) -> Vec<&str> {
    let Some(own) = &connection.scopes else {
        return SCOPES.to_vec();
    };
    let missing = NEEDED
        .into_iter()
        .filter(|scope| !own.iter().any(|known| known == scope));

    own.iter().map(String::as_str).chain(missing).collect()
}

/// Everything: what a team left out may be just what the provider demands.
pub(super) fn all(connection: &Connection) -> Vec<&str> {
    let own = connection.scopes.iter().flatten().map(String::as_str);
    let further = own.filter(|scope| !SCOPES.contains(scope));

    SCOPES.into_iter().chain(further).collect()
}
