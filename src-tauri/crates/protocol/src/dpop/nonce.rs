//! What a server wants to find in the next proof.

use reqwest::header::HeaderMap;

/// Caps a nonce. Real ones have up to 300 characters, and the proof goes into a header in which servers take
/// 8 KiB.
const LONGEST: usize = 1024;

/// Returns the nonce of an answer; one that is repeated, too long or against RFC 9449 section 8.1 is none.
pub(crate) fn nonce(headers: &HeaderMap) -> Option<String> {
    let mut stated = headers.get_all("dpop-nonce").iter();
    let (Some(nonce), None) = (stated.next(), stated.next()) else {
        return None;
    };
    let nonce = nonce.to_str().ok()?;
    let is_usable = (1..=LONGEST).contains(&nonce.len()) && nonce.bytes().all(is_nonce_byte);

    is_usable.then(|| nonce.to_owned())
}

/// `NQCHAR` of RFC 6749 appendix A.
fn is_nonce_byte(byte: u8) -> bool {
    matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e)
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn read(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            headers.append("dpop-nonce", value);
        }

        nonce(&headers)
    }

    #[test]
    fn a_nonce_is_taken_only_as_rfc_9449_writes_one() {
        assert_eq!(read(&["eyJ7S_zG.~!#[]"]).as_deref(), Some("eyJ7S_zG.~!#[]"));
        let longest = "n".repeat(LONGEST);
        assert_eq!(read(&[&longest]).as_deref(), Some(longest.as_str()));
        let (too_long, huge) = ("n".repeat(LONGEST + 1), "n".repeat(100 * 1024));
        for refused in [
            &[][..],
            &[""],
            &["a b"],
            &["a\"b"],
            &["a\\b"],
            &["a\tb"],
            &["ä"],
            &["a", "b"],
            &[&too_long],
            &[&huge],
        ] {
            assert_eq!(read(refused), None, "TR35");
        }
    }
}
