//! What is wrong with a new password, as the older endpoints say it.

use protocol::display_text::DisplayText;
use serde_json::{Map, Value};

use protocol::{open_words, word};

use crate::sentence::sentence;

/// Bounds a list of rules; the strictest policy of the vendor has five.
const MOST_RULES: usize = 16;

/// A rule has parts, and those have none.
const DEEPEST: u32 = 2;

/// What is wrong with a new password
/// ([password strength](https://auth0.com/docs/authenticate/database-connections/password-strength)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordRefusal {
    /// Which part of the policy it breaks.
    pub name: PasswordRefusalName,
    /// The rules on its strength; empty when the vendor gives a sentence only.
    pub rules: Vec<PasswordRule>,
    /// The whole policy as text, one rule a line.
    pub policy: Option<DisplayText>,
}

/// A rule on the strength of passwords.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordRule {
    /// The vendor's word for it, such as `lengthAtLeast`.
    pub code: String,
    /// The vendor's sentence, its numbers filled in.
    pub message: DisplayText,
    /// Whether the password keeps it.
    pub is_verified: bool,
    /// Its parts, where it counts how many of them are kept.
    pub items: Vec<PasswordRule>,
}

open_words! {
    /// Which part of the policy a password breaks.
    pub enum PasswordRefusalName {
        /// It is too short or too plain.
        Strength = "PasswordStrengthError",
        /// It was used before.
        History = "PasswordHistoryError",
        /// It is too common.
        Dictionary = "PasswordDictionaryError",
        /// It holds what the profile holds.
        NoUserInfo = "PasswordNoUserInfoError",
    }
}

impl PasswordRefusal {
    pub(super) fn read(body: &Map<String, Value>) -> Option<Self> {
        let name = body.get("name")?.as_str()?;
        let policy = body.get("policy").and_then(Value::as_str);
        let description = body.get("description");

        Some(Self {
            name: PasswordRefusalName::from_wire(name),
            rules: description
                .map(|it| rules(it.get("rules"), DEEPEST))
                .unwrap_or_default(),
            policy: policy.map(lines),
        })
    }
}

fn rules(list: Option<&Value>, depth: u32) -> Vec<PasswordRule> {
    let Some(depth) = depth.checked_sub(1) else {
        return Vec::new();
    };
    let items = list.and_then(Value::as_array).into_iter().flatten();
    let read = |rule: &Value| {
        let message = rule.get("message")?.as_str()?;

        Some(PasswordRule {
            code: word::clean(rule.get("code")?.as_str()?),
            message: sentence(&filled(message, rule.get("format"))),
            is_verified: rule.get("verified")?.as_bool()?,
            items: rules(rule.get("items"), depth),
        })
    };

    items.take(MOST_RULES).filter_map(read).collect()
}

/// Puts the numbers in their places: `At least %d characters`.
fn filled(message: &str, numbers: Option<&Value>) -> String {
    let numbers = numbers.and_then(Value::as_array).into_iter().flatten();
    let numbers = numbers.filter_map(Value::as_u64);

    numbers.fold(message.to_owned(), |text, number| {
        text.replacen("%d", &number.to_string(), 1)
    })
}

/// A cleaned text has no line breaks, so its lines are joined by semicolons.
fn lines(text: &str) -> DisplayText {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim().trim_start_matches("* "))
        .filter(|line| !line.is_empty())
        .collect();

    sentence(&lines.join("; "))
}
