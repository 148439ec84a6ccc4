//! What an application is given: which scopes of which audience.

use crate::settings::{Auth0Settings, Organization};

const OIDC_SCOPES: [&str; 6] = [
    "openid",
    "profile",
    "email",
    "phone",
    "address",
    "offline_access",
];

/// What a sign-in granted, and therefore the most a refresh can give.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) user_id: String,
    pub(crate) sid: String,
    pub(crate) scope: Vec<String>,
    pub(crate) audience: Option<String>,
    pub(crate) organization: Option<Organization>,
    pub(crate) auth_time: u64,
}

/// The audience of My Account; the slash at the end is part of it.
pub(crate) fn my_account_audience(origin: &str) -> String {
    format!("{origin}/me/")
}

/// The scopes an audience has for this application, or nothing when it is not one of the tenant's.
pub(crate) fn scopes_of<'a>(
    settings: &'a Auth0Settings,
    origin: &str,
    audience: &str,
) -> Option<&'a [String]> {
    if audience == my_account_audience(origin) {
        return settings
            .my_account
            .then_some(settings.my_account_scopes.as_slice());
    }
    settings
        .apis
        .iter()
        .find(|api| api.identifier == audience)
        .map(|api| api.scopes.as_slice())
}

/// The part of `requested` that may be given; the rest is dropped without a word.
pub(crate) fn granted(requested: &str, of_audience: &[String]) -> Vec<String> {
    let mut scope: Vec<String> = Vec::new();
    for name in requested.split_ascii_whitespace() {
        let known =
            OIDC_SCOPES.contains(&name) || of_audience.iter().any(|offered| offered == name);
        if known && !scope.iter().any(|given| given == name) {
            scope.push(name.to_owned());
        }
    }
    scope
}
