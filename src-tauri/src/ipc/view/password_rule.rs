//! The rules for a new password, as the page draws them.

use account::password_policy::{CharacterKind, Judgement, LengthUnit, PasswordPolicy, Rule};
use serde::Serialize;
use specta::Type;

use crate::ipc::refusal::twin;

/// One rule for a new password, and whether the typed one keeps it.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct PasswordRuleView {
    rule: RuleView,
    /// Null before anything is typed.
    judgement: Option<JudgementView>,
}

/// One rule for a new password.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(
    tag = "rule",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
enum RuleView {
    MinLength {
        characters: u32,
    },
    /// In characters, or in bytes where the provider counts those.
    MaxLength {
        length: u32,
        in_bytes: bool,
    },
    /// So many of these kinds of characters.
    Characters {
        kinds: Vec<CharacterKindView>,
        needed: u32,
    },
    /// No `aaa`.
    NoIdentical,
    /// No `abc`.
    NoSequential,
    NoProfileData,
    NotEarlier {
        passwords: u32,
    },
    NotCommon,
}

twin! {
    /// A kind of characters.
    CharacterKindView of CharacterKind { Uppercase, Lowercase, Number, Special }
}

twin! {
    /// Whether a password keeps a rule.
    JudgementView of Judgement { Met, Broken, ByProvider }
}

impl PasswordRuleView {
    /// The rules, before anything is typed.
    pub(super) fn of(policy: &PasswordPolicy) -> Vec<Self> {
        policy
            .rules()
            .into_iter()
            .map(|rule| Self {
                rule: rule.into(),
                judgement: None,
            })
            .collect()
    }
}

impl From<(Rule, Judgement)> for PasswordRuleView {
    fn from((rule, judgement): (Rule, Judgement)) -> Self {
        Self {
            rule: rule.into(),
            judgement: Some(judgement.into()),
        }
    }
}

impl From<Rule> for RuleView {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::MinLength(characters) => Self::MinLength { characters },
            Rule::MaxLength(most) => Self::MaxLength {
                length: most.length,
                in_bytes: most.unit == LengthUnit::Bytes,
            },
            Rule::Characters { kinds, needed } => Self::Characters {
                kinds: kinds.into_iter().map(CharacterKindView::from).collect(),
                needed,
            },
            Rule::NoIdentical => Self::NoIdentical,
            Rule::NoSequential => Self::NoSequential,
            Rule::NoProfileData(_) => Self::NoProfileData,
            Rule::NotEarlier(passwords) => Self::NotEarlier { passwords },
            Rule::NotCommon => Self::NotCommon,
        }
    }
}
