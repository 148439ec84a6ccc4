//! Paths: as limits and faults name them, and their pieces.

/// Whether `path` is the one named, or begins as named before a final `*`.
pub(crate) fn matches_path(pattern: &str, path: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => path.starts_with(beginning),
        None => pattern == path,
    }
}

/// Writes a piece of a path, every byte that is not plain as `%XX`.
pub(crate) fn encode_segment(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// Reads a piece of a path, undoing `%XX` once.
pub(crate) fn decode_segment(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        let digits = std::str::from_utf8(&digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_encoded_once_and_decoded_once() {
        assert_eq!(encode_segment("totp|dev_x"), "totp%7Cdev_x");
        assert_eq!(decode_segment("totp%7Cdev_x").unwrap(), "totp|dev_x");
        assert_eq!(decode_segment("totp%257Cdev_x").unwrap(), "totp%7Cdev_x");
        assert_eq!(decode_segment("100%"), None);
    }
}
