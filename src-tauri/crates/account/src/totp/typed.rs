//! A code as people type or paste it.

use protocol::{display_text::DisplayText, secret::OneTimeCode};

use crate::decimal::decimal;

/// Why a typed text is not a code. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotACode {
    /// Something else than digits, spaces and dashes.
    #[error("not only digits")]
    NotDigits,
    /// Not as many digits as a code has.
    #[error("not {expected} digits")]
    WrongLength {
        /// How many there should be.
        expected: u8,
    },
}

/// Nobody types more; a pasted page is not looked through.
const TYPED_BYTES: usize = 256;

/// Reads a code of `digits` digits out of what was typed: spaces, dashes and line ends are dropped, and the
/// digits of other scripts count (Unicode category Nd, as NFKC would not even do).
///
/// # Errors
/// Why it is not a code.
pub fn typed_code(typed: &str, digits: u8) -> Result<OneTimeCode, NotACode> {
    let wrong_length = NotACode::WrongLength { expected: digits };
    if typed.len() > TYPED_BYTES {
        return Err(wrong_length);
    }
    let mut code = String::with_capacity(usize::from(digits));
    for character in DisplayText::clean(typed, typed.len()).as_str().chars() {
        match decimal(character) {
            Some(digit) => code.push(digit),
            None if is_separator(character) => {}
            None => return Err(NotACode::NotDigits),
        }
    }
    if code.len() != usize::from(digits) {
        return Err(wrong_length);
    }

    Ok(OneTimeCode::new(code))
}

/// What stands between groups of digits.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '.' | '_' | '\u{AD}' | '\u{2010}'
                ..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
        )
}
