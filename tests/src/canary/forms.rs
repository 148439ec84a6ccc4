//! The ways in which a value may lie somewhere.

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

/// A value as it is, and as programs write it on their way: sixteen bits a character, base64 wherever in a longer text
/// it may begin, hexadecimal, escaped for an address, and as a list of numbers.
pub(super) fn forms(value: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let each = |write: fn(u8) -> String| value.iter().copied().map(write).collect::<Vec<_>>();
    let mut forms = vec![
        ("as it is", value.to_vec()),
        (
            "in UTF-16",
            value.iter().flat_map(|byte| [*byte, 0]).collect(),
        ),
        (
            "in hexadecimal",
            each(|byte| format!("{byte:02x}")).concat().into_bytes(),
        ),
        (
            "escaped",
            each(|byte| format!("%{byte:02X}")).concat().into_bytes(),
        ),
        (
            "as numbers",
            each(|byte| byte.to_string()).join(", ").into_bytes(),
        ),
    ];
    for before in 0..3 {
        let standard = in_base64(value, before);
        let of_addresses = standard.replace('+', "-").replace('/', "_");
        if of_addresses != standard {
            forms.push(("in base64url", of_addresses.into_bytes()));
        }
        forms.push(("in base64", standard.into_bytes()));
    }

    forms
}

/// What base64 shows of a value that stands behind so many other bytes: the characters that no neighbour changes.
fn in_base64(value: &[u8], before: usize) -> String {
    let mut bytes = vec![0; before];
    bytes.extend_from_slice(value);
    let text = STANDARD_NO_PAD.encode(&bytes);
    let whole = bytes.len() * 8 / 6;

    text[(before * 8).div_ceil(6)..whole].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_one_that_others_write() {
        let forms = forms(b"secret?>");
        let is_there = |text: &str| forms.iter().any(|(_, form)| form == text.as_bytes());

        assert!(is_there("secret?>"));
        assert!(is_there("s\0e\0c\0r\0e\0t\0?\0>\0"));
        assert!(is_there("7365637265743f3e"));
        assert!(is_there("%73%65%63%72%65%74%3F%3E"));
        assert!(is_there("115, 101, 99, 114, 101, 116, 63, 62"));
    }

    #[test]
    fn base64_is_found_wherever_the_value_begins() {
        for before in ["", "a", "ab", "abc", "abcd"] {
            let longer = STANDARD_NO_PAD.encode(format!("{before}secret?>and more"));
            let is_found = forms(b"secret?>").into_iter().any(|(way, form)| {
                way == "in base64" && longer.contains(&String::from_utf8(form).unwrap())
            });
            assert!(is_found, "{longer}");
        }
    }
}
