//! Names, marks and plain values of a document.

use serde_json::Value;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Mark(char),
    Name(String),
    Plain(Value),
}

/// Cuts a document into tokens; commas and comments count as space.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '#' => (None, rest.find('\n').unwrap_or(rest.len())),
            ',' | '\u{feff}' => (None, first.len_utf8()),
            first if first.is_whitespace() => (None, first.len_utf8()),
            '!' | '$' | '(' | ')' | ':' | '=' | '[' | ']' | '{' | '}' => {
                (Some(Token::Mark(first)), 1)
            }
            '"' => {
                let length = text_length(rest)?;
                let text = serde_json::from_str(&rest[..length]).ok()?;
                (Some(Token::Plain(text)), length)
            }
            first if first.is_ascii_alphabetic() || first == '_' => {
                let length = length_while(rest, |c| c.is_ascii_alphanumeric() || c == '_');
                (Some(Token::Name(rest[..length].to_owned())), length)
            }
            first if first.is_ascii_digit() || first == '-' => {
                let length = length_while(rest, |c| c.is_ascii_digit() || "+-.eE".contains(c));
                let number = serde_json::from_str(&rest[..length]).ok()?;
                (Some(Token::Plain(number)), length)
            }
            _ => return None,
        };
        tokens.extend(token);
        rest = &rest[length..];
    }
    Some(tokens)
}

fn length_while(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// From one quotation mark to the other, both counted.
fn text_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}
