//! A passkey in software: ES256, no attestation.

use ring::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};

const ID: &[u8; 16] = b"a-credential-id!";

/// Answers the options of an enrolment as an authenticator of `localhost` would.
pub(super) fn create(options: &Value) -> Value {
    let client_data = json!({
        "type": "webauthn.create",
        "challenge": options["challenge"],
        "origin": "https://localhost",
        "crossOrigin": false,
    });
    let party = digest::digest(&digest::SHA256, b"localhost");
    let authenticator_data = [
        party.as_ref(),
        // Present, verified, with a credential; no counter; no model.
        &[0x45, 0, 0, 0, 0],
        &[0; 16],
        &[0, 16],
        ID,
        &cose_key(),
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
            "clientDataJSON": base64url(client_data.to_string().as_bytes()),
        },
    })
}

fn cose_key() -> Vec<u8> {
    let (algorithm, random) = (&ECDSA_P256_SHA256_ASN1_SIGNING, SystemRandom::new());
    let key = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, key.as_ref(), &random).unwrap();
    let (x, y) = pair.public_key().as_ref()[1..].split_at(32);

    [
        &b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"[..],
        x,
        &b"\x22\x58\x20"[..],
        y,
    ]
    .concat()
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
