use serde_json::{Value, json};

use super::*;
use crate::client_data::encode;

const DOMAIN: &str = "tenant.eu.auth0.com";

fn creation() -> Value {
    json!({
        "rp": {"id": DOMAIN, "name": "Tenant"},
        "user": {"id": "YW5u", "name": "ann@example.com", "displayName": "Ann"},
        "challenge": encode(&[7; 32]),
        "pubKeyCredParams": [{"type": "public-key", "alg": -8}, {"type": "public-key", "alg": -7}],
        "timeout": 180_000,
        "authenticatorSelection": {"residentKey": "required", "userVerification": "required"},
    })
}

fn party() -> RelyingParty {
    RelyingParty::of_domain(DOMAIN).unwrap()
}

fn parse(json: &Value) -> Result<CreationOptions, OptionsError> {
    CreationOptions::parse(json, &party())
}

fn parse_request(json: &Value) -> Result<RequestOptions, OptionsError> {
    RequestOptions::parse(json, &party())
}

/// The options with one member replaced, named by its path.
fn with(path: &str, value: Value) -> Value {
    let mut json = creation();
    *json.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;

    json
}

fn refused(json: &Value) -> OptionsError {
    parse(json).unwrap_err()
}

#[test]
fn what_providers_send_is_read() {
    let options = parse(&creation()).unwrap();

    assert_eq!(options.relying_party.id(), DOMAIN);
    assert_eq!(options.relying_party_name, "Tenant");
    assert_eq!(options.user_id, b"ann");
    assert_eq!(options.algorithms, [-8, -7]);
    assert_eq!(options.resident_key, ResidentKey::Required);
    assert_eq!(options.user_verification, UserVerification::Required);
    assert_eq!(options.timeout(), Duration::from_secs(180));
}

#[test]
fn what_is_left_out_has_its_default() {
    let bare = json!({
        "user": {"id": "YW5u", "name": "ann"},
        "challenge": encode(&[7; 16]),
        "authenticatorSelection": null,
        "excludeCredentials": null,
    });

    let options = parse(&bare).unwrap();

    assert_eq!(options.relying_party.id(), DOMAIN);
    assert_eq!(options.relying_party_name, DOMAIN);
    assert_eq!(options.user_display_name, "ann");
    assert_eq!(options.algorithms, [-7, -257]);
    assert_eq!(options.resident_key, ResidentKey::Discouraged);
    assert_eq!(options.user_verification, UserVerification::Preferred);
    assert_eq!(options.exclude, []);
    assert_eq!(options.timeout(), Duration::from_secs(300));

    let options = parse_request(&json!({"challenge": encode(&[7; 16])})).unwrap();
    assert_eq!(options.relying_party.id(), DOMAIN);
    assert_eq!(options.allow, []);
}

#[test]
fn a_passkey_that_signs_in_alone_is_not_made_without_verification() {
    for (resident_key, wanted, made) in [
        ("required", "preferred", UserVerification::Required),
        ("required", "discouraged", UserVerification::Discouraged),
        ("preferred", "preferred", UserVerification::Preferred),
    ] {
        let selection = json!({ "residentKey": resident_key, "userVerification": wanted });
        let options = parse(&with("/authenticatorSelection", selection)).unwrap();

        assert_eq!(options.user_verification, made, "{resident_key} {wanted}");
    }
}

#[test]
fn a_user_handle_that_is_the_text_of_a_uuid_survives_the_round_trip() {
    let text = "9e0b6cc5-0ae7-4f1c-8f5c-0d9d3f0f3a11";
    let options = parse(&with("/user/id", json!(text))).unwrap();

    assert_eq!(options.user_id.len(), 27);
    assert_eq!(encode(&options.user_id), text);
}

#[test]
fn wa01_a_challenge_is_16_to_1024_bytes() {
    for challenge in [
        json!(null),
        json!(""),
        json!(7),
        json!(encode(&[7; 8])),
        json!("not base64url!!!!!!!!!!!!!"),
        json!(encode(&[7; 1025])),
        json!("A".repeat(64 * 1024)),
    ] {
        assert!(
            matches!(
                refused(&with("/challenge", challenge.clone())),
                OptionsError::Shape(_)
            ),
            "{challenge}"
        );
    }
    let mut json = creation();
    json.as_object_mut().unwrap().remove("challenge");
    assert_eq!(refused(&json), OptionsError::Shape("options"));
    assert!(parse(&with("/challenge", json!(encode(&[7; 1024])))).is_ok());
}

#[test]
fn wa02_base64url_has_one_spelling() {
    for challenge in [
        "AAAAAAAAAAAAAAAAAAAAAA==",
        "++++++++++++++++++++++AA",
        "////////////////////////",
        "AAAAAAAAAAAAAAAAAAAAAB",
        "AAAAAAAAAAA AAAAAAAAAAA",
    ] {
        assert_eq!(
            refused(&with("/challenge", json!(challenge))),
            OptionsError::Shape("challenge"),
            "{challenge}"
        );
    }
}

#[test]
fn wa03_wa04_wa05_another_domain_is_refused_whatever_it_is() {
    for id in [
        "github.com",
        "other.eu.auth0.com",
        "eu.auth0.com",
        "auth0.com",
        "com",
        "sub.tenant.eu.auth0.com",
        "Tenant.eu.auth0.com",
        "tenant.eu.auth0.com.",
        "tenant.eu.auth0.com:443",
        "https://tenant.eu.auth0.com",
        "tenant.еu.auth0.com",
        "127.0.0.1",
        "",
    ] {
        let error = refused(&with("/rp/id", json!(id)));
        assert_eq!(error, OptionsError::RelyingParty, "{id}");
        assert_eq!(error.name(), "SecurityError");

        let request = json!({"challenge": encode(&[7; 16]), "rpId": id});
        assert_eq!(
            parse_request(&request).unwrap_err(),
            OptionsError::RelyingParty,
            "{id}"
        );
    }
}

#[test]
fn wa06_a_user_handle_is_1_to_64_bytes() {
    for id in [
        json!(""),
        json!(encode(&[7; 65])),
        json!("a b"),
        json!(7),
        json!(null),
    ] {
        assert!(
            matches!(
                refused(&with("/user/id", id.clone())),
                OptionsError::Shape(_)
            ),
            "{id}"
        );
    }
}

#[test]
fn wa07_names_are_cut_and_cleaned_for_the_authenticator() {
    let name = format!("\u{202e}ann\u{7}{}", "ü".repeat(5 * 1024));
    let options = parse(&with("/user/name", json!(name))).unwrap();

    assert!(options.user_name.starts_with("annü"));
    assert!(options.user_name.len() <= 64);
}

#[test]
fn wa08_algorithms_default_when_empty_and_end_it_when_unknown() {
    let options = parse(&with("/pubKeyCredParams", json!([]))).unwrap();
    assert_eq!(options.algorithms, [-7, -257]);

    let unknown = json!([{"type": "public-key", "alg": -65535}, {"type": "future", "alg": -7}]);
    assert_eq!(
        refused(&with("/pubKeyCredParams", unknown)),
        OptionsError::Algorithm
    );
    let many = vec![json!({"type": "public-key", "alg": -7}); 10_000];
    assert_eq!(
        refused(&with("/pubKeyCredParams", json!(many))),
        OptionsError::Shape("pubKeyCredParams")
    );
    let huge = json!([{"type": "public-key", "alg": i64::MIN}, {"type": "public-key", "alg": -7}]);
    let options = parse(&with("/pubKeyCredParams", huge)).unwrap();
    assert_eq!(options.algorithms, [-7]);
}

#[test]
fn wa09_lists_of_credentials_are_capped() {
    let entry = |id: Vec<u8>| json!({"type": "public-key", "id": encode(&id)});
    let many: Vec<Value> = (0..10_000u32)
        .map(|it| entry(it.to_be_bytes().into()))
        .collect();
    let list = |list: Value| json!({"challenge": encode(&[7; 16]), "allowCredentials": list});
    for hostile in [
        json!(many),
        json!([entry(vec![])]),
        json!([entry(vec![7; 1024])]),
        json!([entry(vec![7; 10 * 1024])]),
        json!([{"type": "public-key", "id": "AA", "transports": vec!["usb"; 1000]}]),
        json!([{"type": "public-key", "id": "AA", "transports": ["u".repeat(1000)]}]),
        json!({"id": "AA"}),
    ] {
        assert!(parse_request(&list(hostile)).is_err());
    }

    let twice = list(json!([entry(vec![7]), entry(vec![7]), entry(vec![8])]));
    assert_eq!(parse_request(&twice).unwrap().allow.len(), 2);
}

#[test]
fn wa09_a_list_of_unknown_kinds_does_not_turn_into_any() {
    let request = json!({
        "challenge": encode(&[7; 16]),
        "allowCredentials": [{"type": "future", "id": "AA"}],
    });

    assert_eq!(
        parse_request(&request).unwrap_err(),
        OptionsError::Shape("allowCredentials")
    );
}

#[test]
fn wa10_nobody_is_hurried_and_nothing_waits_for_ever() {
    for (timeout, seconds) in [
        (json!(0), 120),
        (json!(-1), 120),
        (json!(60_000), 120),
        (json!(599_000.5), 599),
        (json!(1e18), 600),
        (json!(f64::MAX), 600),
        (json!("60000"), 300),
        (json!(null), 300),
        (json!([]), 300),
    ] {
        let options = parse(&with("/timeout", timeout.clone())).unwrap();
        assert_eq!(options.timeout().as_secs(), seconds, "{timeout}");
    }
}

#[test]
fn wa11_unknown_values_and_extensions_are_ignored() {
    let mut json = creation();
    json["authenticatorSelection"] = json!({
        "authenticatorAttachment": "implant",
        "residentKey": "surely",
        "requireResidentKey": true,
        "userVerification": "always",
    });
    json["attestation"] = json!("enterprise");
    json["hints"] = json!(["telepathy"]);
    json["extensions"] = json!({"appid": "https://evil.example", "prf": {"eval": {}}});

    let options = parse(&json).unwrap();

    assert_eq!(options.attachment, None);
    assert_eq!(options.resident_key, ResidentKey::Required);
    assert_eq!(options.user_verification, UserVerification::Required);
    assert!(!options.credential_properties);
}

#[test]
fn wa11_deeply_nested_extensions_are_not_followed() {
    let mut bomb = json!(0);
    for _ in 0..100 {
        bomb = json!({"largeBlob": bomb});
    }
    let mut json = creation();
    json["extensions"] = bomb;
    assert!(parse(&json).is_ok());

    json["extensions"] = json!([[]]);
    assert_eq!(refused(&json), OptionsError::Shape("options"));
}

#[test]
fn what_is_no_object_is_refused() {
    for json in [json!(null), json!([]), json!("x"), json!({}), json!(7)] {
        assert_eq!(refused(&json), OptionsError::Shape("options"), "{json}");
        assert!(parse_request(&json).is_err(), "{json}");
    }
}

#[test]
fn a_refusal_never_repeats_what_the_server_sent() {
    let error = refused(&with("/challenge", json!("SECRET!")));

    assert!(!format!("{error:?} {error}").contains("SECRET"));
}
