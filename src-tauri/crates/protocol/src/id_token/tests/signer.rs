//! Signs tokens for the tests, with keys that everybody knows.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RsaEncoding, RsaKeyPair,
};
use serde_json::{Value, json};

use crate::jwks::KeySet;
use crate::secret::IdToken;

const RSA_A: &[u8] = include_bytes!("../testdata/test-only-rsa-a.der");
const RSA_B: &[u8] = include_bytes!("../testdata/test-only-rsa-b.der");
const P256: &[u8] = include_bytes!("../testdata/test-only-p256.der");

/// Who signs.
pub(super) enum Signer {
    RsaA,
    RsaAPss,
    RsaB,
    P256,
}

pub(super) fn signed(signer: &Signer, header: Value, claims: &Value) -> IdToken {
    signed_bytes(signer, header, claims.to_string().as_bytes())
}

pub(super) fn signed_bytes(signer: &Signer, header: Value, payload: &[u8]) -> IdToken {
    let message = format!(
        "{}.{}",
        encoded(header.to_string().as_bytes()),
        encoded(payload)
    );
    let signature = match signer {
        Signer::RsaA => rsa(RSA_A, &RSA_PKCS1_SHA256, message.as_bytes()),
        Signer::RsaAPss => rsa(RSA_A, &RSA_PSS_SHA256, message.as_bytes()),
        Signer::RsaB => rsa(RSA_B, &RSA_PKCS1_SHA256, message.as_bytes()),
        Signer::P256 => {
            let signature = p256()
                .sign(&SystemRandom::new(), message.as_bytes())
                .unwrap();
            signature.as_ref().to_vec()
        }
    };

    IdToken::new(format!("{message}.{}", encoded(&signature)))
}

/// Two RSA keys for RS256, one for PS256, one for ES256.
pub(super) fn key_set() -> KeySet {
    let point = p256();
    let (x, y) = point.public_key().as_ref()[1..].split_at(32);
    let keys = json!({"keys": [
        public(RSA_A, "a", "RS256"),
        public(RSA_A, "a-pss", "PS256"),
        public(RSA_B, "other", "RS256"),
        {"kty": "EC", "crv": "P-256", "kid": "p256", "x": encoded(x), "y": encoded(y)},
    ]});

    KeySet::parse(keys.to_string().as_bytes()).unwrap()
}

/// The public half of the key that is in no set under its own name.
pub(super) fn public_b() -> Value {
    public(RSA_B, "a", "RS256")
}

pub(super) fn half_hash(token: &str) -> String {
    let hash = digest::digest(&digest::SHA256, token.as_bytes());

    encoded(&hash.as_ref()[..16])
}

pub(super) fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn public(pkcs8: &[u8], kid: &str, algorithm: &str) -> Value {
    let pair = RsaKeyPair::from_pkcs8(pkcs8).unwrap();
    let numbers: PublicKeyComponents<Vec<u8>> = pair.public().into();

    json!({
        "kty": "RSA", "use": "sig", "kid": kid, "alg": algorithm,
        "n": encoded(&numbers.n), "e": encoded(&numbers.e),
    })
}

fn rsa(pkcs8: &[u8], encoding: &'static dyn RsaEncoding, message: &[u8]) -> Vec<u8> {
    let pair = RsaKeyPair::from_pkcs8(pkcs8).unwrap();
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(encoding, &SystemRandom::new(), message, &mut signature)
        .unwrap();

    signature
}

fn p256() -> EcdsaKeyPair {
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, P256, &SystemRandom::new()).unwrap()
}
