//! A code as people type or paste it.

use protocol::{display_text::DisplayText, secret::OneTimeCode};

use crate::{decimal::decimal, totp::CodeProblem};

/// Nobody types more; a pasted page is not looked through.
const TYPED_BYTES: usize = 256;

/// Reads a code of `digits` digits out of what was typed: spaces, dashes and line ends are dropped, and the
/// digits of other scripts count (Unicode category Nd, as NFKC would not even do).
///
/// # Errors
/// [`CodeProblem::NotDigits`] or [`CodeProblem::WrongLength`].
pub fn typed_code(typed: &str, digits: u8) -> Result<OneTimeCode, CodeProblem> {
    let wrong_length = CodeProblem::WrongLength { expected: digits };
    if typed.len() > TYPED_BYTES {
        return Err(wrong_length);
    }
    let mut code = String::with_capacity(usize::from(digits));
    for character in DisplayText::clean(typed, typed.len()).as_str().chars() {
        match decimal(character) {
            Some(digit) => code.push(digit),
            None if is_separator(character) => {}
            None => return Err(CodeProblem::NotDigits),
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
