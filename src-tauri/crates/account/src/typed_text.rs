//! What a person typed into a field: a few words, or an e-mail address.

use crate::invalid::{Invalid, InvalidReason};

/// A few words in one line, without the spaces around them.
pub(crate) fn short_text<'a>(
    text: &'a str,
    field: &'static str,
    characters: usize,
) -> Result<&'a str, Invalid> {
    let invalid = |reason| Err(Invalid { field, reason });
    let text = text.trim();
    if text.is_empty() {
        return invalid(InvalidReason::Empty);
    }
    if text.chars().count() > characters {
        return invalid(InvalidReason::TooLong);
    }
    if text.contains(char::is_control) {
        return invalid(InvalidReason::BadCharacters);
    }

    Ok(text)
}

/// An address worth sending: the provider has the last word, an empty field has not.
pub(crate) fn email_address<'a>(text: &'a str, field: &'static str) -> Result<&'a str, Invalid> {
    /// RFC 5321 §4.5.3.1.3.
    const BYTES: usize = 254;
    let invalid = |reason| Err(Invalid { field, reason });
    let text = text.trim();
    if text.is_empty() {
        return invalid(InvalidReason::Empty);
    }
    if text.len() > BYTES {
        return invalid(InvalidReason::TooLong);
    }
    let is_split = text
        .split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    if !is_split
        || text
            .chars()
            .any(|letter| letter.is_whitespace() || letter.is_control())
    {
        return invalid(InvalidReason::NotAnEmail);
    }

    Ok(text)
}
