//! A table of accounts in the letters of the forecast's tests.

use super::*;
use crate::forecast::{
    Reach,
    tests::{BARE, RESET, factors},
};

#[test]
fn every_level_follows_from_its_reasons() {
    let unverified = Facts {
        has_unverified_email: true,
        ..BARE
    };
    let strict = Facts {
        passkey: Reach::FirstStep,
        ..BARE
    };
    for (letters, facts, level, actions) in [
        ("", BARE, Level::Unknown, vec![]),
        ("x", BARE, Level::Unknown, vec![]),
        (
            "p",
            RESET,
            Level::Weak,
            vec![Action::AddSecondFactor, Action::AddPasskey],
        ),
        (
            "p",
            BARE,
            Level::Weak,
            vec![
                Action::AddSecondFactor,
                Action::AddPasskey,
                Action::AddPasskey,
            ],
        ),
        (
            "p",
            unverified,
            Level::Weak,
            vec![
                Action::AddSecondFactor,
                Action::VerifyEmail,
                Action::AddPasskey,
                Action::VerifyEmail,
            ],
        ),
        ("pk", RESET, Level::Weak, vec![Action::AddSecondFactor]),
        (
            "pc",
            RESET,
            Level::Weak,
            vec![Action::AddSecondFactor, Action::AddPasskey],
        ),
        (
            "S",
            RESET,
            Level::Fair,
            vec![Action::AddPasskey, Action::AddPasskey],
        ),
        (
            "psc",
            RESET,
            Level::Fair,
            vec![Action::AddAuthenticator, Action::AddPasskey],
        ),
        (
            "ps",
            RESET,
            Level::Fair,
            vec![
                Action::AddAuthenticator,
                Action::CreateRecoveryCode,
                Action::AddPasskey,
            ],
        ),
        (
            "pt",
            RESET,
            Level::Good,
            vec![Action::CreateRecoveryCode, Action::AddPasskey],
        ),
        ("ptc", RESET, Level::Good, vec![Action::AddPasskey]),
        ("ptck", RESET, Level::Strong, vec![]),
        ("ptw", RESET, Level::Strong, vec![]),
        ("ptd", RESET, Level::Good, vec![Action::CreateRecoveryCode]),
        ("ktc", strict, Level::Strong, vec![]),
        (
            "d",
            BARE,
            Level::Good,
            vec![Action::AddElsewhere, Action::AddElsewhere],
        ),
        ("k", BARE, Level::Strong, vec![]),
        (
            "k!t",
            BARE,
            Level::Strong,
            vec![Action::FinishOrDiscard(FactorId::new("t".to_owned()))],
        ),
    ] {
        let strength = strength(&factors(letters), &facts);
        let asked: Vec<Action> = strength
            .weaknesses
            .iter()
            .map(|(_, action)| action.clone())
            .collect();
        assert_eq!(
            (strength.level, asked),
            (level, actions),
            "{letters}: {:?}",
            strength.weaknesses
        );
    }
}

#[test]
fn merits_are_said_too() {
    let of = |letters: &str| strength(&factors(letters), &RESET).merits;
    assert_eq!(of("p"), [Merit::Mailbox, Merit::SurvivesEveryLoss]);
    assert_eq!(
        of("ptck"),
        [
            Merit::Passkey,
            Merit::SecondStep,
            Merit::RecoveryCode,
            Merit::Mailbox,
            Merit::SurvivesEveryLoss
        ]
    );
    assert_eq!(of("pt"), [Merit::SecondStep, Merit::Mailbox]);
}
