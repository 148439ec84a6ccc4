//! What a new password has to be like, and how much of that can be told while it is typed.
//!
//! The provider has the last word: what is judged here only spares a person a refusal.

use std::collections::BTreeSet;

use auth0::my_account as auth0;
use protocol::secret::{Password, Secret as _};

/// A provider's rules for a new password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// The smallest number of characters.
    pub min_length: u32,
    /// The largest length, and what happens beyond it.
    pub max_length: Option<MaxLength>,
    /// The kinds of characters that count, without repetition.
    pub character_kinds: Vec<CharacterKind>,
    /// How many of those kinds there have to be; 0 asks for none.
    pub kinds_needed: u32,
    /// More than two identical characters in a row (`aaa`) are refused.
    pub refuses_identical: bool,
    /// Three characters in order (`abc`, `321`) are refused.
    pub refuses_sequential: bool,
    /// The members of the profile whose values it may not hold, in the provider's words.
    pub refused_profile_fields: Vec<String>,
    /// How many earlier passwords are refused; 0 refuses none.
    pub history_size: u32,
    /// A list of common passwords is refused.
    pub refuses_common: bool,
}

/// The largest length of a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaxLength {
    /// How much.
    pub length: u32,
    /// Of what.
    pub unit: LengthUnit,
    /// What happens to more.
    pub excess: Excess,
}

/// What a length counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LengthUnit {
    /// Characters (Unicode scalar values).
    Characters,
    /// Bytes of UTF-8.
    Bytes,
}

/// What happens to the part of a password that is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    /// The password is refused.
    Refused,
    /// It is cut off in silence and protects nothing: to be warned about.
    Ignored,
}

/// A kind of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CharacterKind {
    /// A to Z.
    Uppercase,
    /// a to z.
    Lowercase,
    /// 0 to 9.
    Number,
    /// Anything else.
    Special,
}

/// One rule of a policy, to draw as a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// At least so many characters.
    MinLength(u32),
    /// Not longer than this.
    MaxLength(MaxLength),
    /// So many of these kinds of characters.
    Characters {
        /// The kinds that count.
        kinds: Vec<CharacterKind>,
        /// How many of them there have to be.
        needed: u32,
    },
    /// No `aaa`.
    NoIdentical,
    /// No `abc`.
    NoSequential,
    /// Nothing of the profile: the fields, in the provider's words.
    NoProfileData(Vec<String>),
    /// None of so many earlier passwords.
    NotEarlier(u32),
    /// None of a list of common passwords.
    NotCommon,
}

/// What can be said about a rule while a password is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// The password keeps it.
    Met,
    /// The password breaks it.
    Broken,
    /// Only the provider can tell.
    ByProvider,
}

/// A member of the profile with what it holds, for the rule about profile data.
#[derive(Clone, Copy, Debug)]
pub struct ProfileValue<'a> {
    /// The provider's word for it.
    pub field: &'a str,
    /// What it holds.
    pub value: &'a str,
}

/// As many identical or sequential characters in a row are refused.
const ROW: usize = 3;
/// Shorter values, such as initials, are in any password by accident.
const PROFILE_VALUE_CHARACTERS: usize = 3;

impl PasswordPolicy {
    /// Nhost's schema takes 3 to 50 characters; a project may ask for more, which shows only when it refuses.
    pub fn nhost(min_length: Option<u32>) -> Self {
        Self {
            min_length: min_length.unwrap_or(3),
            max_length: Some(MaxLength {
                length: 50,
                unit: LengthUnit::Characters,
                excess: Excess::Refused,
            }),
            character_kinds: Vec::new(),
            kinds_needed: 0,
            refuses_identical: false,
            refuses_sequential: false,
            refused_profile_fields: Vec::new(),
            history_size: 0,
            refuses_common: false,
        }
    }

    /// The rules that are on, in the order in which they are drawn.
    pub fn rules(&self) -> Vec<Rule> {
        let characters = Rule::Characters {
            kinds: self.character_kinds.clone(),
            needed: self.kinds_needed,
        };
        let profile = Rule::NoProfileData(self.refused_profile_fields.clone());

        [
            (self.min_length > 0).then_some(Rule::MinLength(self.min_length)),
            self.max_length.map(Rule::MaxLength),
            (self.kinds_needed > 0).then_some(characters),
            self.refuses_identical.then_some(Rule::NoIdentical),
            self.refuses_sequential.then_some(Rule::NoSequential),
            (!self.refused_profile_fields.is_empty()).then_some(profile),
            (self.history_size > 0).then_some(Rule::NotEarlier(self.history_size)),
            self.refuses_common.then_some(Rule::NotCommon),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Says of every rule whether a password keeps it. A profile field whose value is not known here is for the
    /// provider to look at.
    pub fn judge(
        &self,
        password: &Password,
        profile: &[ProfileValue<'_>],
    ) -> Vec<(Rule, Judgement)> {
        let password = password.expose();

        self.rules()
            .into_iter()
            .map(|rule| {
                let judgement = rule.judge(password, profile);
                (rule, judgement)
            })
            .collect()
    }
}

impl Rule {
    fn judge(&self, password: &str, profile: &[ProfileValue<'_>]) -> Judgement {
        match self {
            Self::MinLength(length) => met(characters(password) >= *length),
            Self::MaxLength(most) => met(most.unit.of(password) <= most.length),
            Self::Characters { kinds, needed } => {
                let there: BTreeSet<_> = password.chars().map(CharacterKind::of).collect();
                let counted = kinds.iter().filter(|kind| there.contains(kind)).count();
                met(u32::try_from(counted).is_ok_and(|counted| counted >= *needed))
            }
            Self::NoIdentical => met(!has_row(password, &[0])),
            Self::NoSequential => met(!has_row(password, &[1, -1])),
            Self::NoProfileData(fields) => without_profile(password, fields, profile),
            Self::NotEarlier(_) | Self::NotCommon => Judgement::ByProvider,
        }
    }
}

impl LengthUnit {
    fn of(self, password: &str) -> u32 {
        match self {
            Self::Characters => characters(password),
            Self::Bytes => u32::try_from(password.len()).unwrap_or(u32::MAX),
        }
    }
}

impl CharacterKind {
    fn of(character: char) -> Self {
        if character.is_ascii_uppercase() {
            Self::Uppercase
        } else if character.is_ascii_lowercase() {
            Self::Lowercase
        } else if character.is_ascii_digit() {
            Self::Number
        } else {
            Self::Special
        }
    }
}

fn met(is_met: bool) -> Judgement {
    if is_met {
        Judgement::Met
    } else {
        Judgement::Broken
    }
}

fn characters(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// Whether three characters in a row each lie one of these steps after the one before: 0 for the same one, 1 and
/// -1 for letters or digits in order, whatever their case.
fn has_row(password: &str, steps: &[i64]) -> bool {
    let characters: Vec<char> = password.chars().collect();
    let step = |a: char, b: char| -> Option<i64> {
        if a == b {
            return Some(0);
        }
        let is_ordered = (a.is_ascii_digit() && b.is_ascii_digit())
            || (a.is_ascii_alphabetic() && b.is_ascii_alphabetic());
        let number = |letter: char| i64::from(u32::from(letter.to_ascii_lowercase()));
        is_ordered.then(|| number(b) - number(a))
    };

    characters.windows(ROW).any(|row| {
        steps.iter().any(|wanted| {
            row.windows(2)
                .all(|pair| step(pair[0], pair[1]) == Some(*wanted))
        })
    })
}

/// A value counts as held whatever its case; of an e-mail address also the part before the `@`.
fn without_profile(password: &str, fields: &[String], profile: &[ProfileValue<'_>]) -> Judgement {
    let password = password.to_lowercase();
    let is_held = |value: &str| {
        let value = value.trim().to_lowercase();
        let local = value.split('@').next().unwrap_or_default();
        [value.as_str(), local]
            .iter()
            .any(|part| part.chars().count() >= PROFILE_VALUE_CHARACTERS && password.contains(part))
    };
    let known = |field: &String| profile.iter().find(|value| value.field == field.as_str());

    if fields
        .iter()
        .filter_map(known)
        .any(|known| is_held(known.value))
    {
        Judgement::Broken
    } else if fields.iter().all(|field| known(field).is_some()) {
        Judgement::Met
    } else {
        Judgement::ByProvider
    }
}

impl From<auth0::PasswordPolicy> for PasswordPolicy {
    /// bcrypt looks at 72 bytes; that is where Auth0 cuts or refuses. A rule in a word that is not known here is
    /// not drawn, because nothing true could be said about it.
    fn from(policy: auth0::PasswordPolicy) -> Self {
        const BCRYPT_BYTES: u32 = 72;
        let complexity = policy.complexity;
        let kinds: BTreeSet<CharacterKind> = complexity
            .character_types
            .iter()
            .filter_map(kind_of)
            .collect();
        let all = u32::try_from(kinds.len()).unwrap_or_default();
        let (character_kinds, kinds_needed) = match complexity.character_type_rule {
            auth0::CharacterTypeRule::All => (kinds.into_iter().collect(), all),
            auth0::CharacterTypeRule::ThreeOfFour => (ALL_KINDS.to_vec(), 3),
            auth0::CharacterTypeRule::Other(_) => (Vec::new(), 0),
        };
        let excess = match complexity.max_length_exceeded {
            auth0::MaxLengthExceeded::Truncate => Some(Excess::Ignored),
            auth0::MaxLengthExceeded::Error => Some(Excess::Refused),
            auth0::MaxLengthExceeded::Other(_) => None,
        };
        let profile = policy.profile_data;

        Self {
            min_length: complexity.min_length,
            max_length: excess.map(|excess| MaxLength {
                length: BCRYPT_BYTES,
                unit: LengthUnit::Bytes,
                excess,
            }),
            character_kinds,
            kinds_needed,
            refuses_identical: complexity.identical_characters == auth0::Repetition::Block,
            refuses_sequential: complexity.sequential_characters == auth0::Repetition::Block,
            refused_profile_fields: if profile.is_active {
                profile.blocked_fields
            } else {
                Vec::new()
            },
            history_size: if policy.history.is_active {
                policy.history.size
            } else {
                0
            },
            refuses_common: policy.dictionary.is_active,
        }
    }
}

const ALL_KINDS: [CharacterKind; 4] = [
    CharacterKind::Uppercase,
    CharacterKind::Lowercase,
    CharacterKind::Number,
    CharacterKind::Special,
];

fn kind_of(kind: &auth0::CharacterType) -> Option<CharacterKind> {
    match kind {
        auth0::CharacterType::Uppercase => Some(CharacterKind::Uppercase),
        auth0::CharacterType::Lowercase => Some(CharacterKind::Lowercase),
        auth0::CharacterType::Number => Some(CharacterKind::Number),
        auth0::CharacterType::Special => Some(CharacterKind::Special),
        auth0::CharacterType::Other(_) => None,
    }
}

#[cfg(test)]
mod tests;
