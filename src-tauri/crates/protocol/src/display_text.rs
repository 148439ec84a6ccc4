//! Text from outside that a person will see.

use std::fmt;

/// Text without control or direction-changing characters, and of a bounded length.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct DisplayText(String);

impl DisplayText {
    /// Caps what a provider says about an error.
    pub const ERROR_CAP: usize = 256;

    /// Cleans a text and cuts it to at most `cap` bytes, never inside a character.
    pub fn clean(text: &str, cap: usize) -> Self {
        let mut clean = String::new();
        for character in text.chars().filter(|c| !is_unsafe(*c)) {
            if clean.len() + character.len_utf8() > cap {
                break;
            }
            clean.push(character);
        }

        Self(clean)
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DisplayText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Tells whether a character moves the cursor, breaks the line, turns the direction or hides.
pub(crate) fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061C}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_direction_characters_are_removed() {
        let text = "a\r\nb\u{1b}[31mc\u{202E}d\u{2066}e\u{200B}f\0g\u{85}h";

        assert_eq!(
            DisplayText::clean(text, 256).as_str(),
            "ab[31mcdefgh",
            "CB38"
        );
    }

    #[test]
    fn a_cut_never_falls_inside_a_character() {
        assert_eq!(DisplayText::clean("ää€", 5).as_str(), "ää");
        assert_eq!(
            DisplayText::clean(&"x".repeat(70_000), 256).as_str().len(),
            256,
            "CB38"
        );
    }

    #[test]
    fn markup_stays_plain_text() {
        assert_eq!(DisplayText::clean("<b>hi</b>", 64).to_string(), "<b>hi</b>");
    }
}
