//! How secrets travel: `dh-ietf1024-sha256-aes128-cbc-pkcs7` (Secret Service API, "Transfer of Secrets").

use aes::{
    Aes128,
    cipher::{BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _, block_padding::Pkcs7},
};
use anyhow::{Context as _, Result, ensure};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};

pub(super) const ALGORITHM: &str = "dh-ietf1024-sha256-aes128-cbc-pkcs7";

/// The public key that belongs to the private key 1. Nobody is kept out by a service inside a test, and so the secret
/// that both sides share is the other one's public key: no arithmetic is needed.
pub(super) const PUBLIC_KEY: [u8; 1] = [2];

/// The length of a number of the group (RFC 2409 §6.2).
const GROUP_BYTES: usize = 128;
const KEY_BYTES: usize = 16;

/// The key of one who asks.
#[derive(Debug)]
pub(super) struct Session([u8; KEY_BYTES]);

struct Length;

impl KeyType for Length {
    fn len(&self) -> usize {
        KEY_BYTES
    }
}

impl Session {
    pub(super) fn with(their_public_key: &[u8]) -> Result<Self> {
        ensure!(their_public_key.len() <= GROUP_BYTES, "that is no key");
        let mut shared = vec![0; GROUP_BYTES - their_public_key.len()];
        shared.extend_from_slice(their_public_key);

        let salt = Salt::new(HKDF_SHA256, &[]);
        let derived = salt.extract(&shared);
        let mut key = [0; KEY_BYTES];
        let filled = derived.expand(&[], Length).and_then(|it| it.fill(&mut key));
        filled.ok().context("deriving a key")?;

        Ok(Self(key))
    }

    pub(super) fn decrypted(&self, parameters: &[u8], value: &[u8]) -> Result<Vec<u8>> {
        let vector: [u8; KEY_BYTES] = parameters.try_into().context("no such vector")?;
        let cipher = cbc::Decryptor::<Aes128>::new(&self.0.into(), &vector.into());

        cipher
            .decrypt_padded_vec::<Pkcs7>(value)
            .ok()
            .context("it was not encrypted with this key")
    }

    /// The value and what else it takes to read it. Each session lives for a few answers: one vector is enough.
    pub(super) fn encrypted(&self, secret: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let vector = [7; KEY_BYTES];
        let cipher = cbc::Encryptor::<Aes128>::new(&self.0.into(), &vector.into());

        (vector.to_vec(), cipher.encrypt_padded_vec::<Pkcs7>(secret))
    }
}
