//! New passwords: what the policy says about them, and those that came before.

use std::collections::HashMap;

use super::User;
use crate::settings::PasswordPolicy;
use crate::store::Store;

/// Beyond this many bytes a password would be cut off.
const MOST_BYTES: usize = 72;

/// Part of the list everybody's passwords are on.
const WELL_KNOWN: [&str; 24] = [
    "password",
    "password1",
    "password123",
    "passw0rd",
    "p@ssw0rd",
    "123456",
    "12345678",
    "123456789",
    "1234567890",
    "qwerty",
    "qwerty123",
    "qwertyuiop",
    "iloveyou",
    "letmein",
    "welcome",
    "welcome1",
    "welcome123",
    "admin123",
    "monkey123",
    "dragon123",
    "sunshine",
    "football1",
    "trustno1",
    "changeme1",
];

/// The smallest piece of a profile that is looked for in a password.
const SHORTEST_PIECE: usize = 3;

/// Passwords from before, newest last, with the time of the last change.
#[derive(Debug, Default)]
pub(crate) struct Passwords(HashMap<String, Earlier>);

#[derive(Debug, Default)]
struct Earlier {
    passwords: Vec<String>,
    changed_at: Option<String>,
}

/// What is wrong with a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weakness {
    TooWeak,
    TooLong,
    UsedBefore,
    WellKnown,
    SaysWhoYouAre,
}

impl Passwords {
    pub(crate) fn changed_at(&self, user_id: &str) -> Option<String> {
        self.0
            .get(user_id)
            .and_then(|earlier| earlier.changed_at.clone())
    }
}

impl Weakness {
    /// The name the Authentication API gives it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::TooWeak | Self::TooLong => "PasswordStrengthError",
            Self::UsedBefore => "PasswordHistoryError",
            Self::WellKnown => "PasswordDictionaryError",
            Self::SaysWhoYouAre => "PasswordNoUserInfoError",
        }
    }

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::TooWeak => "Password is too weak",
            Self::TooLong => "Password is too long",
            Self::UsedBefore => "Password has previously been used",
            Self::WellKnown => "Password is too common",
            Self::SaysWhoYouAre => "Password contains user information",
        }
    }
}

/// Replaces a person's password and remembers the old one.
pub(crate) fn change(store: &mut Store, user_id: &str, password: &str) {
    let changed_at = store.now().to_rfc3339(3);
    let Some(user) = store.auth0.user_mut(user_id) else {
        return;
    };
    let old = std::mem::replace(&mut user.password, password.to_owned());
    let earlier = store
        .auth0
        .passwords
        .0
        .entry(user_id.to_owned())
        .or_default();
    earlier.passwords.push(old);
    earlier.changed_at = Some(changed_at);
}

/// Holds a new password against the policy.
pub(crate) fn check(store: &Store, user: &User, password: &str) -> Result<(), Weakness> {
    let policy = &store.settings.auth0.my_account_api.password_policy;
    check_complexity(policy, password)?;
    let lower = password.to_lowercase();
    if policy.dictionary.active && WELL_KNOWN.contains(&lower.as_str()) {
        return Err(Weakness::WellKnown);
    }
    if policy.profile_data.active && says_who(policy, user, &lower) {
        return Err(Weakness::SaysWhoYouAre);
    }
    let earlier = store.auth0.passwords.0.get(&user.user_id);
    let earlier = earlier
        .map(|earlier| earlier.passwords.as_slice())
        .unwrap_or_default();
    let mut remembered = std::iter::once(&user.password).chain(earlier.iter().rev());
    let used = policy.history.active
        && remembered
            .by_ref()
            .take(policy.history.size.max(1))
            .any(|old| old == password);
    if used {
        Err(Weakness::UsedBefore)
    } else {
        Ok(())
    }
}

/// Holds the password somebody signs up with against the policy.
pub(crate) fn check_first(store: &Store, user: &User) -> Result<(), Weakness> {
    // An empty password stands for nobody's, so that the history has nothing to compare with.
    let stranger = User {
        password: String::new(),
        ..user.clone()
    };
    check(store, &stranger, &user.password)
}

fn check_complexity(policy: &PasswordPolicy, password: &str) -> Result<(), Weakness> {
    let rules = &policy.complexity;
    if password.len() > MOST_BYTES && rules.max_length_exceeded == "error" {
        return Err(Weakness::TooLong);
    }
    let has = |kind: &str| {
        password.chars().any(|c| match kind {
            "uppercase" => c.is_ascii_uppercase(),
            "lowercase" => c.is_ascii_lowercase(),
            "number" => c.is_ascii_digit(),
            _ => !c.is_ascii_alphanumeric(),
        })
    };
    let present = rules
        .character_types
        .iter()
        .filter(|kind| has(kind))
        .count();
    let needed = match rules.character_type_rule.as_str() {
        "three_of_four" => rules.character_types.len().min(3),
        _ => rules.character_types.len(),
    };
    let characters: Vec<u32> = password.chars().map(u32::from).collect();
    let run = |step: u32| {
        characters.windows(3).any(|three| {
            three[0].wrapping_add(step) == three[1] && three[1].wrapping_add(step) == three[2]
        })
    };
    let identical = rules.identical_characters == "block" && run(0);
    let sequential = rules.sequential_characters == "block" && (run(1) || run(u32::MAX));
    if characters.len() < rules.min_length || present < needed || identical || sequential {
        return Err(Weakness::TooWeak);
    }
    Ok(())
}

fn says_who(policy: &PasswordPolicy, user: &User, lower: &str) -> bool {
    policy.profile_data.blocked_fields.iter().any(|field| {
        let value = match field.as_str() {
            "email" => user.email.split('@').next(),
            "name" => Some(user.name.as_str()),
            "given_name" => user.given_name.as_deref(),
            "family_name" => user.family_name.as_deref(),
            "nickname" => Some(user.nickname.as_str()),
            "username" => user.username.as_deref(),
            _ => None,
        };
        value.is_some_and(|value| {
            value
                .to_lowercase()
                .split([' ', '.', '@'])
                .any(|piece| piece.len() >= SHORTEST_PIECE && lower.contains(piece))
        })
    })
}
