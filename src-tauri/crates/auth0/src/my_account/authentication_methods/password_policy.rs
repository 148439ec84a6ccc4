//! What a new password has to be like, as a screen can draw it.

use serde::Deserialize;

use protocol::open_words;

/// The tenant's rules for a new password.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PasswordPolicy {
    /// What the password has to consist of.
    pub complexity: Complexity,
    /// Whether it may hold what the profile holds.
    pub profile_data: ProfileData,
    /// Whether an earlier one may come back.
    pub history: History,
    /// Whether a common one is refused.
    pub dictionary: Dictionary,
}

/// What a password has to consist of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Complexity {
    /// The smallest number of characters.
    pub min_length: u32,
    /// Which kinds of characters count.
    #[serde(default)]
    pub character_types: Vec<CharacterType>,
    /// How many of those kinds there have to be.
    pub character_type_rule: CharacterTypeRule,
    /// Whether one character may be repeated (`aaa`).
    pub identical_characters: Repetition,
    /// Whether characters may follow in order (`abc`).
    pub sequential_characters: Repetition,
    /// What happens to a password that is too long.
    pub max_length_exceeded: MaxLengthExceeded,
}

/// Whether a password may hold what the profile holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ProfileData {
    /// Whether the rule is on.
    #[serde(rename = "active")]
    pub is_active: bool,
    /// The members of the profile that it may not hold.
    #[serde(default)]
    pub blocked_fields: Vec<String>,
}

/// Whether an earlier password may come back.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct History {
    /// Whether the rule is on.
    #[serde(rename = "active")]
    pub is_active: bool,
    /// How many earlier ones are refused.
    pub size: u32,
}

/// Whether a common password is refused.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Dictionary {
    /// Whether the rule is on.
    #[serde(rename = "active")]
    pub is_active: bool,
    /// Which list of common passwords is looked at.
    pub default: DictionaryDefault,
}

open_words! {
    /// A kind of characters.
    pub enum CharacterType {
        /// A to Z.
        Uppercase = "uppercase",
        /// a to z.
        Lowercase = "lowercase",
        /// 0 to 9.
        Number = "number",
        /// Anything else.
        Special = "special",
    }
}

open_words! {
    /// How many kinds of characters there have to be.
    pub enum CharacterTypeRule {
        /// Each of those listed.
        All = "all",
        /// Any three of the four.
        ThreeOfFour = "three_of_four",
    }
}

open_words! {
    /// Whether a pattern is let through.
    pub enum Repetition {
        /// It is.
        Allow = "allow",
        /// It is refused.
        Block = "block",
    }
}

open_words! {
    /// What happens to a password that is too long.
    pub enum MaxLengthExceeded {
        /// It is cut, and what follows does not count.
        Truncate = "truncate",
        /// It is refused.
        Error = "error",
    }
}

open_words! {
    /// A list of common passwords.
    pub enum DictionaryDefault {
        /// The ten thousand most common English ones.
        En10k = "en_10k",
        /// The hundred thousand most common English ones.
        En100k = "en_100k",
    }
}
