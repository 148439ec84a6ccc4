//! Unguessable values from the operating system.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A fresh handle of `bytes` random bytes, base64url.
pub(crate) fn handle(bytes: usize) -> String {
    let mut buffer = vec![0; bytes];
    fill(&mut buffer);
    URL_SAFE_NO_PAD.encode(buffer)
}

/// A fresh version 4 UUID in lower case.
pub(crate) fn uuid() -> String {
    let mut bytes = [0; 16];
    fill(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex(&bytes);
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// A fresh lower-case hexadecimal value of `bytes` bytes.
pub(crate) fn hex_handle(bytes: usize) -> String {
    let mut buffer = vec![0; bytes];
    fill(&mut buffer);
    hex(&buffer)
}

/// A fresh value of `count` letters and digits.
pub(crate) fn alphanumeric(count: usize) -> String {
    pick(
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
        count,
    )
}

/// A fresh value of `count` upper-case letters and digits.
pub(crate) fn uppercase(count: usize) -> String {
    pick(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", count)
}

/// A fresh code of six digits.
pub(crate) fn digits() -> String {
    pick(b"0123456789", 6)
}

/// Fresh bytes.
pub(crate) fn bytes<const COUNT: usize>() -> [u8; COUNT] {
    let mut buffer = [0; COUNT];
    fill(&mut buffer);
    buffer
}

/// Not quite even, which nobody can tell from a handful of codes.
fn pick(alphabet: &[u8], count: usize) -> String {
    let mut buffer = vec![0; count];
    fill(&mut buffer);
    buffer
        .into_iter()
        .map(|byte| char::from(alphabet[usize::from(byte) % alphabet.len()]))
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn fill(buffer: &mut [u8]) {
    getrandom::fill(buffer).expect("the operating system gives random numbers");
}
