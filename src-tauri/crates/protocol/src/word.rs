//! Words of a wire format that a provider may add to.

use crate::display_text::DisplayText;

/// Bounds a word that nobody here knows; the longest known ones have about 40 bytes.
const LONGEST: usize = 64;

/// Defines an enum over words of the wire; a word that is not in the list survives as `Other`, cleaned and cut.
///
/// ```
/// protocol::open_words! {
///     /// How somebody is reached.
///     pub enum Channel {
///         /// By text message.
///         Sms = "sms",
///         /// By a call.
///         Voice = "voice",
///     }
/// }
///
/// assert_eq!(Channel::from_wire("sms"), Channel::Sms);
/// assert_eq!(Channel::from_wire("pigeon").as_str(), "pigeon");
/// ```
#[macro_export]
macro_rules! open_words {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

        impl<'de> $crate::secret::private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::secret::private::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <String as $crate::secret::private::Deserialize>::deserialize(deserializer)?;

                Ok(Self::from_wire(&word))
            }
        }
    };
}

/// What [`open_words!`](crate::open_words) makes of a word that it does not know.
#[doc(hidden)]
pub fn clean(word: &str) -> String {
    DisplayText::clean(word, LONGEST).as_str().to_owned()
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro makes types for others")]
mod tests {
    open_words! {
        /// A word.
        pub enum Word {
            /// The one that is known.
            Known = "known",
        }
    }

    #[test]
    fn a_word_that_nobody_knows_survives_and_is_cleaned() {
        assert_eq!(Word::from_wire("known"), Word::Known);

        let other = Word::from_wire("iris-\u{202E}scan\n");
        assert_eq!(other.as_str(), "iris-scan");
        assert_eq!(Word::from_wire(&"x".repeat(900)).as_str().len(), 64);
    }
}
