//! The parameters of a callback, decoded strictly.

use secrecy::zeroize::Zeroizing;

use super::CallbackError;

/// Caps the number of parameters; an answer has at most six that mean anything.
const MOST: usize = 64;

/// Names that carry a token in some flow, in lower case and without separators.
const TOKEN_NAMES: [&str; 3] = ["accesstoken", "idtoken", "refreshtoken"];

/// Decoded names and values, each name once.
pub(super) struct Parameters(Vec<(String, Zeroizing<String>)>);

impl Parameters {
    /// Decodes a query; names are compared after decoding, so that nothing hides in an encoding.
    pub(super) fn parse(query: &str) -> Result<Self, CallbackError> {
        let mut parameters = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            if parameters.len() == MOST {
                return Err(CallbackError::TooLarge);
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = form_decoded(name).ok_or(CallbackError::BadEncoding)?;
            let value = form_decoded(value).ok_or(CallbackError::BadEncoding)?;
            if parameters.iter().any(|(known, _)| *known == name) {
                return Err(CallbackError::RepeatedParameter);
            }
            parameters.push((name, Zeroizing::new(value)));
        }

        Ok(Self(parameters))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);

        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn has_token(&self) -> bool {
        self.0.iter().any(|(name, _)| {
            let plain: String = name
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>();
            TOKEN_NAMES
                .iter()
                .any(|token| plain.eq_ignore_ascii_case(token))
        })
    }
}

/// Decodes `%41`, or returns `None` for a broken escape or bytes that are not UTF-8.
pub(super) fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => bytes.push(hex(rest.next()?)? * 16 + hex(rest.next()?)?),
            _ => bytes.push(byte),
        }
    }

    String::from_utf8(bytes).ok()
}

fn form_decoded(text: &str) -> Option<String> {
    percent_decoded(&text.replace('+', " "))
}

fn hex(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;

    u8::try_from(value).ok()
}
