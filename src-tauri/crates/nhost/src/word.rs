//! Words of the wire that the vendor may add to.

/// Defines an enum over words of the wire; a word that is not in the list survives as `Other`, cleaned and cut.
macro_rules! open_words {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A word that is not in this list: at most 64 characters of visible ASCII, possibly none.
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

/// Bounds a word that nobody here knows; the longest known one has 38 characters.
const LONGEST: usize = 64;

pub(crate) fn clean(word: &str) -> String {
    word.chars()
        .filter(char::is_ascii_graphic)
        .take(LONGEST)
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::{ErrorCode, SignInProvider};

    #[test]
    fn a_word_that_nobody_knows_survives_and_is_cleaned() {
        assert_eq!(SignInProvider::from_wire("github"), SignInProvider::Github);
        assert_eq!(
            SignInProvider::from_wire("my-\u{202E}idp\n").as_str(),
            "my-idp"
        );
        assert_eq!(ErrorCode::from_wire(&"x".repeat(900)).as_str().len(), 64);
    }
}
