//! A passkey in software: ES256, no attestation, a handle that it remembers.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use nhost::webauthn::{
    CredentialAssertionResponse, CredentialCreationResponse, PublicKeyCredentialCreationOptions,
    PublicKeyCredentialRequestOptions,
};
use ring::{
    digest::{SHA256, digest},
    rand::{SecureRandom as _, SystemRandom},
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};

const ORIGIN: &str = "https://localhost";

/// Present and verified.
const FLAGS: u8 = 0x05;
const WITH_CREDENTIAL: u8 = 0x40;

pub(super) struct Authenticator {
    id: [u8; 16],
    pair: EcdsaKeyPair,
    rp_id: String,
    pub(super) handle: Vec<u8>,
}

impl Authenticator {
    /// Makes a credential, and the answer that says so.
    pub(super) fn create(
        options: &PublicKeyCredentialCreationOptions,
    ) -> (Self, CredentialCreationResponse) {
        let (random, algorithm) = (SystemRandom::new(), &ECDSA_P256_SHA256_ASN1_SIGNING);
        let key = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let mut id = [0; 16];
        random.fill(&mut id).unwrap();
        let made = Self {
            id,
            pair: EcdsaKeyPair::from_pkcs8(algorithm, key.as_ref(), &random).unwrap(),
            rp_id: options.rp_id().to_owned(),
            handle: options.user_handle(),
        };
        let answer = made.attest(options);

        (made, answer)
    }

    /// Says of its credential that it was just made.
    pub(super) fn attest(
        &self,
        options: &PublicKeyCredentialCreationOptions,
    ) -> CredentialCreationResponse {
        let (x, y) = self.pair.public_key().as_ref()[1..].split_at(32);
        let data = [
            self.data(FLAGS | WITH_CREDENTIAL),
            vec![0; 16],
            vec![0, 16],
            self.id.to_vec(),
            b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".to_vec(),
            x.to_vec(),
            b"\x22\x58\x20".to_vec(),
            y.to_vec(),
        ]
        .concat();
        let attestation = [
            &b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"[..],
            &[u8::try_from(data.len()).unwrap()],
            &data,
        ]
        .concat();
        let answer = self.answer(json!({
            "attestationObject": BASE64URL.encode(attestation),
            "clientDataJSON": BASE64URL.encode(client_data("webauthn.create", options.challenge())),
            "transports": ["internal"],
        }));

        CredentialCreationResponse::from_json(answer).unwrap()
    }

    /// Proves that it holds the credential, without saying whose it is.
    pub(super) fn get_without_handle(
        &self,
        options: &PublicKeyCredentialRequestOptions,
    ) -> CredentialAssertionResponse {
        let client_data = client_data("webauthn.get", options.challenge());
        let data = self.data(FLAGS);
        let message = [data.as_slice(), digest(&SHA256, &client_data).as_ref()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &message).unwrap();
        let answer = self.answer(json!({
            "authenticatorData": BASE64URL.encode(data),
            "clientDataJSON": BASE64URL.encode(client_data),
            "signature": BASE64URL.encode(signature),
        }));

        CredentialAssertionResponse::from_json(answer).unwrap()
    }

    /// Proves that it holds the credential.
    pub(super) fn get(
        &self,
        options: &PublicKeyCredentialRequestOptions,
    ) -> CredentialAssertionResponse {
        self.get_without_handle(options)
            .with_user_handle(&self.handle)
    }

    pub(super) fn id(&self) -> String {
        BASE64URL.encode(self.id)
    }

    fn answer(&self, response: Value) -> Value {
        json!({
            "id": self.id(),
            "rawId": self.id(),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        })
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let party = digest(&SHA256, self.rp_id.as_bytes());

        [party.as_ref(), &[flags, 0, 0, 0, 0]].concat()
    }
}

fn client_data(kind: &str, challenge: &str) -> Vec<u8> {
    let data = json!({
        "type": kind,
        "challenge": challenge,
        "origin": ORIGIN,
        "crossOrigin": false,
    });

    data.to_string().into_bytes()
}
