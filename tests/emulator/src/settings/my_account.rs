//! Switches of the My Account API.

use serde::{Deserialize, Serialize};

/// What people may do with their own account, and how the API behaves.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MyAccountSettings {
    /// What people may enrol, in the order the API lists it.
    pub factors: Vec<OfferedFactor>,
    /// Kinds of which a person cannot remove the last confirmed one.
    pub required_kinds: Vec<String>,
    /// Whether every success is a plain 200 with a body, as some clients' own tests expect.
    pub plain_200: bool,
    /// How long a person has to finish what they began.
    pub auth_session_secs: u64,
    /// Passkeys a person can have.
    pub most_passkeys: usize,
    /// The domain that passkeys are bound to.
    pub relying_party_id: String,
    /// Where passkeys may come from, ports aside.
    pub passkey_origins: Vec<String>,
    /// The rules for new passwords.
    pub password_policy: PasswordPolicy,
    /// Identity providers whose tokens the tenant keeps for people.
    pub vault_connections: Vec<VaultConnection>,
    /// How many requests are let through.
    pub rate_plan: RatePlan,
}

/// Something people may enrol.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferedFactor {
    /// The kind, in the API's words.
    #[serde(rename = "type")]
    pub kind: String,
    /// `primary`, `secondary`, or nothing said.
    #[serde(default)]
    pub usage: Vec<String>,
}

/// The rules for new passwords, in the API's words.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordPolicy {
    /// What a password consists of.
    pub complexity: PasswordComplexity,
    /// Whether it may contain what the profile says.
    pub profile_data: ProfileDataRule,
    /// Whether it may be one from before.
    pub history: HistoryRule,
    /// Whether it may be one of the well known.
    pub dictionary: DictionaryRule,
}

/// What a password consists of.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordComplexity {
    /// Characters at least.
    pub min_length: usize,
    /// Among `uppercase`, `lowercase`, `number`, `special`.
    pub character_types: Vec<String>,
    /// `all` or `three_of_four`.
    pub character_type_rule: String,
    /// `allow` or `block`, for more than two in a row.
    pub identical_characters: String,
    /// `allow` or `block`, for three in a row such as `abc`.
    pub sequential_characters: String,
    /// `truncate` or `error`, beyond 72 bytes.
    pub max_length_exceeded: String,
}

/// Whether a password may contain what the profile says.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileDataRule {
    /// Whether it is looked at.
    pub active: bool,
    /// The members of the profile.
    pub blocked_fields: Vec<String>,
}

/// Whether a password may be one from before.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HistoryRule {
    /// Whether it is looked at.
    pub active: bool,
    /// How many are remembered.
    pub size: usize,
}

/// Whether a password may be one of the well known.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DictionaryRule {
    /// Whether it is looked at.
    pub active: bool,
    /// `en_10k` or `en_100k`; the emulator knows two dozen either way.
    pub default: String,
}

/// An identity provider whose tokens the tenant keeps.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VaultConnection {
    /// The connection's name.
    pub name: String,
    /// The kind of provider.
    pub strategy: String,
    /// The scopes it asks for when nobody names others.
    pub scopes: Vec<String>,
}

/// How many requests are let through, per tenant and second and per person and minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RatePlan {
    /// More than anybody needs; the headers are there all the same.
    Generous,
    /// 25 reads, 25 writes and 100 narrowed reads; 5, 5 and 20 per person.
    Enterprise,
    /// 5, 5 and 20; 5, 5 and 10 per person. Essentials has the same.
    Professional,
    /// 2, 2 and 5; 2, 2 and 5 per person.
    Free,
    /// 25 requests of any kind per tenant and second, as during early access.
    Flat25,
}

impl MyAccountSettings {
    pub(super) fn new() -> Self {
        let factor = |kind: &str, usage: &[&str]| OfferedFactor {
            kind: kind.into(),
            usage: usage.iter().map(|usage| (*usage).to_owned()).collect(),
        };
        Self {
            factors: vec![
                factor("password", &["primary"]),
                factor("passkey", &["primary"]),
                factor("totp", &["secondary"]),
                factor("phone", &["secondary"]),
                factor("email", &["secondary"]),
                factor("push-notification", &["secondary"]),
                factor("recovery-code", &["secondary"]),
            ],
            required_kinds: vec!["password".into()],
            plain_200: false,
            auth_session_secs: 300,
            most_passkeys: 20,
            relying_party_id: "localhost".into(),
            passkey_origins: vec!["https://localhost".into(), "http://localhost".into()],
            password_policy: PasswordPolicy::new(),
            vault_connections: [
                (
                    "google-oauth2",
                    "google-oauth2",
                    "https://www.googleapis.com/auth/calendar.readonly",
                ),
                ("github", "github", "repo"),
                ("slack", "slack", "channels:read"),
                ("dropbox", "dropbox", "files.content.read"),
            ]
            .into_iter()
            .map(|(name, strategy, scope)| VaultConnection {
                name: name.into(),
                strategy: strategy.into(),
                scopes: vec![scope.into()],
            })
            .collect(),
            rate_plan: RatePlan::Generous,
        }
    }
}

impl PasswordPolicy {
    /// The policy a new tenant starts with, its memory and its dictionary switched on.
    fn new() -> Self {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            complexity: PasswordComplexity {
                min_length: 8,
                character_types: owned(&["uppercase", "lowercase", "number", "special"]),
                character_type_rule: "three_of_four".into(),
                identical_characters: "block".into(),
                sequential_characters: "allow".into(),
                max_length_exceeded: "error".into(),
            },
            profile_data: ProfileDataRule {
                active: true,
                blocked_fields: owned(&["email", "name", "nickname", "username"]),
            },
            history: HistoryRule {
                active: true,
                size: 5,
            },
            dictionary: DictionaryRule {
                active: true,
                default: "en_10k".into(),
            },
        }
    }
}
