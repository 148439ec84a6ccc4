//! The JSON of both sides.

use serde_json::{Value, json};

use super::*;

const USER: &str = "711c80c7-2078-43a5-9477-9b845e4c394d";

fn assertion() -> Value {
    json!({
        "id": "a", "rawId": "a", "type": "public-key",
        "response": {"clientDataJSON": "c", "authenticatorData": "d", "signature": "s", "userHandle": null},
    })
}

#[test]
fn the_handle_is_the_text_of_the_uuid_read_as_base64url_and_comes_back_as_that_text() {
    let options: PublicKeyCredentialCreationOptions = serde_json::from_value(json!({
        "rp": {"id": "localhost", "name": "x"},
        "user": {"id": USER, "name": "x", "displayName": "x"},
        "challenge": "Y2g",
        "timeout": 300_000,
        "excludeCredentials": [{"type": "public-key", "id": "k1"}, {"type": "public-key", "id": "k2"}],
    }))
    .unwrap();
    let handle = options.user_handle();
    assert_eq!(handle.len(), 27);
    assert_eq!((options.rp_id(), options.challenge()), ("localhost", "Y2g"));
    assert!(options.exclude_credentials().eq(["k1", "k2"]));
    assert_eq!(options.timeout().unwrap().as_secs(), 300);

    let proof = CredentialAssertionResponse::from_json(assertion()).unwrap();
    assert!(!proof.has_user_handle());
    let proof = proof.with_user_handle(&handle);
    assert_eq!(proof.as_json()["response"]["userHandle"], USER);
    let other = proof.with_user_handle(b"somebody else");
    assert_eq!(other.as_json()["response"]["userHandle"], USER);
}

#[test]
fn options_without_what_an_authenticator_needs_are_none() {
    for body in [
        json!({}),
        json!({"challenge": "x", "rp": {"id": "x"}}),
        json!({"challenge": "", "rp": {"id": "x"}, "user": {"id": "x"}}),
        json!({"challenge": "x", "rp": "x", "user": {"id": "x"}}),
    ] {
        assert!(
            serde_json::from_value::<PublicKeyCredentialCreationOptions>(body.clone()).is_err(),
            "{body}"
        );
    }
    assert!(
        serde_json::from_value::<PublicKeyCredentialRequestOptions>(json!({"rpId": "x"})).is_err()
    );

    let any: PublicKeyCredentialRequestOptions =
        serde_json::from_value(json!({"challenge": "x", "new": [1]})).unwrap();
    assert_eq!(any.allow_credentials().count(), 0);
    assert_eq!(any.as_json()["new"], json!([1]));
}

#[test]
fn what_the_service_would_refuse_is_left_out() {
    let credential = CredentialCreationResponse::from_json(json!({
        "id": "a", "rawId": "a", "type": "public-key", "authenticatorAttachment": null, "more": 1,
        "clientExtensionResults": {"credProps": {"rk": true}, "prf": {"results": {"first": "secret"}}},
        "response": {"clientDataJSON": "c", "attestationObject": "o", "transports": ["usb"], "more": 1},
    }))
    .unwrap();

    assert_eq!(
        credential.as_json(),
        &json!({
            "id": "a", "rawId": "a", "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": true}},
            "response": {"clientDataJSON": "c", "attestationObject": "o", "transports": ["usb"]},
        })
    );
}

#[test]
fn what_is_missing_is_named() {
    let missing = |credential| CredentialAssertionResponse::from_json(credential).unwrap_err();
    assert_eq!(missing(json!([])).member, "id");
    let mut without = assertion();
    without["response"]["signature"] = json!(7);
    assert_eq!(missing(without).member, "signature");
    let mut without = assertion();
    without["response"] = Value::Null;
    assert_eq!(missing(without).member, "response");

    let created = CredentialCreationResponse::from_json(assertion()).unwrap_err();
    assert_eq!(created.member, "attestationObject");
}

#[test]
fn an_answer_prints_nothing() {
    let proof = CredentialAssertionResponse::from_json(assertion()).unwrap();
    assert_eq!(format!("{proof:?}"), "CredentialAssertionResponse(..)");
}
