use serde_json::json;

use super::*;
use crate::{RelyingParty, client_data::decode};

const DOMAIN: &str = "tenant.eu.auth0.com";
const ID: [u8; 16] = [0xcc; 16];
/// An ES256 key (RFC 9053 §2.1); only its algorithm is looked at.
const COSE_KEY: &[u8] = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x41\x01\x22\x41\x02";
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const CREDENTIAL: u8 = 0x40;
const EXTENSIONS: u8 = 0x80;

fn party() -> RelyingParty {
    RelyingParty::of_domain(DOMAIN).unwrap()
}

fn creation() -> CreationOptions {
    let json = json!({
        "user": {"id": "YW5u", "name": "ann"},
        "challenge": encode(&[7; 32]),
        "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
        "authenticatorSelection": {"userVerification": "required"},
    });

    CreationOptions::parse(&json, &party()).unwrap()
}

fn request(allowed: &[&[u8]]) -> RequestOptions {
    let entry = |id: &&[u8]| json!({"type": "public-key", "id": encode(id)});
    let json = json!({
        "challenge": encode(&[7; 32]),
        "allowCredentials": allowed.iter().map(entry).collect::<Vec<_>>(),
        "userVerification": "required",
    });

    RequestOptions::parse(&json, &party()).unwrap()
}

fn data(domain: &str, flags: u8, rest: &[&[u8]]) -> Vec<u8> {
    let mut data = client_data::sha256(domain.as_bytes()).to_vec();
    data.push(flags);
    data.extend([0; 4]);
    data.extend(rest.concat());

    data
}

fn credential(id: &[u8]) -> Vec<u8> {
    let length = u16::try_from(id.len()).unwrap().to_be_bytes();

    [&[0; 16][..], &length, id].concat()
}

fn registered(authenticator_data: Vec<u8>) -> Result<Registration, Error> {
    let made = NewCredential {
        authenticator_data,
        client_data: None,
        transports: vec!["usb"],
        attachment: Attachment::CrossPlatform,
        resident_key: None,
    };

    Registration::check(&creation(), made)
}

fn good() -> Vec<u8> {
    let flags = PRESENT | VERIFIED | CREDENTIAL;

    data(DOMAIN, flags, &[&credential(&ID), COSE_KEY])
}

fn signed(id: Option<&[u8]>, flags: u8) -> Signature {
    Signature {
        credential_id: id.map(<[u8]>::to_vec),
        authenticator_data: data(DOMAIN, flags, &[]),
        signature: vec![1; 70],
        user_handle: Some(b"ann".to_vec()),
        client_data: None,
        attachment: Attachment::CrossPlatform,
    }
}

#[test]
fn a_sound_answer_passes_and_attests_nothing() {
    let registration = registered(good()).unwrap();

    assert_eq!(registration.credential_id(), ID);
    let object = registration.to_json()["response"]["attestationObject"].clone();
    let object = decode(object.as_str().unwrap()).unwrap();
    assert!(object.starts_with(b"\xa3\x63fmt\x64none\x67attStmt\xa0"));
    assert_eq!(authenticator_data_of(&object), Some(good()));
}

#[test]
fn wa14_client_data_of_the_system_must_be_about_our_question() {
    let sound = json!({
        "type": "webauthn.create",
        "challenge": encode(&[7; 32]),
        "origin": format!("https://{DOMAIN}"),
        "added by the system": true,
    });
    for (member, value, is_sound) in [
        ("other", json!(1), true),
        ("type", json!("webauthn.get"), false),
        ("challenge", json!(encode(&[8; 32])), false),
        ("origin", json!("https://evil.example"), false),
        ("origin", json!(null), false),
        ("crossOrigin", json!(true), false),
    ] {
        let mut client_data = sound.clone();
        client_data[member] = value;
        let made = NewCredential {
            authenticator_data: good(),
            client_data: Some(client_data.to_string().into_bytes()),
            transports: Vec::new(),
            attachment: Attachment::Platform,
            resident_key: None,
        };
        let checked = Registration::check(&creation(), made);
        assert_eq!(checked.is_ok(), is_sound, "{client_data}");
    }

    assert!(same_client_data(b"{}".to_vec(), Some(b"\xff{".to_vec())).is_err());
}

#[test]
fn wa15_another_domain_or_nobody_there_is_refused() {
    let mismatch = Error::Answer(Mismatch::AuthenticatorData);
    let flags = PRESENT | VERIFIED | CREDENTIAL;
    let parts: &[&[u8]] = &[&credential(&ID), COSE_KEY];
    for wrong in [
        data("evil.example", flags, parts),
        data(DOMAIN, VERIFIED | CREDENTIAL, parts),
        data(DOMAIN, PRESENT | CREDENTIAL, parts),
        data(DOMAIN, PRESENT | VERIFIED, &[]),
    ] {
        assert_eq!(registered(wrong).unwrap_err(), mismatch);
    }

    for flags in [0, PRESENT, VERIFIED] {
        let answer = Assertion::check(&request(&[&ID]), signed(Some(&ID), flags));
        assert_eq!(answer.unwrap_err(), mismatch);
    }
}

#[test]
fn wa16_broken_encodings_are_refused_without_a_panic() {
    let flags = PRESENT | VERIFIED | CREDENTIAL;
    let nested = [&[0x81; 100][..], &[0x00]].concat();
    let in_key = |value: &[u8]| [b"\xa2\x03\x26\x20", value].concat();
    for key in [
        b"".to_vec(),
        b"\xbf\x03\x26\xff".to_vec(),
        in_key(&nested),
        in_key(b"\x5f\x41\x00\xff"),
        in_key(b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff"),
        in_key(b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff"),
        in_key(b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff"),
        in_key(b"\xc0\x00"),
        in_key(b"\x1c"),
        b"\xa1\x03\x3b\xff\xff\xff\xff\xff\xff\xff\xff".to_vec(),
        b"\xa1\x01\x02".to_vec(),
        [COSE_KEY, b"\x00"].concat(),
    ] {
        let wrong = data(DOMAIN, flags, &[&credential(&ID), &key]);
        let error = registered(wrong).unwrap_err();
        assert_eq!(error, Error::Answer(Mismatch::Encoding), "{key:02x?}");
    }

    let huge = data(DOMAIN, flags, &[&vec![0; 1024 * 1024]]);
    assert_eq!(
        registered(huge).unwrap_err(),
        Error::Answer(Mismatch::Encoding)
    );
    for length in 0..good().len() {
        assert!(registered(good()[..length].to_vec()).is_err(), "{length}");
    }
}

#[test]
fn wa16_extensions_of_the_key_are_stepped_over() {
    let flags = PRESENT | VERIFIED | CREDENTIAL | EXTENSIONS;
    let parts: &[&[u8]] = &[&credential(&ID), COSE_KEY, b"\xa1\x6bcredProtect\x02"];

    assert!(registered(data(DOMAIN, flags, parts)).is_ok());
    assert!(registered(data(DOMAIN, flags, &parts[..2])).is_err());
}

#[test]
fn wa16_an_attestation_object_is_read_strictly() {
    for object in [
        &b""[..],
        b"\xa1\x68authData",
        b"\xa1\x68authData\x41\x00\x00",
        b"\xa1\x68authData\x61x",
        b"\xbf\x68authData\x41\x00\xff",
        b"\xa1\x01\x02",
        b"\xa0",
        b"\xa1\x62\xff\xff\x00",
    ] {
        assert_eq!(authenticator_data_of(object), None, "{object:02x?}");
    }
}

#[test]
fn wa17_identifiers_have_1_to_1023_bytes() {
    let flags = PRESENT | VERIFIED | CREDENTIAL;
    for (length, is_sound) in [(0, false), (1, true), (1023, true), (1024, false)] {
        let id = vec![7; length];
        let answer = registered(data(DOMAIN, flags, &[&credential(&id), COSE_KEY]));
        assert_eq!(answer.is_ok(), is_sound, "{length}");
    }
}

#[test]
fn wa17_a_key_of_a_kind_that_was_not_offered_is_refused() {
    let flags = PRESENT | VERIFIED | CREDENTIAL;
    let rsa = b"\xa1\x03\x39\x01\x00";
    let answer = registered(data(DOMAIN, flags, &[&credential(&ID), rsa]));

    assert_eq!(answer.unwrap_err(), Error::Answer(Mismatch::Algorithm));
}

#[test]
fn wa19_an_answer_with_a_passkey_that_was_not_asked_for_is_refused() {
    let both = PRESENT | VERIFIED;
    let mismatch = Error::Answer(Mismatch::CredentialId);
    let (ours, other): (&[u8], &[u8]) = (&ID, b"other");

    let answer = Assertion::check(&request(&[ours]), signed(Some(other), both));
    assert_eq!(answer.unwrap_err(), mismatch);
    let answer = Assertion::check(&request(&[ours, other]), signed(None, both));
    assert_eq!(answer.unwrap_err(), mismatch);
    let answer = Assertion::check(&request(&[]), signed(Some(b""), both));
    assert_eq!(answer.unwrap_err(), mismatch);

    let answer = Assertion::check(&request(&[ours]), signed(None, both)).unwrap();
    assert_eq!(answer.credential_id(), ours, "there was only one");
    let answer = Assertion::check(&request(&[]), signed(Some(other), both)).unwrap();
    assert_eq!(answer.credential_id(), other, "any would do");
}

#[test]
fn a_user_handle_is_sent_on_when_there_is_one() {
    let both = PRESENT | VERIFIED;
    let with = Assertion::check(&request(&[]), signed(Some(&ID), both)).unwrap();
    assert_eq!(with.to_json()["response"]["userHandle"], json!("YW5u"));

    let mut signature = signed(Some(&ID), both);
    signature.user_handle = None;
    let without = Assertion::check(&request(&[]), signature).unwrap();
    assert_eq!(without.to_json()["response"].get("userHandle"), None);

    let mut signature = signed(Some(&ID), both);
    signature.user_handle = Some(vec![7; 65]);
    assert!(Assertion::check(&request(&[]), signature).is_err());
}
