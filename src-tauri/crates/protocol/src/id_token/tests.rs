use std::time::UNIX_EPOCH;

use serde_json::{Value, json};

use self::signer::{Signer, encoded, key_set, signed};
use super::*;

mod signer;

const ISSUER: &str = "https://a.example/";
const CLIENT: &str = "client-1";
const NOW: u64 = 1_800_000_000;
const ACCESS_TOKEN: &str = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
const ALL: &[Algorithm] = &[Algorithm::Rs256, Algorithm::Ps256, Algorithm::Es256];
const RS256: &[Algorithm] = &[Algorithm::Rs256];

#[test]
fn a_sound_token_is_taken() {
    let claims = check(&claims()).unwrap();

    assert_eq!(
        (claims.subject.as_str(), claims.issuer.as_str()),
        ("person|1", ISSUER),
        "ID01"
    );
    assert_eq!(claims.issued_at, at(NOW));
    assert_eq!(claims.expires_at, at(NOW + 36_000));
    assert_eq!(claims.auth_time, Some(at(NOW - 10)));
    assert_eq!(claims.text("email"), Some("a@b.example"));
    assert!(
        claims.has_method("mfa") && !claims.has_method("sms"),
        "ID48"
    );
    assert!(claims.has_class("high") && !claims.has_class("low"), "ID48");
    assert_eq!(format!("{claims:?}"), "Claims(..)");
}

#[test]
fn what_may_differ_may_differ() {
    for (row, claims) in [
        ("ID11", with("aud", json!([CLIENT]))),
        ("ID13", with("azp", json!(CLIENT))),
        ("ID15", with("iat", json!(NOW - 600))),
        ("ID16", with("iat", json!(NOW + 60))),
        ("ID19", with("exp", json!(NOW - 30))),
        ("ID19", with("exp", json!(NOW - 60))),
        ("ID21", with("exp", json!(253_402_300_799_u64))),
        ("ID22", with("nbf", json!(NOW + 30))),
        ("ID22", with("nbf", json!(NOW + 60))),
        ("ID41", with("at_hash", json!(null))),
        ("ID48", with("auth_time", json!(NOW - 3660))),
        ("ID48", with("auth_time", json!(NOW + 60))),
        (
            "ID52",
            with("name", json!("<img src=x onerror=alert(1)>\u{202E}")),
        ),
    ] {
        assert!(check(&claims).is_ok(), "{row} {:?}", check(&claims));
    }
}

#[test]
fn a_claim_that_breaks_a_rule_is_named() {
    use IdTokenError as E;
    let cases: Vec<(&str, Value, IdTokenError)> = vec![
        ("ID02", with("iss", json!("https://b.example/")), E::Issuer),
        ("ID03", with("iss", json!("https://a.example")), E::Issuer),
        ("ID03", with("iss", json!("https://A.example/")), E::Issuer),
        ("ID04", without("iss"), E::Issuer),
        ("ID05", without("sub"), E::Shape),
        ("ID06", with("sub", json!("")), E::Subject),
        ("ID07", with("sub", json!("a".repeat(256))), E::Subject),
        ("ID07", with("sub", json!("pérson")), E::Subject),
        ("ID08", with("aud", json!("client-2")), E::Audience),
        ("ID09", without("aud"), E::Shape),
        ("ID10", with("aud", json!([])), E::Audience),
        (
            "ID12",
            with("aud", json!([CLIENT, "client-2"])),
            E::Audience,
        ),
        (
            "ID12",
            with("aud", json!(["client-2", CLIENT])),
            E::Audience,
        ),
        ("ID12", with("aud", json!([CLIENT, 7])), E::Shape),
        ("ID13", with("azp", json!("client-2")), E::AuthorizedParty),
        ("ID14", without("iat"), E::Shape),
        ("ID15", with("iat", json!(NOW - 601)), E::IssuedAt),
        ("ID15", with("iat", json!(NOW - 315_360_000)), E::IssuedAt),
        ("ID16", with("iat", json!(NOW + 61)), E::IssuedAt),
        ("ID16", with("iat", json!(NOW + 315_360_000)), E::IssuedAt),
        ("ID17", without("exp"), E::Shape),
        ("ID18", with("exp", json!(NOW - 360)), E::Expired),
        ("ID18", with("exp", json!(NOW - 61)), E::Expired),
        ("ID18", with("exp", json!(0)), E::Expired),
        ("ID20", with("exp", json!(1e300)), E::Shape),
        ("ID20", with("exp", json!(-1)), E::Shape),
        ("ID20", with("exp", json!("1800000000")), E::Shape),
        ("ID20", with("exp", json!(1_800_000_000.5)), E::Shape),
        ("ID20", with("exp", json!(null)), E::Shape),
        ("ID20", with("exp", json!(u64::MAX)), E::Shape),
        ("ID22", with("nbf", json!(NOW + 86_400)), E::NotBefore),
        ("ID23", with("nbf", json!("1")), E::Shape),
        ("ID24", with("nonce", json!("other")), E::Nonce),
        ("ID25", without("nonce"), E::Nonce),
        (
            "ID26",
            with("nonce", json!(Nonce::from_random([9; 32]).expose())),
            E::Nonce,
        ),
        (
            "ID41",
            with("at_hash", json!("77QmUPtjPfzWtF2AnpK9RA")),
            E::AccessTokenHash,
        ),
        ("ID48", with("auth_time", json!(NOW - 3661)), E::AuthTime),
        ("ID48", with("auth_time", json!(NOW + 61)), E::AuthTime),
        ("ID48", with("auth_time", json!("now")), E::Shape),
        ("ID49", without("auth_time"), E::AuthTime),
        ("ID50", with("sub", json!("person|2")), E::SubjectChanged),
        ("ID53", without("org_id"), E::Organization),
        ("ID53", with("org_id", json!("org_2")), E::Organization),
        ("ID53", with("org_id", json!(["org_1"])), E::Shape),
    ];

    for (row, claims, expected) in cases {
        assert_eq!(check(&claims).map(|_| ()), Err(expected), "{row} {claims}");
    }
}

/// A caller may forgive a time, because clocks differ: what else is wrong with the token must not hide behind it.
#[test]
fn a_rule_about_times_is_named_only_when_no_other_is_broken() {
    use IdTokenError as E;
    for (member, value, expected) in [
        ("iss", json!("https://b.example/"), E::Issuer),
        ("sub", json!("person|2"), E::SubjectChanged),
        ("aud", json!("client-2"), E::Audience),
        ("nonce", json!("other"), E::Nonce),
    ] {
        let mut claims = with(member, value);
        claims["exp"] = json!(NOW - 3600);
        assert_eq!(check(&claims).map(|_| ()), Err(expected), "RF12 {member}");
    }
}

#[test]
fn an_organization_is_compared_by_name_in_lower_case() {
    let nonce = Nonce::from_random([7; 32]);
    let expected = Expected {
        organization: Some("Acme"),
        ..expected(&nonce, ALL)
    };
    for (claims, result) in [
        (with("org_name", json!("acme")), Ok(())),
        (
            with("org_name", json!("acme-2")),
            Err(IdTokenError::Organization),
        ),
        (claims(), Err(IdTokenError::Organization)),
    ] {
        let token = signed(&Signer::RsaA, header("RS256"), &claims);
        assert_eq!(
            verify(&token, &key_set(), &expected, at(NOW)).map(|_| ()),
            result,
            "ID53"
        );
    }
}

#[test]
fn after_a_refresh_neither_nonce_nor_age_is_asked_for() {
    let mut claims = claims();
    for member in ["nonce", "auth_time", "at_hash", "org_id"] {
        claims.as_object_mut().unwrap().remove(member);
    }
    let token = signed(&Signer::RsaA, header("RS256"), &claims);
    let expected = Expected::new(ISSUER, CLIENT, RS256);

    assert!(verify(&token, &key_set(), &expected, at(NOW)).is_ok());
}

#[test]
fn each_algorithm_is_verified_with_its_own_kind_of_key() {
    for (row, signer, header, expected) in [
        ("ID01", Signer::RsaA, header("RS256"), Ok(())),
        ("ID01", Signer::RsaAPss, header("PS256"), Ok(())),
        (
            "ID01",
            Signer::P256,
            json!({"alg": "ES256", "kid": "p256"}),
            Ok(()),
        ),
        (
            "ID31",
            Signer::RsaB,
            header("RS256"),
            Err(IdTokenError::Signature),
        ),
        (
            "ID30",
            Signer::RsaA,
            header("PS256"),
            Err(IdTokenError::Signature),
        ),
        (
            "ID32",
            Signer::RsaA,
            json!({"alg": "ES256", "kid": "p256"}),
            Err(IdTokenError::Signature),
        ),
        (
            "ID30",
            Signer::P256,
            json!({"alg": "RS256", "kid": "p256"}),
            Err(IdTokenError::NoKey),
        ),
    ] {
        let token = signed(&signer, header.clone(), &claims());
        assert_eq!(verify_all(&token).map(|_| ()), expected, "{row} {header}");
    }
}

#[test]
fn a_header_that_breaks_a_rule_is_named() {
    use IdTokenError as E;
    let alg = |name: &str| json!({"alg": name, "kid": "a"});
    let more = |member: &str, value: Value| {
        let mut header = header("RS256");
        header[member] = value;
        header
    };
    let long = "x".repeat(8 * 1024);
    let cases: Vec<(&str, Value, Result<(), IdTokenError>)> = vec![
        ("ID27", alg("none"), Err(E::Algorithm)),
        ("ID28", alg("NoNe"), Err(E::Algorithm)),
        ("ID28", alg("none "), Err(E::Algorithm)),
        ("ID28", alg("rs256"), Err(E::Algorithm)),
        ("ID28", alg(""), Err(E::Algorithm)),
        ("ID28", json!({"kid": "a"}), Err(E::Malformed)),
        ("ID29", alg("HS256"), Err(E::Algorithm)),
        ("ID30", alg("RS512"), Err(E::Algorithm)),
        ("ID30", alg("ES256"), Err(E::Algorithm)),
        ("ID30", alg("PS256"), Err(E::Algorithm)),
        ("ID35", json!({"alg": "RS256"}), Err(E::AmbiguousKey)),
        ("ID36", more("kid", json!("unknown")), Err(E::NoKey)),
        ("ID37", more("kid", json!("../../x")), Err(E::NoKey)),
        ("ID37", more("kid", json!("' OR 1=1 --")), Err(E::NoKey)),
        ("ID37", more("kid", json!(long)), Err(E::NoKey)),
        ("ID37", more("kid", json!(7)), Err(E::Malformed)),
        ("ID38", more("jwk", signer::public_b()), Ok(())),
        (
            "ID38",
            more("jku", json!("https://evil.example/jwks")),
            Ok(()),
        ),
        (
            "ID38",
            more("x5u", json!("https://evil.example/x5u")),
            Ok(()),
        ),
        ("ID38", more("x5c", json!(["MIIB"])), Ok(())),
        ("ID39", more("crit", json!(["exp"])), Err(E::Critical)),
        ("ID39", more("crit", json!([])), Err(E::Critical)),
        ("ID39", more("b64", json!(false)), Err(E::Critical)),
        ("ID40", more("typ", json!("at+jwt")), Err(E::Type)),
        ("ID40", more("typ", json!("logout+jwt")), Err(E::Type)),
        ("ID40", more("typ", json!("dpop+jwt")), Err(E::Type)),
        ("ID40", more("typ", json!("jwt")), Ok(())),
        (
            "ID42",
            more("typ", json!("application/at+jwt")),
            Err(E::Type),
        ),
    ];
    let nonce = Nonce::from_random([7; 32]);

    for (row, header, expected_result) in cases {
        let token = signed(&Signer::RsaA, header.clone(), &claims());
        let result = verify(&token, &key_set(), &expected(&nonce, RS256), at(NOW));
        assert_eq!(result.map(|_| ()), expected_result, "{row}");
    }
}

#[test]
fn a_key_that_a_token_brings_along_is_not_used() {
    let header = json!({"alg": "RS256", "kid": "a", "jwk": signer::public_b()});
    let token = signed(&Signer::RsaB, header, &claims());

    assert_eq!(
        verify_all(&token).map(|_| ()),
        Err(IdTokenError::Signature),
        "ID38"
    );
}

#[test]
fn a_token_without_a_key_name_fits_the_one_key() {
    let token = signed(&Signer::P256, json!({"alg": "ES256"}), &claims());

    assert!(verify_all(&token).is_ok(), "ID34");
}

#[test]
fn a_changed_token_does_not_verify() {
    let token = signed(&Signer::RsaA, header("RS256"), &claims());
    let [head, payload, signature] = parts(&token);
    let other = encoded(with("sub", json!("person|2")).to_string().as_bytes());
    let mut flipped = URL_SAFE_NO_PAD.decode(&signature).unwrap();
    flipped[100] ^= 1;
    let flipped = encoded(&flipped);
    for (row, text) in [
        ("ID27", format!("{head}.{payload}.")),
        ("ID31", format!("{head}.{payload}.{flipped}")),
        ("ID33", format!("{head}.{other}.{signature}")),
    ] {
        let result = verify_all(&IdToken::new(text)).map(|_| ());
        assert_eq!(result, Err(IdTokenError::Signature), "{row}");
    }
}

#[test]
fn a_token_of_another_form_is_not_decoded() {
    use IdTokenError as E;
    let token = signed(&Signer::RsaA, header("RS256"), &claims());
    let [head, payload, signature] = parts(&token);
    for (row, text, expected) in [
        (
            "ID44",
            format!("{head}.{payload}.{signature}.{head}.{payload}"),
            E::Malformed,
        ),
        ("ID45", format!("{head}.{payload}"), E::Malformed),
        (
            "ID45",
            format!("{head}.{payload}.{signature}.{head}"),
            E::Malformed,
        ),
        ("ID45", String::new(), E::Malformed),
        ("ID45", "..".into(), E::Malformed),
        (
            "ID45",
            format!("{head}.{payload}.{signature}="),
            E::Malformed,
        ),
        (
            "ID45",
            format!("{head}.{payload}.{signature}=="),
            E::Malformed,
        ),
        (
            "ID45",
            format!("{head}.{payload}+/.{signature}"),
            E::Malformed,
        ),
        (
            "ID45",
            format!("{head}. {payload}.{signature}"),
            E::Malformed,
        ),
        (
            "ID45",
            format!("{head}.{payload}.{signature}\n"),
            E::Malformed,
        ),
        ("ID46", "a".repeat(8 * 1024 * 1024), E::TooLarge),
        ("ID46", "a".repeat(16_385), E::TooLarge),
        ("ID46", "a".repeat(16_384), E::Malformed),
        (
            "ID46",
            format!("{head}.{}.{signature}", "a".repeat(16 * 1024)),
            E::TooLarge,
        ),
    ] {
        assert_eq!(
            verify_all(&IdToken::new(text)).map(|_| ()),
            Err(expected),
            "{row}"
        );
    }
}

#[test]
fn a_payload_that_is_signed_but_odd_is_refused() {
    use IdTokenError as E;
    let text = claims().to_string();
    let twice =
        |member: &str| text.replacen('{', &format!("{{\"{member}\":{},", claims()[member]), 1);
    let deep = format!(r#"{{"x":{}{}}}"#, "[".repeat(5000), "]".repeat(5000));
    for (row, payload, expected) in [
        ("ID43", twice("sub"), E::Shape),
        ("ID43", twice("iss"), E::Shape),
        ("ID43", twice("nonce"), E::Shape),
        ("ID43", twice("aud"), E::Shape),
        ("ID43", twice("exp"), E::Shape),
        ("ID43", twice("email"), E::Shape),
        ("ID47", deep, E::Malformed),
        ("NT22", format!("\u{feff}{text}"), E::Shape),
        ("NT22", "[]".into(), E::Shape),
        ("NT22", format!("{text}{text}"), E::Shape),
    ] {
        let token = signer::signed_bytes(&Signer::RsaA, header("RS256"), payload.as_bytes());
        assert_eq!(verify_all(&token).map(|_| ()), Err(expected), "{row}");
    }
}

#[test]
fn an_error_names_its_rule_and_no_value() {
    assert_eq!(IdTokenError::Expired.rule(), "exp");
    assert_eq!(
        IdTokenError::Expired.to_string(),
        "the ID token breaks the rule `exp`"
    );
}

#[test]
fn a_refreshed_token_has_to_be_about_the_same_person() {
    use IdTokenError as E;
    let nonce = Nonce::from_random([7; 32]);
    let refreshed = |claims: &Value| {
        let token = signed(&Signer::RsaB, header("RS256"), claims);
        let expected = Expected {
            subject: Some("person|1"),
            nonce: Some(&nonce),
            ..Expected::new(ISSUER, CLIENT, RS256)
        };

        check_refreshed(&token, &expected, at(NOW)).map(|claims| claims.subject)
    };
    for (row, claims) in [
        ("RF14", without("nonce")),
        ("RF14", claims()),
        ("RF15", with("auth_time", json!(NOW))),
    ] {
        assert_eq!(refreshed(&claims).as_deref(), Ok("person|1"), "{row}");
    }
    for (row, claims, error) in [
        ("RF11", with("iss", json!("https://b.example/")), E::Issuer),
        ("RF12", with("sub", json!("person|2")), E::SubjectChanged),
        ("RF13", with("aud", json!("client-2")), E::Audience),
        ("RF14", with("nonce", json!("other")), E::Nonce),
        ("RF14", with("nonce", json!(7)), E::Shape),
        ("ID19", with("exp", json!(NOW - 61)), E::Expired),
    ] {
        assert_eq!(refreshed(&claims), Err(error), "{row}");
    }
    let none = signed(&Signer::RsaA, json!({"alg": "none"}), &claims());
    let expected = Expected::new(ISSUER, CLIENT, RS256);
    let refused = check_refreshed(&none, &expected, at(NOW)).map(|claims| claims.subject);
    assert_eq!(refused, Err(E::Algorithm));
}

fn check(claims: &Value) -> Result<Claims, IdTokenError> {
    verify_all(&signed(&Signer::RsaA, header("RS256"), claims))
}

fn verify_all(token: &IdToken) -> Result<Claims, IdTokenError> {
    let nonce = Nonce::from_random([7; 32]);

    verify(token, &key_set(), &expected(&nonce, ALL), at(NOW))
}

fn expected<'a>(nonce: &'a Nonce, algorithms: &'a [Algorithm]) -> Expected<'a> {
    static TOKEN: std::sync::LazyLock<AccessToken> =
        std::sync::LazyLock::new(|| AccessToken::new(ACCESS_TOKEN));

    Expected {
        nonce: Some(nonce),
        max_age: Some(Duration::from_secs(3600)),
        subject: Some("person|1"),
        organization: Some("org_1"),
        access_token: Some(&TOKEN),
        ..Expected::new(ISSUER, CLIENT, algorithms)
    }
}

fn header(algorithm: &str) -> Value {
    json!({"alg": algorithm, "typ": "JWT", "kid": if algorithm == "PS256" { "a-pss" } else { "a" }})
}

fn claims() -> Value {
    json!({
        "iss": ISSUER,
        "sub": "person|1",
        "aud": CLIENT,
        "iat": NOW,
        "exp": NOW + 36_000,
        "auth_time": NOW - 10,
        "nonce": Nonce::from_random([7; 32]).expose(),
        "at_hash": signer::half_hash(ACCESS_TOKEN),
        "org_id": "org_1",
        "acr": "high",
        "amr": ["pwd", "mfa"],
        "email": "a@b.example",
    })
}

fn with(member: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[member] = value;

    claims
}

fn without(member: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(member);

    claims
}

fn parts(token: &IdToken) -> [String; 3] {
    let parts: Vec<_> = token.expose().split('.').map(str::to_owned).collect();

    parts.try_into().unwrap()
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}
