//! The parameters of an address, decoded strictly.

use zeroize::Zeroizing;

use super::RedirectError;

/// Caps the number of parameters; an answer has at most seven that mean anything.
const MOST: usize = 64;

/// Decoded names and values, each name once; the values are wiped, for one of them may be a token.
pub(crate) struct Parameters(Vec<(String, Zeroizing<String>)>);

impl Parameters {
    /// Decodes a query (`application/x-www-form-urlencoded`); names are compared after decoding, so that nothing
    /// hides in an encoding.
    pub(crate) fn parse(query: &str) -> Result<Self, RedirectError> {
        let mut parameters: Vec<(String, Zeroizing<String>)> = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            if parameters.len() == MOST {
                return Err(RedirectError::TooLarge);
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name)?, decoded(value)?);
            if parameters.iter().any(|(known, _)| *known == name) {
                return Err(RedirectError::RepeatedParameter);
            }
            parameters.push((name, Zeroizing::new(value)));
        }

        Ok(Self(parameters))
    }

    /// An empty one says nothing.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);

        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }
}

/// Refuses broken escapes, bytes that are not UTF-8, and control characters.
fn decoded(text: &str) -> Result<String, RedirectError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => match (hex(rest.next()), hex(rest.next())) {
                (Some(high), Some(low)) => high << 4 | low,
                _ => return Err(RedirectError::BadEncoding),
            },
            _ => byte,
        });
    }
    let text = String::from_utf8(bytes).map_err(|_| RedirectError::BadEncoding)?;
    if text.chars().any(char::is_control) {
        return Err(RedirectError::BadEncoding);
    }

    Ok(text)
}

fn hex(digit: Option<u8>) -> Option<u8> {
    let value = char::from(digit?).to_digit(16)?;

    u8::try_from(value).ok()
}
