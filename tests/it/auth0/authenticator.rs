//! A passkey in software: ES256, no attestation.

use ring::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};

const ID: &[u8; 16] = b"a-credential-id!";

/// Holds one key, for `localhost`.
pub(super) struct Authenticator(EcdsaKeyPair);

impl Authenticator {
    pub(super) fn new() -> Self {
        let (algorithm, random) = (&ECDSA_P256_SHA256_ASN1_SIGNING, SystemRandom::new());
        let key = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();

        Self(EcdsaKeyPair::from_pkcs8(algorithm, key.as_ref(), &random).unwrap())
    }

    /// Answers the options of an enrolment.
    pub(super) fn create(&self, options: &Value) -> Value {
        let (x, y) = self.0.public_key().as_ref()[1..].split_at(32);
        let cose_key = [
            &b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"[..],
            x,
            &b"\x22\x58\x20"[..],
            y,
        ]
        .concat();
        // Present, verified, with a credential; no model.
        let data = [&head(0x45), &[0; 16][..], &[0, 16], ID, &cose_key].concat();
        let attestation = [
            &b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"[..],
            &[u8::try_from(data.len()).unwrap()],
            &data,
        ]
        .concat();

        credential(&json!({
            "attestationObject": base64url(&attestation),
            "clientDataJSON": base64url(&client_data("webauthn.create", options)),
        }))
    }

    /// Answers the options of a sign-in.
    pub(super) fn get(&self, options: &Value) -> Value {
        // Present and verified.
        let data = head(0x05);
        let client_data = client_data("webauthn.get", options);
        let hash = digest::digest(&digest::SHA256, &client_data);
        let message = [&data, hash.as_ref()].concat();
        let signature = self.0.sign(&SystemRandom::new(), &message).unwrap();

        credential(&json!({
            "authenticatorData": base64url(&data),
            "clientDataJSON": base64url(&client_data),
            "signature": base64url(signature.as_ref()),
            "userHandle": null,
        }))
    }
}

fn credential(response: &Value) -> Value {
    json!({
        "id": base64url(ID),
        "rawId": base64url(ID),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": response,
    })
}

/// The party, the flags, and a counter that does not count.
fn head(flags: u8) -> Vec<u8> {
    let party = digest::digest(&digest::SHA256, b"localhost");

    [party.as_ref(), &[flags, 0, 0, 0, 0]].concat()
}

fn client_data(kind: &str, options: &Value) -> Vec<u8> {
    let data = json!({
        "type": kind,
        "challenge": options["challenge"],
        "origin": "https://localhost",
        "crossOrigin": false,
    });

    data.to_string().into_bytes()
}

fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = group
            .iter()
            .chain(&[0; 2])
            .take(3)
            .fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        for place in 0..=group.len() {
            text.push(char::from(ALPHABET[bits >> (18 - 6 * place) & 63]));
        }
    }

    text
}
