//! Numbers of digits alone: no sign, no space, no fraction, as the forms of HTTP and dates have them.

/// Whether a text is digits, and at least one.
pub(crate) fn are_all(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number that digits write, when it is not too large.
pub(crate) fn number(text: &str) -> Option<u64> {
    are_all(text).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_digits_is_a_number() {
        assert_eq!(number("007"), Some(7));
        assert_eq!(number("18446744073709551615"), Some(u64::MAX));
        for text in [
            "",
            "+7",
            "-7",
            " 7",
            "7.0",
            "7e1",
            "٧",
            "18446744073709551616",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
