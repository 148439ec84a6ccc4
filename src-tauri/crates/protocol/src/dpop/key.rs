//! The key that a session is bound to.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use ring::error::Unspecified;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use secrecy::zeroize::Zeroizing;
use serde_json::{Value, json};

use crate::secret::Secret as _;
use crate::secret_type;

/// The length of one coordinate on P-256.
const COORDINATE: usize = 32;

secret_type! {
    /// A DPoP key to be kept: PKCS#8 (RFC 5958) as base64url without padding, 184 characters.
    DpopPrivateKey
}

/// A key pair on P-256. A clone shares it.
///
/// `ring` hands out a key only when it chose the random bytes itself, and it chooses those of each signature as
/// well. So this is the one place below the window where randomness comes from the system (through
/// [`SystemRandom`]) and is no argument. What is kept is wiped after use; the copy inside `ring`'s own type is not,
/// and lives as long as the last clone.
#[derive(Clone)]
pub struct DpopKey(Arc<Parts>);

struct Parts {
    private: DpopPrivateKey,
    pair: EcdsaKeyPair,
    thumbprint: String,
}

/// Why there is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DpopKeyError {
    /// The system gave no random bytes.
    #[error("the system gave no random bytes for a key")]
    Random,
    /// What was kept is no key on P-256, or its two halves do not belong together.
    #[error("what was kept is not a usable key")]
    Unusable,
}

impl DpopKey {
    /// Makes a new key.
    ///
    /// # Errors
    /// [`DpopKeyError::Random`]
    pub fn generate() -> Result<Self, DpopKeyError> {
        let document =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
                .map_err(|_| DpopKeyError::Random)?;
        let text = Zeroizing::new(URL_SAFE_NO_PAD.encode(document.as_ref()));

        Self::from_pkcs8(DpopPrivateKey::new(text.as_str()))
    }

    /// Takes up a key that was kept.
    ///
    /// # Errors
    /// [`DpopKeyError::Unusable`]
    pub fn from_pkcs8(private: DpopPrivateKey) -> Result<Self, DpopKeyError> {
        let bytes = URL_SAFE_NO_PAD
            .decode(private.expose())
            .map(Zeroizing::new)
            .map_err(|_| DpopKeyError::Unusable)?;
        let pair = EcdsaKeyPair::from_pkcs8(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            &bytes,
            &SystemRandom::new(),
        )
        .map_err(|_| DpopKeyError::Unusable)?;
        let thumbprint = thumbprint(&jwk(pair.public_key().as_ref()));

        Ok(Self(Arc::new(Parts {
            private,
            pair,
            thumbprint,
        })))
    }

    /// Returns what has to be kept.
    pub fn to_pkcs8(&self) -> &DpopPrivateKey {
        &self.0.private
    }

    /// Returns the thumbprint of the public half (RFC 7638 with SHA-256): the `dpop_jkt` of an authorization
    /// request and the `cnf.jkt` of a token.
    pub fn thumbprint(&self) -> &str {
        &self.0.thumbprint
    }

    /// Returns the public half (RFC 7517).
    pub(super) fn jwk(&self) -> Value {
        jwk(self.0.pair.public_key().as_ref())
    }

    /// Signs with ES256 (RFC 7518 section 3.4).
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Unspecified> {
        let signature = self.0.pair.sign(&SystemRandom::new(), message)?;

        Ok(signature.as_ref().to_vec())
    }
}

impl fmt::Debug for DpopKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DpopKey(..)")
    }
}

/// The members that RFC 7638 section 3.2 requires, and no other.
fn jwk(point: &[u8]) -> Value {
    // The first byte says that both coordinates follow (SEC 1 section 2.3.3).
    let (x, y) = point.get(1..).unwrap_or_default().split_at(COORDINATE);

    json!({
        "crv": "P-256",
        "kty": "EC",
        "x": URL_SAFE_NO_PAD.encode(x),
        "y": URL_SAFE_NO_PAD.encode(y),
    })
}

/// Hashes the members in the order of their names, without white space (RFC 7638 section 3).
pub(super) fn thumbprint(jwk: &Value) -> String {
    let member = |name: &str| jwk[name].as_str().unwrap_or_default();
    let canonical = format!(
        r#"{{"crv":"{}","kty":"{}","x":"{}","y":"{}"}}"#,
        member("crv"),
        member("kty"),
        member("x"),
        member("y")
    );

    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, canonical.as_bytes()))
}
