use serde_json::json;

use super::*;

fn read(value: &Value) -> Result<AuthenticationMethod, serde_json::Error> {
    serde_json::from_str(&value.to_string())
}

fn of(kind: &str, members: &Value) -> Value {
    let mut value = json!({
        "id": format!("{kind}|dev_1"), "type": kind, "created_at": "2026-08-22T00:00:00.123Z",
        "usage": ["secondary"],
    });
    for (name, member) in members.as_object().unwrap() {
        value[name] = member.clone();
    }

    value
}

#[test]
fn every_type_of_the_api_is_read() {
    let passkey = json!({
        "identity_user_id": "u1", "key_id": "k", "public_key": "p", "user_handle": "h",
        "credential_device_type": "multi_device", "credential_backed_up": true,
        "transports": ["internal", "hybrid"], "user_agent": "Firefox", "aaguid": "a", "relying_party_id": "r",
        "last_auth_at": "2026-08-22T00:00:00Z",
    });
    for (kind, members, is_confirmed, name) in [
        (
            "password",
            json!({"identity_user_id": "u1", "last_password_reset": "2026-08-22T00:00:00Z"}),
            true,
            None,
        ),
        ("passkey", passkey, true, None),
        (
            "totp",
            json!({"confirmed": true, "name": "Phone"}),
            true,
            Some("Phone"),
        ),
        (
            "push-notification",
            json!({"confirmed": false, "name": null}),
            false,
            None,
        ),
        ("recovery-code", json!({"confirmed": true}), true, None),
        (
            "phone",
            json!({"confirmed": true, "phone_number": "+4912*****", "preferred_authentication_method": "voice"}),
            true,
            None,
        ),
        (
            "email",
            json!({"confirmed": false, "email": "a@example.com", "name": "Work"}),
            false,
            Some("Work"),
        ),
        (
            "webauthn-platform",
            json!({"confirmed": true, "key_id": "k", "public_key": "p"}),
            true,
            None,
        ),
        (
            "webauthn-roaming",
            json!({"confirmed": true, "name": "Blue key"}),
            true,
            Some("Blue key"),
        ),
    ] {
        let method = read(&of(kind, &members)).unwrap();
        assert_eq!(method.kind().as_str(), kind);
        assert!(!matches!(method.details, MethodDetails::Other(_)), "{kind}");
        assert_eq!(method.is_confirmed(), is_confirmed, "{kind}");
        assert_eq!(method.name().map(DisplayText::as_str), name, "{kind}");
        assert!(method.created_at.is_some(), "{kind}");
        assert_eq!(method.usage, [Usage::Secondary], "{kind}");
    }
}

#[test]
fn a_type_that_nobody_knows_survives_whatever_its_members_are() {
    let method = read(&of("iris-scan", &json!({"confirmed": "maybe", "name": 5}))).unwrap();

    assert_eq!(
        method.kind(),
        FactorType::Other("iris-scan".to_owned()),
        "AP02"
    );
    assert_eq!(method.name(), None);
}

#[test]
fn a_missing_or_wrong_member_is_an_error_without_its_value() {
    for value in [
        of("totp", &json!({})),
        of("totp", &json!({"confirmed": "canary-1"})),
        of("phone", &json!({"confirmed": true})),
        of("passkey", &json!({"key_id": "canary-1"})),
        of("totp", &json!({"confirmed": true, "id": ""})),
        of("totp", &json!({"confirmed": true, "id": 7})),
        json!({"type": "totp"}),
        json!("canary-1"),
        json!(null),
    ] {
        assert!(read(&value).is_err(), "AP01 AP03 {value}");
    }
}

#[test]
fn a_date_that_is_none_does_not_cost_the_method() {
    let members = json!({"confirmed": true, "created_at": "2026-99-99", "last_auth_at": null});
    let method = read(&of("totp", &members)).unwrap();

    assert_eq!(
        (method.created_at, method.last_auth_at),
        (None, None),
        "AP25"
    );
}

#[test]
fn names_are_cleaned() {
    let method = read(&of(
        "totp",
        &json!({"confirmed": true, "name": "a\u{202E}b\u{0}"}),
    ))
    .unwrap();

    assert_eq!(method.name().map(DisplayText::as_str), Some("ab"), "AP26");
}
