//! Phone numbers as providers take them: E.164, a plus sign and at most fifteen digits.
//!
//! Only the syntax and the calling code are checked. The libraries that know every country's numbering plan
//! (`phonenumber`, `rlibphonenumber`) add two to three megabytes to the app, and what they know ages; whether a
//! number exists shows when its code arrives, which is asked for in any case.

mod countries;

use std::fmt;

pub use countries::{COUNTRIES, Country};
use protocol::display_text::DisplayText;

use crate::decimal::decimal;
use countries::{KEEP_ZERO, NETWORKS};

/// A phone number in E.164 form, such as `+4930123456`.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

/// Why a text is not a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneNumberError {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// Something else than digits and what is written between them.
    #[error("characters that are in no phone number")]
    BadCharacters,
    /// Neither a calling code nor a country is there.
    #[error("the country is missing")]
    NoCountry,
    /// No country has this calling code.
    #[error("an unknown calling code")]
    UnknownCallingCode,
    /// Fewer digits than any number has.
    #[error("too short")]
    TooShort,
    /// More than fifteen digits.
    #[error("too long")]
    TooLong,
}

/// Nobody types more; a pasted page is not looked through.
const TYPED_BYTES: usize = 128;
/// ITU-T E.164 §6: at most fifteen digits, calling code included.
const MOST_DIGITS: usize = 15;
/// Niue and St Helena have the shortest numbers: three digits of calling code and four more.
const LEAST_DIGITS: usize = 7;

impl PhoneNumber {
    /// Reads a number as people type it: `+49 30 123456`, `0049 (0)30/123456`, or with a chosen country
    /// `030 123456`. What does not start with `+` or `00` is a number of the chosen country.
    ///
    /// # Errors
    /// Why it is no number.
    pub fn parse(typed: &str, country: Option<&Country>) -> Result<Self, PhoneNumberError> {
        if typed.len() > TYPED_BYTES {
            return Err(PhoneNumberError::TooLong);
        }
        let typed = DisplayText::clean(typed, typed.len());
        let typed = typed.as_str().trim();
        let (is_marked, rest) = match typed.strip_prefix(['+', '\u{FF0B}']) {
            Some(rest) => (true, rest),
            None => (false, typed),
        };
        // Written for people abroad, never dialled together with a calling code.
        let rest = if is_marked {
            rest.replace("(0)", "")
        } else {
            rest.to_owned()
        };
        let digits = digits(&rest)?;
        if digits.is_empty() {
            return Err(PhoneNumberError::Empty);
        }

        let number = match (digits.strip_prefix("00"), country) {
            _ if is_marked => digits,
            (Some(_), _) => digits_after_00(typed)?,
            (None, Some(country)) => national(&digits, country),
            (None, None) => return Err(PhoneNumberError::NoCountry),
        };
        check(&number)?;
        Ok(Self(format!("+{number}")))
    }

    /// The number, with its plus sign.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(..)")
    }
}

/// What is left of an international number after the `00` that many countries dial before it.
fn digits_after_00(typed: &str) -> Result<String, PhoneNumberError> {
    let digits = digits(&typed.replace("(0)", ""))?;

    Ok(digits.strip_prefix("00").unwrap_or(&digits).to_owned())
}

/// The digits alone, of any script, without what people write between them.
fn digits(text: &str) -> Result<String, PhoneNumberError> {
    let is_between = |character: char| {
        character.is_whitespace()
            || matches!(
                character,
                '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}'
            )
    };

    text.chars()
        .filter(|character| !is_between(*character))
        .map(|character| decimal(character).ok_or(PhoneNumberError::BadCharacters))
        .collect()
}

/// A number as it is dialled inside a country, with the calling code instead of the leading zero.
fn national(digits: &str, country: &Country) -> String {
    let keeps_zero = KEEP_ZERO.contains(&country.iso);
    let digits = digits
        .strip_prefix('0')
        .filter(|_| !keeps_zero)
        .unwrap_or(digits);

    format!("{}{digits}", country.calling_code)
}

fn check(number: &str) -> Result<(), PhoneNumberError> {
    if number.len() > MOST_DIGITS {
        return Err(PhoneNumberError::TooLong);
    }
    // No calling code is the beginning of another one (E.164 §6.2.1), so at most one fits.
    let is_known = |code: u16| number.starts_with(&code.to_string());
    let codes = COUNTRIES
        .iter()
        .map(|country| country.calling_code)
        .chain(NETWORKS);
    if !codes.into_iter().any(is_known) {
        return Err(PhoneNumberError::UnknownCallingCode);
    }
    if number.len() < LEAST_DIGITS {
        return Err(PhoneNumberError::TooShort);
    }

    Ok(())
}

#[cfg(test)]
mod tests;
