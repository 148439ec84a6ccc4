//! Letters to show where there is no picture.

/// One or two letters: of the first and last word of a name, or the first of an e-mail address.
pub(crate) fn initials(name: Option<&str>, email: Option<&str>) -> String {
    let text = name
        .filter(|name| name.chars().any(char::is_alphanumeric))
        .or(email)
        .unwrap_or("?");
    // A display name that is an address stands for itself, not for "a.b" words.
    let text = text.split('@').next().unwrap_or(text);
    let mut words = text
        .split_whitespace()
        .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    let letters: String = first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect();

    if letters.is_empty() {
        "?".to_owned()
    } else {
        letters
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn names_give_first_and_last_letter() {
        for (name, email, expected) in [
            (Some("Ada Nakamura"), None, "AN"),
            (Some("Ada Byron King Lovelace"), None, "AL"),
            (Some("ada"), None, "A"),
            (Some("ada@example.com"), Some("ada@example.com"), "A"),
            (Some("  "), Some("bob@example.com"), "B"),
            (Some("李 小龍"), None, "李小"),
            (Some("(Ada) Nakamura"), None, "AN"),
            (None, None, "?"),
            (Some("…"), Some("@"), "?"),
        ] {
            assert_eq!(initials(name, email), expected, "{name:?} {email:?}");
        }
    }
}
