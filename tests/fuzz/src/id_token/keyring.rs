//! Keys that everybody knows, and what is signed with them.

use std::sync::LazyLock;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use ring::{
    hmac,
    rand::SystemRandom,
    rsa::PublicKeyComponents,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256,
        RSA_PSS_SHA256, RsaEncoding, RsaKeyPair,
    },
};
use serde_json::{Value, json};

macro_rules! test_key {
    ($name:literal) => {
        include_bytes!(concat!(
            "../../../../src-tauri/crates/protocol/src/id_token/testdata/test-only-",
            $name,
            ".der"
        ))
    };
}

static RSA_A: LazyLock<RsaKeyPair> =
    LazyLock::new(|| RsaKeyPair::from_pkcs8(test_key!("rsa-a")).unwrap());
static RSA_B: LazyLock<RsaKeyPair> =
    LazyLock::new(|| RsaKeyPair::from_pkcs8(test_key!("rsa-b")).unwrap());
static P256: LazyLock<EcdsaKeyPair> = LazyLock::new(|| {
    let (algorithm, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
    EcdsaKeyPair::from_pkcs8(algorithm, test_key!("p256"), &random).unwrap()
});

/// Who signs.
#[derive(Clone, Copy, Debug)]
pub enum Signer {
    /// The first RSA key, PKCS #1 v1.5.
    RsaA,
    /// The first RSA key, PSS.
    RsaAPss,
    /// The second RSA key, PKCS #1 v1.5.
    RsaB,
    /// The key on P-256.
    P256,
    /// With a secret that is no secret: our public key.
    Known,
    /// Without a signature.
    Nobody,
}

/// Base64url without padding (RFC 4648 §5).
pub fn encoded(bytes: impl AsRef<[u8]>) -> String {
    BASE64.encode(bytes)
}

/// A token in the compact form (RFC 7515 §7.1).
///
/// # Panics
/// When a key cannot sign.
#[must_use]
pub fn signed(signer: Signer, header: &[u8], payload: &[u8]) -> String {
    let message = format!("{}.{}", encoded(header), encoded(payload));
    let signature = match signer {
        Signer::RsaA => rsa(&RSA_A, &RSA_PKCS1_SHA256, &message),
        Signer::RsaAPss => rsa(&RSA_A, &RSA_PSS_SHA256, &message),
        Signer::RsaB => rsa(&RSA_B, &RSA_PKCS1_SHA256, &message),
        Signer::P256 => P256
            .sign(&SystemRandom::new(), message.as_bytes())
            .unwrap()
            .as_ref()
            .to_vec(),
        Signer::Known => {
            let known = rsa_a()["n"].as_str().unwrap().to_owned();
            let key = hmac::Key::new(hmac::HMAC_SHA256, known.as_bytes());
            hmac::sign(&key, message.as_bytes()).as_ref().to_vec()
        }
        Signer::Nobody => Vec::new(),
    };

    format!("{message}.{}", encoded(signature))
}

/// The first RSA key as a JWK.
#[must_use]
pub fn rsa_a() -> Value {
    public(&RSA_A)
}

/// The second RSA key as a JWK.
#[must_use]
pub fn rsa_b() -> Value {
    public(&RSA_B)
}

/// The key on P-256 as a JWK.
#[must_use]
pub fn p256() -> Value {
    let (x, y) = P256.public_key().as_ref()[1..].split_at(32);

    json!({"kty": "EC", "crv": "P-256", "x": encoded(x), "y": encoded(y)})
}

fn public(pair: &RsaKeyPair) -> Value {
    let numbers = PublicKeyComponents::<Vec<u8>>::from(pair.public());

    json!({"kty": "RSA", "n": encoded(numbers.n), "e": encoded(numbers.e)})
}

fn rsa(pair: &RsaKeyPair, encoding: &'static dyn RsaEncoding, message: &str) -> Vec<u8> {
    let mut signature = vec![0; pair.public().modulus_len()];
    let random = SystemRandom::new();
    pair.sign(encoding, &random, message.as_bytes(), &mut signature)
        .unwrap();

    signature
}
