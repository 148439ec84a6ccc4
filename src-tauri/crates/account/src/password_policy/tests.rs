use super::*;

/// A policy as Auth0 sends it, with every rule on.
fn strict() -> PasswordPolicy {
    policy(serde_json::json!({
        "complexity": {
            "min_length": 12, "character_types": ["uppercase", "lowercase", "number"], "character_type_rule": "all",
            "identical_characters": "block", "sequential_characters": "block", "max_length_exceeded": "error",
        },
        "profile_data": {"active": true, "blocked_fields": ["email", "name", "nickname"]},
        "history": {"active": true, "size": 5},
        "dictionary": {"active": true, "default": "en_10k"},
    }))
}

fn policy(json: serde_json::Value) -> PasswordPolicy {
    serde_json::from_value::<auth0::PasswordPolicy>(json)
        .unwrap()
        .into()
}

const PROFILE: &[ProfileValue<'_>] = &[
    ProfileValue {
        field: "email",
        value: "Ada.Nakamura@example.com",
    },
    ProfileValue {
        field: "name",
        value: "Ada",
    },
    ProfileValue {
        field: "nickname",
        value: "",
    },
];

/// One letter per rule that is on: `+` met, `x` broken, `?` for the provider.
fn judged(policy: &PasswordPolicy, password: &str, profile: &[ProfileValue<'_>]) -> String {
    let letter = |(_, judgement): (Rule, Judgement)| match judgement {
        Judgement::Met => '+',
        Judgement::Broken => 'x',
        Judgement::ByProvider => '?',
    };
    policy
        .judge(&Password::new(password), profile)
        .into_iter()
        .map(letter)
        .collect()
}

#[test]
fn every_rule_is_judged_by_itself() {
    let policy = strict();
    for (password, expected) in [
        ("Sunny2Hillside", "++++++??"),
        ("", "x+x+++??"),
        ("Short1", "x+++++??"),
        ("sunny2hillside", "++x+++??"),
        ("Sunny Hillside", "++x+++??"),
        ("Sunny2Hilllside", "+++x++??"),
        ("Sunny2Abcside", "++++x+??"),
        ("Sunny2Cbaside", "++++x+??"),
        ("Sunny321Hillside", "++++x+??"),
        ("Sunny2ada.nakamura", "+++++x??"),
        ("ADA2Sunnyhill", "+++++x??"),
        ("Sünny2Hıllside", "++++++??"),
    ] {
        assert_eq!(judged(&policy, password, PROFILE), expected, "{password}");
    }
}

#[test]
fn a_length_is_counted_in_its_unit() {
    let policy = strict();
    let long = |times: usize| format!("Ab1{}", "é-".repeat(times));
    assert_eq!(&judged(&policy, &long(23), PROFILE)[1..2], "+", "72 bytes");
    assert_eq!(&judged(&policy, &long(24), PROFILE)[1..2], "x", "75 bytes");
    assert_eq!(
        judged(&PasswordPolicy::nhost(Some(9)), &"é".repeat(50), &[]),
        "++"
    );
    assert_eq!(
        judged(&PasswordPolicy::nhost(Some(9)), &"é".repeat(51), &[]),
        "+x"
    );
    assert_eq!(judged(&PasswordPolicy::nhost(None), "ab", &[]), "x+");
}

#[test]
fn profile_data_that_is_not_known_here_is_for_the_provider() {
    let policy = strict();
    assert_eq!(judged(&policy, "Sunny2Hillside", &PROFILE[..2]), "+++++???");
    assert_eq!(judged(&policy, "Sunny2Ada!Hill", &PROFILE[..2]), "+++++x??");
}

#[test]
fn three_of_four_are_any_three() {
    let policy = policy(serde_json::json!({
        "complexity": {
            "min_length": 1, "character_types": [], "character_type_rule": "three_of_four",
            "identical_characters": "allow", "sequential_characters": "allow", "max_length_exceeded": "truncate",
        },
        "profile_data": {"active": false, "blocked_fields": ["email"]},
        "history": {"active": false, "size": 5},
        "dictionary": {"active": false, "default": "en_100k"},
    }));
    assert_eq!(
        policy.rules().len(),
        3,
        "what is off is not drawn: {policy:?}"
    );
    assert_eq!(policy.max_length.unwrap().excess, Excess::Ignored);
    for (password, expected) in [
        ("aA1", "+++"),
        ("aA!", "+++"),
        ("a1 ", "+++"),
        ("aaa", "++x"),
        ("aaA", "++x"),
    ] {
        assert_eq!(judged(&policy, password, &[]), expected, "{password}");
    }
}

#[test]
fn words_that_nobody_knows_draw_nothing() {
    let policy = policy(serde_json::json!({
        "complexity": {
            "min_length": 8, "character_types": ["uppercase", "emoji"], "character_type_rule": "at_least_two",
            "identical_characters": "warn", "sequential_characters": "warn", "max_length_exceeded": "hash",
        },
        "profile_data": {"active": false}, "history": {"active": false, "size": 0},
        "dictionary": {"active": false, "default": "de_10k"},
    }));
    assert_eq!(policy.rules(), [Rule::MinLength(8)]);
}
