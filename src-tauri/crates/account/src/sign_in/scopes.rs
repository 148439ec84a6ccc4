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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ConnectionDraft, DraftSettings, PasskeyDraft, RedirectWay};

    fn connection(scopes: Option<&[&str]>) -> Connection {
        let draft = ConnectionDraft {
            name: String::new(),
            settings: DraftSettings::Auth0 {
                domain: "acme.eu.auth0.com".to_owned(),
                client_id: "abc".to_owned(),
            },
            redirect: RedirectWay::Scheme,
            dpop: false,
            also: Vec::new(),
            providers: Vec::new(),
            database: None,
            passkeys: PasskeyDraft::default(),
        };
        let own = scopes.map(|scopes| scopes.iter().map(ToString::to_string).collect());

        draft.preset("acme", own).unwrap()
    }

    #[test]
    fn a_list_of_its_own_is_asked_for_with_what_a_session_needs() {
        assert_eq!(usual(&connection(None)), SCOPES);
        for (own, expected) in [
            (&["email"][..], &["email", "openid", "offline_access"][..]),
            (
                &["offline_access", "read:things"],
                &["offline_access", "read:things", "openid"],
            ),
            (&["openid", "offline_access"], &["openid", "offline_access"]),
        ] {
            assert_eq!(usual(&connection(Some(own))), expected);
        }
    }

    #[test]
    fn everything_is_ours_and_theirs_each_once() {
        let connection = connection(Some(&["openid", "read:things"]));
        let all = all(&connection);

        assert_eq!(all[..SCOPES.len()], SCOPES);
        assert_eq!(all[SCOPES.len()..], ["read:things"]);
    }
}
