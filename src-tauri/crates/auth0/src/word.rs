//! Words and sentences of the vendor.

/// Defines an enum over words of the wire; a word that is not in the list survives as `Other`, cleaned and cut.
macro_rules! open_words {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A word that is not in this list, at most 64 bytes; to show, not to act upon.
            Other(String),
        }

        impl $name {
            /// Returns the word on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }

            /// Reads a word of the wire.
            pub fn from_wire(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Other($crate::word::clean(other)),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <String as ::serde::Deserialize>::deserialize(deserializer)?;

                Ok(Self::from_wire(&word))
            }
        }
    };
}

pub(crate) use open_words;
use protocol::display_text::DisplayText;

/// Bounds a word that nobody here knows; the longest known one has 33 bytes.
const LONGEST: usize = 64;

pub(crate) fn clean(word: &str) -> String {
    DisplayText::clean(word, LONGEST).as_str().to_owned()
}

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
    use crate::my_account::FactorType;

    #[test]
    fn a_word_that_nobody_knows_survives_and_is_cleaned() {
        assert_eq!(FactorType::from_wire("totp"), FactorType::Totp);

        let other = FactorType::from_wire("iris-\u{202E}scan\n");
        assert_eq!(other.as_str(), "iris-scan");
        assert_eq!(FactorType::from_wire(&"x".repeat(900)).as_str().len(), 64);
    }

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
