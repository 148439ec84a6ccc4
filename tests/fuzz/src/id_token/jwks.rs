//! A key set, read by the slow checker.

use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
    RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde_json::Value;

use super::strict::base64url;

const MOST: usize = 64;

/// A key that could have signed.
#[derive(Debug, PartialEq, Eq)]
pub enum Key {
    /// Modulus and exponent, big-endian.
    Rsa {
        /// The modulus.
        n: Vec<u8>,
        /// The exponent.
        e: Vec<u8>,
    },
    /// A point of P-256, 32 bytes each.
    P256 {
        /// The first coordinate.
        x: Vec<u8>,
        /// The second coordinate.
        y: Vec<u8>,
    },
}

/// The one key of this set that fits; `None` where there is none, or more than one.
#[must_use]
pub fn the_key(set: &str, kid: Option<&str>, algorithm: &str) -> Option<Key> {
    let set: Value = serde_json::from_str(set).ok()?;
    let all = set.get("keys")?.as_array()?;
    if all.len() > MOST {
        return None;
    }
    let fits = |key: &&Value| kid.is_none() || key.get("kid").and_then(Value::as_str) == kid;
    let mut fitting = all
        .iter()
        .filter(fits)
        .filter_map(|key| sound(key, algorithm));
    let first = fitting.next()?;

    fitting.next().is_none().then_some(first)
}

/// RFC 7517 §4, RFC 7518 §6: a public key, whole, strong, and for verifying with this algorithm.
fn sound(key: &Value, algorithm: &str) -> Option<Key> {
    const TEXTS: [&str; 9] = ["kty", "kid", "alg", "use", "n", "e", "crv", "x", "y"];
    const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];
    let members = key.as_object()?;
    let present = |name: &str| members.get(name).filter(|it| !it.is_null());
    let is_text = |name: &&str| present(name).is_none_or(Value::is_string);
    if !TEXTS.iter().all(is_text) {
        return None;
    }
    if PRIVATE.iter().any(|name| members.contains_key(*name)) {
        return None;
    }
    if present("use").is_some_and(|it| it != "sig") {
        return None;
    }
    if let Some(deeds) = present("key_ops") {
        let deeds = deeds.as_array()?;
        let may_verify = deeds.iter().any(|it| it == "verify");
        if !may_verify || !deeds.iter().all(Value::is_string) {
            return None;
        }
    }
    if present("alg").is_some_and(|it| it != algorithm) {
        return None;
    }
    let bytes = |name: &str| base64url(present(name)?.as_str()?);

    match (present("kty")?.as_str()?, algorithm) {
        ("RSA", "RS256" | "PS256") => {
            let (n, e) = (stripped(bytes("n")?), stripped(bytes("e")?));
            let bits = n.len() * 8 - usize::try_from(n.first()?.leading_zeros()).ok()?;
            let is_odd = |number: &[u8]| number.last().is_some_and(|last| last & 1 == 1);
            let is_strong = (2_048..=8_192).contains(&bits)
                && is_odd(&n)
                && is_odd(&e)
                && e != [1]
                && e.len() <= 4;

            is_strong.then_some(Key::Rsa { n, e })
        }
        ("EC", "ES256") if present("crv")? == "P-256" => {
            let (x, y) = (bytes("x")?, bytes("y")?);

            (x.len() == 32 && y.len() == 32).then_some(Key::P256 { x, y })
        }
        _ => None,
    }
}

fn stripped(mut number: Vec<u8>) -> Vec<u8> {
    while number.first() == Some(&0) {
        number.remove(0);
    }

    number
}

impl Key {
    /// Nothing where the signature is not this key's.
    #[must_use]
    pub fn verify(&self, algorithm: &str, message: &[u8], signature: &[u8]) -> Option<()> {
        match (self, algorithm) {
            (Self::Rsa { n, e }, "RS256") => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .ok(),
            (Self::Rsa { n, e }, "PS256") => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PSS_2048_8192_SHA256, message, signature)
                .ok(),
            (Self::P256 { x, y }, "ES256") => {
                let point = [&[4], x.as_slice(), y].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                    .verify(message, signature)
                    .ok()
            }
            _ => None,
        }
    }
}
