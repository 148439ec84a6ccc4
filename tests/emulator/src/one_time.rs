//! One-time passwords of RFC 6238, and the alphabet their secrets are written in.

use ring::hmac;

const STEP_SECS: u64 = 30;

/// The base32 alphabet of RFC 4648.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The six digits of a secret at this time.
pub(crate) fn code(secret: &[u8], now: u64) -> String {
    at_step(secret, now / STEP_SECS)
}

/// Whether a code is that of the present step or of a neighbour.
pub(crate) fn is_valid(secret: &[u8], code: &str, now: u64) -> bool {
    let present = now / STEP_SECS;
    (present.saturating_sub(1)..=present + 1).any(|step| at_step(secret, step) == code)
}

/// Base32 without padding.
pub(crate) fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(5) {
        let mut group = [0; 8];
        group[3..3 + chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(group);
        for index in 0..(chunk.len() * 8).div_ceil(5) {
            let letter = bits >> (35 - 5 * index) & 31;
            text.push(char::from(
                ALPHABET[usize::try_from(letter).unwrap_or_default()],
            ));
        }
    }
    text
}

/// Reads base32, in either case and with spaces between groups.
pub(crate) fn read_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0u32, 0u32);
    for letter in text.bytes().filter(|byte| !b" =".contains(byte)) {
        let value = ALPHABET
            .iter()
            .position(|known| *known == letter.to_ascii_uppercase())?;
        bits = bits << 5 | u32::try_from(value).ok()?;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff) as u8);
        }
    }
    Some(bytes)
}

fn at_step(secret: &[u8], step: u64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = usize::from(tag[tag.len() - 1] & 0x0f);
    let number = u32::from_be_bytes([
        tag[offset] & 0x7f,
        tag[offset + 1],
        tag[offset + 2],
        tag[offset + 3],
    ]);
    format!("{:06}", number % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_codes_of_rfc_6238_appendix_b_come_out() {
        for (time, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SECRET, time), expected);
        }
    }

    #[test]
    fn one_step_to_either_side_is_let_through() {
        let now = 1_234_567_890;
        let code = code(SECRET, now);
        assert!(is_valid(SECRET, &code, now + 30));
        assert!(is_valid(SECRET, &code, now - 30));
        assert!(!is_valid(SECRET, &code, now + 60));
    }

    #[test]
    fn base32_is_as_in_rfc_4648() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(base32(b"f"), "MY");
        assert_eq!(read_base32("mzxw 6ytb oi").unwrap(), b"foobar");
    }
}
