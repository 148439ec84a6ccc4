//! The shared secret: base32 as people and providers write it, and the one place that looks into it.

use protocol::{secret::Secret as _, secret_type};
use zeroize::Zeroizing;

secret_type! {
    /// The secret that an authenticator app shares with the provider: base32 (RFC 4648 §6), upper case, unpadded.
    Base32
}

/// Why a text is not a usable key. Holds no part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing is there.
    #[error("the key is missing")]
    Missing,
    /// Longer than [`SharedKey::TEXT_BYTES`].
    #[error("the key is too long")]
    TooLong,
    /// Not base32.
    #[error("the key is not base32")]
    NotBase32,
    /// Fewer than 80 bits: no provider of today makes such keys, and guessing them is too easy.
    #[error("the key is too short")]
    TooShort,
}

/// A shared secret that was checked.
#[derive(Clone, Debug)]
pub struct SharedKey(Base32);

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

impl SharedKey {
    /// The longest key has 64 bytes (the block of SHA-1 and SHA-256); 4 KiB leave room for spaces and fools nobody.
    pub const TEXT_BYTES: usize = 4 * 1024;
    /// The shortest key in use (security rows OT04).
    const LEAST_BITS: u32 = 80;
    /// People read a key aloud and type it in groups of this many letters.
    const GROUP: usize = 4;

    /// Takes a key as people write it: any case, with spaces or hyphens between groups, padded or not.
    pub(crate) fn parse(text: &str) -> Result<Self, KeyError> {
        if text.len() > Self::TEXT_BYTES {
            return Err(KeyError::TooLong);
        }
        let text = text.trim().trim_end_matches('=');
        let mut clean = Zeroizing::new(String::with_capacity(text.len()));
        for letter in text.chars().filter(|c| !matches!(c, ' ' | '-')) {
            let letter = letter.to_ascii_uppercase();
            let is_known = u8::try_from(letter).is_ok_and(|byte| ALPHABET.contains(&byte));
            if !is_known {
                return Err(KeyError::NotBase32);
            }
            clean.push(letter);
        }
        if clean.is_empty() {
            return Err(KeyError::Missing);
        }
        // RFC 4648 §6: no number of whole bytes ends in 1, 3 or 6 letters.
        if matches!(clean.len() % 8, 1 | 3 | 6) {
            return Err(KeyError::NotBase32);
        }
        let key = Self(Base32::new(clean.as_str()));
        if key.bits() < Self::LEAST_BITS {
            return Err(KeyError::TooShort);
        }

        Ok(key)
    }

    /// The key as people type it: groups of four letters with spaces between. To show once, and to nobody else.
    pub fn in_groups(&self) -> Zeroizing<String> {
        let text = self.0.expose();
        let mut groups = Zeroizing::new(String::with_capacity(text.len() * 2));
        for (index, letter) in text.chars().enumerate() {
            if index > 0 && index % Self::GROUP == 0 {
                groups.push(' ');
            }
            groups.push(letter);
        }

        groups
    }

    /// The key without spaces, as an address or a clipboard takes it.
    pub fn text(&self) -> &str {
        self.0.expose()
    }

    /// How many bits the key has.
    pub(crate) fn bits(&self) -> u32 {
        u32::try_from(self.0.expose().len() * 5 / 8 * 8).unwrap_or(u32::MAX)
    }

    /// The key itself. Bits that fill no byte are dropped, as every authenticator app drops them.
    pub(crate) fn bytes(&self) -> Zeroizing<Vec<u8>> {
        let text = self.0.expose();
        let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() * 5 / 8));
        let (mut buffer, mut filled) = (0u32, 0u32);
        for letter in text.bytes() {
            let value = ALPHABET.iter().position(|known| *known == letter);
            let value = u32::try_from(value.unwrap_or_default()).unwrap_or_default();
            buffer = ((buffer << 5) | value) & 0xfff;
            filled += 5;
            if filled >= 8 {
                filled -= 8;
                bytes.push(u8::try_from((buffer >> filled) & 0xff).unwrap_or_default());
            }
        }

        bytes
    }
}
