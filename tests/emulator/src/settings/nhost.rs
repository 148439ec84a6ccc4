//! Switches of the Nhost project.

use serde::{Deserialize, Serialize};

/// The project.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NhostSettings {
    /// Which generation of the server answers.
    pub dialect: Dialect,
    /// How access tokens are signed.
    pub signing: Signing,
    /// Whether an address must be verified before its owner may sign in.
    pub verification_required: bool,
    /// Whether signing up is switched off.
    pub signup_disabled: bool,
    /// Whether new people start disabled.
    pub new_users_disabled: bool,
    /// Whether refusals say nothing about accounts.
    pub conceal_errors: bool,
    /// Shortest password allowed.
    pub password_min_length: usize,
    /// Life of an access token.
    pub access_token_secs: u64,
    /// Life of a refresh token; every refresh starts it anew.
    pub refresh_token_secs: u64,
    /// Where links in mails lead when the request names no address.
    pub client_url: String,
    /// Patterns a `redirectTo` may match.
    pub allowed_redirects: Vec<String>,
    /// Roles given to new people.
    pub allowed_roles: Vec<String>,
    /// The role new people act in.
    pub default_role: String,
    /// Languages a person may choose.
    pub allowed_locales: Vec<String>,
    /// The language of those who chose none, or none that is allowed.
    pub default_locale: String,
}

/// Generations of the server that answer refusals differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// The last public server: a refused request or token is 400 with one line of text.
    L0,
    /// The reference: refused requests are 400 and refused tokens 401, with a code and a reason.
    L1,
}

/// How access tokens are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signing {
    /// With a published RSA key.
    Rs256,
    /// With a shared secret, so that `keys` is null and no client can check a signature.
    Hs256,
}

impl NhostSettings {
    pub(crate) fn new(origin: &str) -> Self {
        Self {
            dialect: Dialect::L1,
            signing: Signing::Rs256,
            verification_required: false,
            signup_disabled: false,
            new_users_disabled: false,
            conceal_errors: false,
            password_min_length: 9,
            access_token_secs: 900,
            refresh_token_secs: 2_592_000,
            client_url: format!("{origin}/welcome"),
            allowed_redirects: vec![
                "dev.latchkey.accounts://".into(),
                "http://127.0.0.1:*".into(),
            ],
            allowed_roles: vec!["me".into(), "user".into()],
            default_role: "user".into(),
            allowed_locales: vec!["en".into(), "de".into(), "fr".into(), "ja".into()],
            default_locale: "en".into(),
        }
    }
}
