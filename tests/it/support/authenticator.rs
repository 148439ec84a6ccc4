//! A passkey in software: ES256, no attestation.

use std::sync::Mutex;

use account::KeyEntry;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};

const ID: &[u8; 16] = b"a-credential-id!";
const RELYING_PARTY: &str = "localhost";

/// Somebody was there, and it was the right person (WebAuthn §6.1).
const PRESENT_AND_VERIFIED: u8 = 0x05;
/// A new credential follows.
const WITH_CREDENTIAL: u8 = 0x40;

/// An authenticator of `localhost` with room for one passkey.
pub(crate) struct Authenticator {
    pair: EcdsaKeyPair,
    /// Whose passkey it is, as the options of its enrolment said.
    handle: Mutex<Value>,
}

impl Authenticator {
    pub(crate) fn new() -> Self {
        let (algorithm, random) = (&ECDSA_P256_SHA256_ASN1_SIGNING, SystemRandom::new());
        let key = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();

        Self {
            pair: EcdsaKeyPair::from_pkcs8(algorithm, key.as_ref(), &random).unwrap(),
            handle: Mutex::new(Value::Null),
        }
    }

    /// Answers the options of an enrolment.
    pub(crate) fn create(&self, options: &Value) -> Value {
        *self.handle.lock().unwrap() = options["user"]["id"].clone();
        let authenticator_data = [
            &authenticator_data(PRESENT_AND_VERIFIED | WITH_CREDENTIAL)[..],
            // No model.
            &[0; 16],
            &[0, 16],
            ID,
            &self.cose_key(),
        ]
        .concat();
        let attestation = [
            &b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"[..],
            &[u8::try_from(authenticator_data.len()).unwrap()],
            &authenticator_data,
        ]
        .concat();

        json!({
            "id": base64url(ID),
            "rawId": base64url(ID),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "attestationObject": base64url(&attestation),
                "clientDataJSON": base64url(&client_data("webauthn.create", options)),
            },
        })
    }

    /// What it tells of its passkey to whoever looks after it.
    pub(crate) fn entry(&self, user_name: &str) -> KeyEntry {
        let handle = self.handle.lock().unwrap();

        KeyEntry {
            credential_id: base64url(ID),
            user_handle: handle.as_str().unwrap().to_owned(),
            user_name: Some(user_name.to_owned()),
        }
    }

    /// The same without saying whose passkey it is, as a key may that was asked for one by its name.
    pub(crate) fn get_without_handle(&self, options: &Value) -> Value {
        let mut answer = self.get(options);
        answer["response"]["userHandle"] = Value::Null;

        answer
    }

    /// Answers the options of a sign-in.
    pub(crate) fn get(&self, options: &Value) -> Value {
        let authenticator_data = authenticator_data(PRESENT_AND_VERIFIED);
        let client_data = client_data("webauthn.get", options);
        let hash = digest::digest(&digest::SHA256, &client_data);
        let signed = [&authenticator_data[..], hash.as_ref()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &signed).unwrap();

        json!({
            "id": base64url(ID),
            "rawId": base64url(ID),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "authenticatorData": base64url(&authenticator_data),
                "clientDataJSON": base64url(&client_data),
                "signature": base64url(signature.as_ref()),
                "userHandle": *self.handle.lock().unwrap(),
            },
        })
    }

    fn cose_key(&self) -> Vec<u8> {
        let (x, y) = self.pair.public_key().as_ref()[1..].split_at(32);

        [
            &b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"[..],
            x,
            &b"\x22\x58\x20"[..],
            y,
        ]
        .concat()
    }
}

fn client_data(ceremony: &str, options: &Value) -> Vec<u8> {
    let data = json!({
        "type": ceremony,
        "challenge": options["challenge"],
        "origin": format!("https://{RELYING_PARTY}"),
        "crossOrigin": false,
    });

    data.to_string().into_bytes()
}

fn authenticator_data(flags: u8) -> Vec<u8> {
    let party = digest::digest(&digest::SHA256, RELYING_PARTY.as_bytes());
    let counter = [0; 4];

    [party.as_ref(), &[flags], &counter].concat()
}

fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
