//! Sentences of the vendor.

use protocol::display_text::DisplayText;

/// No sentence has a longer word; tokens and sessions do.
const LONGEST_IN_SENTENCE: usize = 64;

/// Cleans a sentence about an error, and leaves out what may be a token that the provider repeats.
pub(crate) fn sentence(text: &str) -> DisplayText {
    let words = text.split(' ').map(|word| {
        if word.len() > LONGEST_IN_SENTENCE && !word.starts_with("https://") {
            "…"
        } else {
            word
        }
    });

    DisplayText::clean(&words.collect::<Vec<_>>().join(" "), DisplayText::ERROR_CAP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_keeps_addresses_and_loses_what_may_be_a_token() {
        let token = "t".repeat(65);

        assert_eq!(
            sentence(&format!("Bad {token} here")).as_str(),
            "Bad … here"
        );
        let address = format!("https://auth0.com/{}", "a".repeat(64));
        assert_eq!(sentence(&address).as_str(), address);
    }
}
