//! Names on their way to an authenticator, which shows and stores them.

/// What every authenticator stores without cutting it itself (WebAuthn Level 3 §6.4.1).
const MAX_NAME_BYTES: usize = 64;

/// A name of at most 64 bytes, cut between characters, without what would reorder or hide text on a display
/// (WebAuthn Level 3 §6.4.1, §6.4.2).
pub(crate) fn for_an_authenticator(name: &str) -> String {
    let mut kept = String::new();
    for character in name.chars().filter(|it| !is_hidden(*it)) {
        if kept.len() + character.len_utf8() > MAX_NAME_BYTES {
            break;
        }
        kept.push(character);
    }

    kept
}

/// Controls, and the marks that change the direction of text (Unicode, property `Bidi_Control`).
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_between_characters() {
        let name = "ü".repeat(40);

        assert_eq!(for_an_authenticator(&name), "ü".repeat(32));
    }

    #[test]
    fn marks_that_reorder_text_are_left_out() {
        assert_eq!(for_an_authenticator("ann\u{202e}moc.\n\0"), "annmoc.");
    }
}
