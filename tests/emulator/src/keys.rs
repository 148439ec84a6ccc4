//! The signing keys: committed, marked test-only, worth nothing outside this emulator.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest;
use ring::rsa::{KeyPair, PublicKeyComponents};
use serde_json::{Value, json};

/// A key pair with its certificate and the id it is published under.
pub(crate) struct Key {
    pub(crate) kid: String,
    pub(crate) pair: KeyPair,
    certificate: Vec<u8>,
}

/// The keys of one Auth0 tenant: the current one signs, the next one is published ahead.
pub(crate) struct Ring {
    keys: Vec<Key>,
    current: usize,
}

impl Ring {
    pub(crate) fn auth0() -> Self {
        let keys = vec![
            Key::new(
                include_str!("keys/auth0-1.key.pem"),
                include_str!("keys/auth0-1.crt.pem"),
            ),
            Key::new(
                include_str!("keys/auth0-2.key.pem"),
                include_str!("keys/auth0-2.crt.pem"),
            ),
            Key::new(
                include_str!("keys/auth0-3.key.pem"),
                include_str!("keys/auth0-3.crt.pem"),
            ),
            Key::new(
                include_str!("keys/auth0-4.key.pem"),
                include_str!("keys/auth0-4.crt.pem"),
            ),
        ];
        Self { keys, current: 0 }
    }

    pub(crate) fn current(&self) -> &Key {
        &self.keys[self.current]
    }

    /// The key with this id, whether it is still published or not.
    pub(crate) fn by_kid(&self, kid: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.kid == kid)
    }

    pub(crate) fn rotate(&mut self) {
        self.current = self.following();
    }

    pub(crate) fn published(&self) -> [&Key; 2] {
        [self.current(), &self.keys[self.following()]]
    }

    fn following(&self) -> usize {
        (self.current + 1) % self.keys.len()
    }
}

impl Key {
    pub(crate) fn nhost() -> Self {
        Self::new(
            include_str!("keys/nhost-1.key.pem"),
            include_str!("keys/nhost-1.crt.pem"),
        )
    }

    /// What the stand-ins for Google and Apple sign with.
    pub(crate) fn nhost_provider() -> Self {
        Self::new(
            include_str!("keys/nhost-2.key.pem"),
            include_str!("keys/nhost-2.crt.pem"),
        )
    }

    fn new(private: &str, certificate: &str) -> Self {
        let pair =
            KeyPair::from_pkcs8(&der(private)).expect("the committed keys are RSA-2048 in PKCS#8");
        let thumbprint = digest::digest(&digest::SHA256, &components(&pair).n);
        let kid = URL_SAFE_NO_PAD.encode(thumbprint)[..21].to_owned();
        Self {
            kid,
            pair,
            certificate: der(certificate),
        }
    }

    /// The public half as Nhost publishes it.
    pub(crate) fn to_jwk(&self) -> Value {
        let PublicKeyComponents { n, e } = components(&self.pair);
        json!({
            "alg": "RS256",
            "e": URL_SAFE_NO_PAD.encode(e),
            "kid": self.kid,
            "kty": "RSA",
            "n": URL_SAFE_NO_PAD.encode(n),
            "use": "sig",
        })
    }

    /// The public half with its certificate, as Auth0 publishes it.
    pub(crate) fn to_jwk_with_certificate(&self) -> Value {
        let mut jwk = self.to_jwk();
        let thumbprint = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, &self.certificate);
        jwk["x5t"] = URL_SAFE_NO_PAD.encode(thumbprint).into();
        jwk["x5c"] = json!([STANDARD.encode(&self.certificate)]);
        jwk
    }
}

fn components(pair: &KeyPair) -> PublicKeyComponents<Vec<u8>> {
    PublicKeyComponents::from(pair.public())
}

/// The bytes between the BEGIN and END lines.
fn der(pem: &str) -> Vec<u8> {
    let body: String = pem
        .lines()
        .skip_while(|line| !line.starts_with("-----BEGIN"))
        .skip(1)
        .take_while(|line| !line.starts_with("-----END"))
        .collect();
    STANDARD.decode(body).expect("the committed files are PEM")
}
