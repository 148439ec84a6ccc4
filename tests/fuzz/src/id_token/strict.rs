//! The two encodings of a token, read without the libraries that ours is built on.

use serde_json::Value;

/// Base64url without padding and without bits that mean nothing (RFC 4648 §5, RFC 7515 §2).
#[must_use]
pub fn base64url(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == letter)?;
        bits = (bits << 6) | u32::try_from(value).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    // One letter more than whole bytes take, or a rest that is not zero.
    if count == 6 || bits != 0 {
        return None;
    }

    Some(bytes)
}

/// An object in which no name stands twice, and nothing is nested deeper than 32.
#[must_use]
pub fn object(bytes: &[u8]) -> Option<Value> {
    const DEEPEST: usize = 32;
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let mut names = names(bytes)?;
    names.sort();
    let is_repeated = names.windows(2).any(|pair| pair[0] == pair[1]);

    (value.is_object() && !is_repeated && depth(&value) <= DEEPEST).then_some(value)
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(all) => 1 + all.iter().map(depth).max().unwrap_or(0),
        Value::Object(all) => 1 + all.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// The names of the members of the outermost object, of text that is JSON.
fn names(bytes: &[u8]) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let (mut level, mut at) = (0_usize, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => level += 1,
            b'}' | b']' => level = level.checked_sub(1)?,
            b'"' => {
                let start = at;
                at += 1;
                while *bytes.get(at)? != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                let rest = &bytes[at + 1..];
                let next = rest.iter().find(|byte| !byte.is_ascii_whitespace());
                if level == 1 && next == Some(&b':') {
                    names.push(serde_json::from_slice(&bytes[start..=at]).ok()?);
                }
            }
            _ => {}
        }
        at += 1;
    }

    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_is_read_strictly() {
        assert_eq!(base64url("").as_deref(), Some(&b""[..]));
        assert_eq!(base64url("YWJj").as_deref(), Some(&b"abc"[..]));
        assert_eq!(base64url("_-8").as_deref(), Some(&[0xff, 0xef][..]));
        for broken in ["A", "AB", "YWI=", "YW Jj", "YW+j", "YW/j", "YWJjA"] {
            assert_eq!(base64url(broken), None, "{broken}");
        }
    }

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        assert!(object(br#"{"a":{"a":1},"b":["a","a"]}"#).is_some());
        for broken in [
            &br#"{"a":1,"a":2}"#[..],
            br#"{"a":1,"\u0061":2}"#,
            br#"{"a" : 1, "b":"\"", "a" : 1}"#,
            b"[]",
            b"{}{}",
        ] {
            assert_eq!(object(broken), None);
        }
    }
}
