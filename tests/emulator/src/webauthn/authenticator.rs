//! An authenticator in software: it makes one passkey with ES256 and signs with it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

pub(crate) struct Authenticator {
    pub(crate) id: Vec<u8>,
    pub(crate) pair: EcdsaKeyPair,
    pub(crate) origin: &'static str,
    pub(crate) rp_id: &'static str,
    pub(crate) flags: u8,
    pub(crate) attests_itself: bool,
}

const ID: &[u8] = b"a-credential-id!";

impl Authenticator {
    pub(crate) fn new() -> Self {
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let key = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).unwrap();
        Self {
            id: ID.to_vec(),
            pair: EcdsaKeyPair::from_pkcs8(algorithm, key.as_ref(), &SystemRandom::new()).unwrap(),
            origin: "https://localhost",
            rp_id: "localhost",
            flags: 0x45,
            attests_itself: false,
        }
    }

    pub(crate) fn create(&self, options: &Value) -> Value {
        let client_data = self.client_data("webauthn.create", options);
        let mut auth_data = self.auth_data(self.flags);
        auth_data.extend([0; 16]);
        auth_data.extend([0, u8::try_from(self.id.len()).unwrap()]);
        auth_data.extend(&self.id);
        auth_data.extend(self.cose_key());
        let statement = if self.attests_itself {
            let signature = self.sign(&auth_data, &client_data);
            let mut statement = vec![0xa2, 0x63, b'a', b'l', b'g', 0x26, 0x63, b's', b'i', b'g'];
            statement.extend([0x58, u8::try_from(signature.len()).unwrap()]);
            [statement, signature].concat()
        } else {
            vec![0xa0]
        };
        let format: &[u8] = if self.attests_itself {
            b"\x66packed"
        } else {
            b"\x64none"
        };
        let attestation = [
            &[0xa3][..],
            b"\x63fmt",
            format,
            b"\x67attStmt",
            &statement,
            b"\x68authData",
            &[0x58, u8::try_from(auth_data.len()).unwrap()],
            &auth_data,
        ]
        .concat();
        json!({
            "id": URL_SAFE_NO_PAD.encode(&self.id),
            "rawId": URL_SAFE_NO_PAD.encode(&self.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "attestationObject": URL_SAFE_NO_PAD.encode(attestation),
                "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
                "transports": ["internal"],
            },
        })
    }

    pub(crate) fn get(&self, options: &Value, user_handle: &str) -> Value {
        let client_data = self.client_data("webauthn.get", options);
        let auth_data = self.auth_data(self.flags & !0x40);
        json!({
            "id": URL_SAFE_NO_PAD.encode(&self.id),
            "rawId": URL_SAFE_NO_PAD.encode(&self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "authenticatorData": URL_SAFE_NO_PAD.encode(&auth_data),
                "clientDataJSON": URL_SAFE_NO_PAD.encode(&client_data),
                "signature": URL_SAFE_NO_PAD.encode(self.sign(&auth_data, &client_data)),
                "userHandle": user_handle,
            },
        })
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let data = json!({
            "type": kind,
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }

    fn auth_data(&self, flags: u8) -> Vec<u8> {
        let hash = digest::digest(&digest::SHA256, self.rp_id.as_bytes());
        [hash.as_ref(), &[flags, 0, 0, 0, 0]].concat()
    }

    fn sign(&self, auth_data: &[u8], client_data: &[u8]) -> Vec<u8> {
        let hash = digest::digest(&digest::SHA256, client_data);
        let message = [auth_data, hash.as_ref()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &message).unwrap();
        signature.as_ref().to_vec()
    }

    pub(crate) fn cose_key(&self) -> Vec<u8> {
        let point = self.pair.public_key().as_ref();
        let (x, y) = point[1..].split_at(32);
        let head = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32];
        [&head[..], x, &[0x22, 0x58, 32], y].concat()
    }
}
