//! JSON from outside: bounded in depth, read once, and never quoted in an error.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value};
use serde_path_to_error::{Path, Segment};

/// Caps nesting; the deepest documented answer has seven levels.
const DEEPEST: usize = 32;

/// Where a text stopped being what was expected; holds places, never values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the expected JSON at {path}")]
pub(crate) struct ShapeError {
    pub(crate) path: String,
}

/// Reads one JSON text and refuses anything after it.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ShapeError> {
    if is_too_deep(bytes) {
        return Err(ShapeError { path: ".".into() });
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value =
        serde_path_to_error::deserialize(&mut deserializer).map_err(|error| ShapeError {
            path: safe_path(error.path()),
        })?;
    deserializer
        .end()
        .map_err(|_| ShapeError { path: ".".into() })?;

    Ok(value)
}

/// Renders a path, with every name that could be a value from outside replaced by a star.
pub(crate) fn safe_path(path: &Path) -> String {
    let mut text = String::new();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => text.push_str(&format!("[{index}]")),
            Segment::Map { key } => text.push_str(&format!(".{}", safe_name(key))),
            Segment::Enum { variant } => text.push_str(&format!(".{}", safe_name(variant))),
            Segment::Unknown => {}
        }
    }
    if text.is_empty() {
        text.push('.');
    }

    text
}

/// An object in which no member stands twice.
#[derive(Clone)]
pub(crate) struct UniqueMap(pub(crate) Map<String, Value>);

impl<'de> Deserialize<'de> for UniqueMap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = deserializer.deserialize_map(UniqueMapVisitor(PhantomData))?;

        Ok(Self(map))
    }
}

struct UniqueMapVisitor(PhantomData<()>);

impl<'de> Visitor<'de> for UniqueMapVisitor {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object without repeated members")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut map = Map::new();
        while let Some((name, value)) = access.next_entry::<String, Value>()? {
            if map.insert(name, value).is_some() {
                return Err(A::Error::custom("repeated member"));
            }
        }

        Ok(map)
    }
}

/// Names of documented members are letters and underscores; tokens and identifiers rarely are.
fn safe_name(name: &str) -> &str {
    /// Of `token_endpoint_auth_signing_alg_values_supported`.
    const LONGEST: usize = 48;
    let is_plain =
        name.len() <= LONGEST && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');

    if is_plain { name } else { "*" }
}

/// Tells whether arrays and objects nest deeper than anything documented.
pub(crate) fn is_too_deep(bytes: &[u8]) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }

    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Item {
        #[serde(rename = "count")]
        _count: u8,
    }

    #[test]
    fn an_error_names_the_place_and_no_value() {
        let error = read::<Vec<Item>>(br#"[{"count":1},{"count":"canary-1"}]"#).unwrap_err();

        assert_eq!(
            error.to_string(),
            "not the expected JSON at [1].count",
            "AP03"
        );
    }

    #[test]
    fn a_name_that_could_be_a_secret_is_not_repeated() {
        let error = read::<Map<String, Value>>(br#"{"eyJ0.canary-1": }"#).unwrap_err();

        assert_eq!(error.path, ".*", "TR32");
    }

    #[test]
    fn nesting_ends_at_the_cap() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));

        assert!(read::<Value>(nested(32).as_bytes()).is_ok());
        assert!(read::<Value>(nested(33).as_bytes()).is_err());
        assert!(read::<Value>(nested(10_000).as_bytes()).is_err(), "TR04");
        let brackets = "[".repeat(40);
        let quoted = format!(r#""{brackets}\"{brackets}\\""#);
        assert!(read::<Value>(quoted.as_bytes()).is_ok());
        // Brackets in texts close nothing, and outside them nothing is escaped.
        let closed_in_texts = format!("{}{}", r#"["]","#.repeat(40), "]".repeat(40));
        assert!(is_too_deep(closed_in_texts.as_bytes()));
        assert!(!is_too_deep(format!(r#"\"{brackets}""#).as_bytes()));
    }

    #[test]
    fn odd_encodings_are_errors() {
        for bytes in [
            &b"\xEF\xBB\xBF{}"[..],
            b"{\"a\":\"\xFF\xFE\"}",
            b"\xFF\xFE{\0}\0",
            b"{}\0",
            b"{} {}",
            b"",
        ] {
            assert!(read::<Value>(bytes).is_err(), "NT22 {bytes:?}");
        }
    }

    #[test]
    fn a_repeated_member_is_an_error() {
        assert!(read::<UniqueMap>(br#"{"a":1,"b":2}"#).is_ok());
        assert!(read::<UniqueMap>(br#"{"a":1,"\u0061":2}"#).is_err());
    }
}
