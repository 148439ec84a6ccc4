//! Switches of the Nhost project. A real one starts with every way of signing in but the password
//! switched off; here they are on, so that there is something to try.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::graphql::{Permission, Permissions, TablePermissions};

mod graphql;

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
    /// Whether the ways of signing in refuse people they do not know (from L2 on, where signing up
    /// has paths of its own).
    pub auto_signup_disabled: bool,
    /// Whether new people start disabled.
    pub new_users_disabled: bool,
    /// Whether refusals say nothing about accounts.
    pub conceal_errors: bool,
    /// When not empty, only these addresses and domains may be used.
    pub allowed_emails: Vec<String>,
    /// When not empty, only these addresses and domains may be used.
    pub allowed_email_domains: Vec<String>,
    /// Addresses that may not be used.
    pub blocked_emails: Vec<String>,
    /// Domains that may not be used.
    pub blocked_email_domains: Vec<String>,
    /// Passwords that are said to be known from a breach.
    pub breached_passwords: Vec<String>,
    /// Shortest password allowed.
    pub password_min_length: usize,
    /// Life of an access token.
    pub access_token_secs: u64,
    /// Life of a refresh token; every refresh starts it anew.
    pub refresh_token_secs: u64,
    /// Further claims of every access token, without `x-hasura-` before their names. Lists and flags
    /// are written as Postgres literals.
    pub custom_claims: BTreeMap<String, Value>,
    /// Whether an authenticator app can be asked for after the password.
    pub mfa_enabled: bool,
    /// The name an authenticator app shows.
    pub mfa_issuer: String,
    /// Whether codes are sent to addresses.
    pub otp_email_enabled: bool,
    /// Whether links that sign in are sent to addresses.
    pub email_passwordless_enabled: bool,
    /// Whether codes are sent to phones.
    pub sms_passwordless_enabled: bool,
    /// Whether no text message can be sent at all.
    pub sms_fails: bool,
    /// Whether one may sign in without saying who one is.
    pub anonymous_users_enabled: bool,
    /// Security keys and passkeys.
    pub webauthn: WebauthnSettings,
    /// Who must prove themselves again before a delicate change.
    pub elevation: Elevation,
    /// Whether somebody without a key is refused even the first one where elevation is required: the
    /// real server compares paths without the `/v1` in front.
    pub first_key_trap: bool,
    /// Providers one can sign in with. All others of the vendor's list are known and switched off.
    pub providers: Vec<NhostProvider>,
    /// Whether providers refuse to say who somebody is, once they are back.
    pub profile_fetch_fails: bool,
    /// The audience an ID token must be for.
    pub id_token_audience: String,
    /// Whether the vendor's limits are on: 100 requests a minute, ten mails and ten messages an hour,
    /// ten attempts to sign in or up in five minutes.
    pub rate_limits: bool,
    /// Whether `/signup/*` wants the header of a passed Turnstile check.
    pub turnstile: bool,
    /// What the role of ordinary people may do over GraphQL.
    pub graphql: Permissions,
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

/// Security keys and passkeys.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebauthnSettings {
    /// Whether they are offered.
    pub enabled: bool,
    /// The relying party, a domain.
    pub relying_party_id: String,
    /// What an authenticator calls it.
    pub relying_party_name: String,
    /// Origins that may ask, beside that of the client URL. Compared with scheme and port.
    pub origins: Vec<String>,
}

/// A provider that is switched on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NhostProvider {
    /// As it stands in paths, such as `github`.
    pub id: String,
    /// What its page is headed with.
    pub label: String,
}

/// Who must prove themselves again, with a security key, before a delicate change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Elevation {
    /// Nobody.
    Disabled,
    /// Those who have a key.
    Recommended,
    /// Everybody.
    Required,
}

/// Generations of the server that answer refusals differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// The last public server: a refused request or token is 400 with one line of text.
    L0,
    /// The reference: refused requests are 400 and refused tokens 401, with a code and a reason.
    L1,
    /// The generation after it: codes instead of tokens in addresses, and paths for signing up.
    L2,
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
            auto_signup_disabled: false,
            new_users_disabled: false,
            conceal_errors: false,
            allowed_emails: Vec::new(),
            allowed_email_domains: Vec::new(),
            blocked_emails: Vec::new(),
            blocked_email_domains: Vec::new(),
            breached_passwords: vec!["password123".into(), "qwertyuiop".into()],
            password_min_length: 9,
            access_token_secs: 900,
            refresh_token_secs: 2_592_000,
            custom_claims: BTreeMap::new(),
            mfa_enabled: true,
            mfa_issuer: "Demo Nhost".into(),
            otp_email_enabled: true,
            email_passwordless_enabled: true,
            sms_passwordless_enabled: true,
            sms_fails: false,
            anonymous_users_enabled: true,
            webauthn: WebauthnSettings {
                enabled: true,
                relying_party_id: "localhost".into(),
                relying_party_name: "Demo Nhost".into(),
                origins: vec!["https://localhost".into()],
            },
            elevation: Elevation::Disabled,
            first_key_trap: true,
            providers: [
                ("github", "GitHub"),
                ("google", "Google"),
                ("apple", "Apple"),
                ("discord", "Discord"),
                ("gitlab", "GitLab"),
                ("twitter", "Twitter"),
            ]
            .map(|(id, label)| NhostProvider {
                id: id.into(),
                label: label.into(),
            })
            .to_vec(),
            profile_fetch_fails: false,
            id_token_audience: "latchkey-demo".into(),
            rate_limits: false,
            turnstile: false,
            graphql: Permissions::new(),
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
