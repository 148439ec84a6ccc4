//! Signing tokens, and reading back those that come in.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{self, UnparsedPublicKey};
use ring::{hmac, rsa};
use serde_json::{Value, json};

use crate::keys::Key;

/// Signs with RS256.
pub(crate) fn sign_rs256(key: &Key, claims: &Value) -> String {
    sign_rs256_as("JWT", key, claims)
}

/// Signs with RS256 what is of a kind of its own.
pub(crate) fn sign_rs256_as(typ: &str, key: &Key, claims: &Value) -> String {
    let header = json!({ "alg": "RS256", "kid": key.kid, "typ": typ });
    let message = message(&header, claims);
    let mut signature = vec![0; key.pair.public().modulus_len()];
    key.pair
        .sign(
            &signature::RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            message.as_bytes(),
            &mut signature,
        )
        .expect("the buffer has the length of the modulus");
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// Signs with HS256.
pub(crate) fn sign_hs256(secret: &str, claims: &Value) -> String {
    let message = message(&json!({ "alg": "HS256", "typ": "JWT" }), claims);
    let tag = hmac::sign(
        &hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()),
        message.as_bytes(),
    );
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
}

/// A token taken apart; nothing about it is believed yet.
pub(crate) struct Unverified<'a> {
    pub(crate) header: Value,
    pub(crate) claims: Value,
    message: &'a str,
    signature: Vec<u8>,
}

impl<'a> Unverified<'a> {
    pub(crate) fn parse(token: &'a str) -> Option<Self> {
        let (message, signature) = token.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        Some(Self {
            header: part(header)?,
            claims: part(claims)?,
            message,
            signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
        })
    }

    pub(crate) fn is_signed_by(&self, key: &Key) -> bool {
        let public: &rsa::PublicKey = key.pair.public();
        self.header["alg"] == "RS256"
            && UnparsedPublicKey::new(&signature::RSA_PKCS1_2048_8192_SHA256, public)
                .verify(self.message.as_bytes(), &self.signature)
                .is_ok()
    }

    /// ES256, with the uncompressed point of a key on P-256.
    pub(crate) fn is_signed_by_point(&self, point: &[u8]) -> bool {
        self.header["alg"] == "ES256"
            && UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point)
                .verify(self.message.as_bytes(), &self.signature)
                .is_ok()
    }

    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        self.header["alg"] == "HS256"
            && hmac::verify(&key, self.message.as_bytes(), &self.signature).is_ok()
    }
}

fn message(header: &Value, claims: &Value) -> String {
    format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(claims.to_string())
    )
}

fn part(text: &str) -> Option<Value> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}
