//! A table of accounts: `p` password, `t` authenticator app, `s` text message, `m` e-mail code, `g` push, `c`
//! recovery codes, `k` synced passkey, `d` passkey of one device, `u` carried passkey, `x` unknown kind. A capital
//! letter is a first step by message, `!` before a letter makes it unfinished, `-` not removable.

use super::*;

/// What most tenants do: a mail resets the password, a passkey goes all the way.
pub(crate) const RESET: Facts = Facts {
    mailbox: Reach::FirstStep,
    has_unverified_email: false,
    other_account: Reach::Nowhere,
    passkey: Reach::Inside,
    message: Reach::FirstStep,
};
/// The same without a verified address.
pub(crate) const BARE: Facts = Facts {
    mailbox: Reach::Nowhere,
    ..RESET
};

pub(crate) fn factors(letters: &str) -> Vec<Factor> {
    let (mut is_confirmed, mut can_remove) = (true, true);
    let mut all = Vec::new();
    for letter in letters.chars() {
        match letter {
            '!' => is_confirmed = false,
            '-' => can_remove = false,
            _ => {
                let factor = factor(letter);
                all.push(Factor {
                    is_confirmed,
                    can_remove,
                    ..factor
                });
                (is_confirmed, can_remove) = (true, true);
            }
        }
    }
    all
}

fn factor(letter: char) -> Factor {
    let passkey = |is_synced, transport: &str| {
        FactorDetail::Passkey(PasskeyDetail {
            is_synced: Some(is_synced),
            transports: vec![transport.to_owned()],
            ..PasskeyDetail::default()
        })
    };
    let (kind, detail) = match letter {
        'p' => (
            FactorKind::Password,
            FactorDetail::Password { changed_secs: None },
        ),
        't' => (FactorKind::Totp, FactorDetail::None),
        's' | 'S' => (FactorKind::Phone, FactorDetail::None),
        'm' | 'M' => (FactorKind::Email, FactorDetail::None),
        'g' => (FactorKind::Push, FactorDetail::None),
        'c' => (FactorKind::RecoveryCode, FactorDetail::None),
        'k' => (FactorKind::Passkey, passkey(true, "internal")),
        'd' => (FactorKind::Passkey, passkey(false, "internal")),
        'u' => (FactorKind::Passkey, passkey(false, "usb")),
        'w' => (FactorKind::SecurityKey, passkey(false, "usb")),
        'x' => (FactorKind::Other("iris".to_owned()), FactorDetail::None),
        other => panic!("{other} is no factor"),
    };
    Factor {
        id: FactorId::new(letter.to_string()),
        kind,
        name: None,
        detail,
        created_secs: None,
        last_used_secs: None,
        is_primary: "pkduSM".contains(letter),
        is_secondary: "tsmgcwx".contains(letter),
        is_confirmed: true,
        can_rename: true,
        can_remove: true,
        removal_wants_code: false,
    }
}

/// `inside; first + second`, with `@` for the mailbox and `&` for the linked account; `-` where nothing opens it.
fn drawn(outlook: &Outlook) -> String {
    let letters = |steps: &[Step]| -> String {
        let letter = |step: &Step| match step {
            Step::Factor { id, .. } => id.as_str().to_owned(),
            Step::Mailbox => "@".to_owned(),
            Step::OtherAccount => "&".to_owned(),
        };
        steps.iter().map(letter).collect()
    };
    if !outlook.is_open() {
        return "-".to_owned();
    }
    match (
        letters(&outlook.inside),
        letters(&outlook.first),
        letters(&outlook.second),
    ) {
        (inside, first, second) if first.is_empty() || second.is_empty() => inside,
        (inside, first, second) => format!("{inside};{first}+{second}"),
    }
}

#[test]
fn what_remains_after_a_loss() {
    let social = Facts {
        other_account: Reach::FirstStep,
        ..BARE
    };
    let social_inside = Facts {
        other_account: Reach::Inside,
        ..BARE
    };
    let link = Facts {
        mailbox: Reach::Inside,
        ..BARE
    };
    let strict = Facts {
        passkey: Reach::FirstStep,
        ..BARE
    };
    let key = || Loss::Factor(FactorId::new("u".to_owned()));
    for (row, (letters, facts, loss, expected)) in [
        ("p", BARE, Loss::Password, "-"),
        ("p", RESET, Loss::Password, "@"),
        ("p", RESET, Loss::Mailbox, "p"),
        ("p", BARE, Loss::Phone, "p"),
        ("p", BARE, Loss::Computer, "p"),
        ("pt", BARE, Loss::Phone, "-"),
        ("pt", RESET, Loss::Phone, "-"),
        ("ptc", RESET, Loss::Phone, ";p@+c"),
        ("ptc", BARE, Loss::Paper, ";p+t"),
        ("ptc", BARE, Loss::Password, "-"),
        ("ptc", RESET, Loss::Password, ";@+tc"),
        ("ps", RESET, Loss::Phone, "-"),
        ("pg", RESET, Loss::Phone, "-"),
        ("pm", RESET, Loss::Phone, ";p@+m"),
        ("pm", RESET, Loss::Mailbox, "-"),
        ("ptm", RESET, Loss::Mailbox, ";p+t"),
        ("pts", RESET, Loss::Phone, "-"),
        ("ptw", RESET, Loss::Phone, ";p@+w"),
        ("ptk", RESET, Loss::Phone, "k"),
        ("ptd", RESET, Loss::Phone, "-"),
        ("ptd", RESET, Loss::Computer, ";p@+t"),
        ("ptu", RESET, Loss::Phone, "u"),
        ("u", BARE, key(), "-"),
        ("uk", BARE, key(), "k"),
        ("k", BARE, Loss::Computer, "k"),
        ("d", BARE, Loss::Computer, "-"),
        ("d", RESET, Loss::Computer, "@"),
        ("kt", strict, Loss::Phone, "-"),
        ("ktc", strict, Loss::Phone, ";k+c"),
        ("p", social, Loss::Password, "&"),
        ("pt", social, Loss::Phone, "-"),
        ("pt", social_inside, Loss::Phone, "&"),
        ("pt", link, Loss::Phone, "@"),
        ("S", BARE, Loss::Phone, "-"),
        ("SM", BARE, Loss::Phone, "M"),
        ("p!c", BARE, Loss::Password, "-"),
        ("pt!c", BARE, Loss::Phone, "-"),
        ("px", BARE, Loss::Phone, "-"),
        ("pc", BARE, Loss::Paper, "p"),
        ("", BARE, Loss::Phone, "-"),
    ]
    .into_iter()
    .enumerate()
    {
        let outlook = after_loss(&factors(letters), &facts, &loss);
        assert_eq!(drawn(&outlook), expected, "row {row}: {letters} {loss:?}");
    }
}

#[test]
fn what_may_be_removed_and_what_remains() {
    let only = |letter: char| {
        Removal::LeavesOnly(Step::Factor {
            id: FactorId::new(letter.to_string()),
            kind: factor(letter).kind,
        })
    };
    let strict = Facts {
        passkey: Reach::FirstStep,
        ..BARE
    };
    for (row, (letters, facts, id, expected, remains)) in [
        ("p", BARE, 'p', Removal::LastWayIn, "-"),
        ("p", RESET, 'p', Removal::LeavesOnly(Step::Mailbox), "@"),
        ("pk", BARE, 'p', only('k'), "k"),
        ("pk", BARE, 'k', only('p'), "p"),
        ("pk", RESET, 'k', Removal::Free, "p@"),
        ("pku", BARE, 'k', Removal::Free, "pu"),
        ("pt", BARE, 't', Removal::LastSecondFactor, "p"),
        ("pt", BARE, 'p', Removal::LastWayIn, "-"),
        ("ptc", BARE, 't', Removal::LastSecondFactor, "p"),
        ("ptc", BARE, 'c', only('t'), ";p+t"),
        ("pts", BARE, 't', only('s'), ";p+s"),
        ("ptsc", BARE, 't', Removal::Free, ";p+sc"),
        ("ptk", BARE, 't', Removal::LastSecondFactor, "pk"),
        ("kt", BARE, 't', Removal::Free, "k"),
        ("kt", strict, 't', Removal::LastSecondFactor, "k"),
        ("kt", BARE, 'k', Removal::LastWayIn, "-"),
        ("p!t", BARE, 't', Removal::Free, "p"),
        ("pt-s", BARE, 's', Removal::NotAllowed, ";p+t"),
        ("px", BARE, 'x', Removal::LastSecondFactor, "p"),
        ("pt", BARE, 'k', Removal::Unknown, ";p+t"),
        ("", BARE, 'p', Removal::Unknown, "-"),
        ("tc", BARE, 'c', Removal::Free, "-"),
    ]
    .into_iter()
    .enumerate()
    {
        let (factors, id) = (factors(letters), FactorId::new(id.to_string()));
        assert_eq!(
            removal(&factors, &facts, &id),
            expected,
            "row {row}: {letters} without {id:?}"
        );
        let outlook = after_removal(&factors, &facts, &id);
        assert_eq!(
            drawn(&outlook),
            remains,
            "row {row}: {letters} without {id:?}"
        );
    }
}

#[test]
fn only_losses_that_take_something_are_foretold() {
    let losses = |letters: &str, facts: &Facts| -> Vec<Loss> {
        forecasts(&factors(letters), facts)
            .into_iter()
            .map(|(loss, _)| loss)
            .collect()
    };
    assert_eq!(
        losses("ptc", &RESET),
        [Loss::Password, Loss::Phone, Loss::Mailbox, Loss::Paper]
    );
    assert_eq!(losses("k", &BARE), []);
    assert_eq!(losses("d", &BARE), [Loss::Phone, Loss::Computer]);
    assert_eq!(losses("", &BARE), []);
}
