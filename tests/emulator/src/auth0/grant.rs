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

const MFA_SCOPES: [&str; 3] = ["enroll", "read:authenticators", "remove:authenticators"];

/// What people may do with the Management API, to themselves.
const CURRENT_USER_SCOPES: [&str; 3] = [
    "read:current_user",
    "update:current_user_metadata",
    "create:current_user_device_credentials",
];

/// What a sign-in granted, and therefore the most a refresh can give.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    /// The application it was given to.
    pub(crate) client_id: String,
    /// The person; for an application that acts for itself, `<client id>@clients`.
    pub(crate) user_id: String,
    pub(crate) sid: String,
    pub(crate) scope: Vec<String>,
    pub(crate) audience: Option<String>,
    pub(crate) organization: Option<Organization>,
    pub(crate) auth_time: u64,
    /// When a second factor was shown, if one was.
    pub(crate) mfa_time: Option<u64>,
}

/// The audience of My Account; the slash at the end is part of it.
pub(crate) fn my_account_audience(origin: &str) -> String {
    format!("{origin}/me/")
}

/// The audience of the MFA API.
pub(crate) fn mfa_audience(origin: &str) -> String {
    format!("{origin}/mfa/")
}

/// The audience of the Management API.
pub(crate) fn management_audience(origin: &str) -> String {
    format!("{origin}/api/v2/")
}

/// The scopes an audience has for this application, or nothing when it is not one of the tenant's.
pub(crate) fn scopes_of(
    settings: &Auth0Settings,
    origin: &str,
    audience: &str,
) -> Option<Vec<String>> {
    if audience == my_account_audience(origin) {
        return settings
            .my_account
            .then(|| settings.my_account_scopes.clone());
    }
    if audience == mfa_audience(origin) {
        return Some(MFA_SCOPES.map(str::to_owned).to_vec());
    }
    if audience == management_audience(origin) {
        return Some(CURRENT_USER_SCOPES.map(str::to_owned).to_vec());
    }
    settings
        .apis
        .iter()
        .find(|api| api.identifier == audience)
        .map(|api| api.scopes.clone())
}

/// Whether a refresh token may come with this audience.
pub(crate) fn allows_offline_access(settings: &Auth0Settings, audience: &str) -> bool {
    let api = settings.apis.iter().find(|api| api.identifier == audience);
    api.is_none_or(|api| api.offline_access)
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
