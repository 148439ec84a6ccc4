//! The shapes of request bodies, checked before anything else happens.

use serde_json::{Map, Value};

use crate::settings::Dialect;

/// A named object of the vendor's API description.
pub(super) struct Schema {
    pub(super) name: &'static str,
    pub(super) fields: &'static [Field],
    /// Whether members that are not named are refused.
    pub(super) closed: bool,
}

pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    Text {
        min: usize,
        max: usize,
    },
    /// Its syntax is checked elsewhere: a wrong one has an answer of its own.
    Email,
    Uuid,
    DisplayName,
    Locale,
    Texts,
    Flag,
    FreeObject,
    Object(&'static [Field]),
}

impl Field {
    pub(super) const fn required(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            required: true,
            kind,
        }
    }

    pub(super) const fn optional(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            required: false,
            kind,
        }
    }
}

/// What a person of the vendor's wrote for a body that does not fit: where, and why.
pub(super) fn check(
    schema: &Schema,
    dialect: Dialect,
    body: &Map<String, Value>,
) -> Result<(), String> {
    members(schema.fields, schema.closed, dialect, body, "")
}

fn members(
    fields: &[Field],
    closed: bool,
    dialect: Dialect,
    body: &Map<String, Value>,
    at: &str,
) -> Result<(), String> {
    for field in fields {
        let path = format!("{at}/{}", field.name);
        match body.get(field.name) {
            None if field.required => {
                return Err(format!(
                    "Error at \"{path}\": property \"{}\" is missing",
                    field.name
                ));
            }
            None => {}
            Some(value) => member(&field.kind, dialect, value, &path)?,
        }
    }
    let stranger = body
        .keys()
        .find(|name| !fields.iter().any(|field| field.name == *name));
    match stranger {
        Some(name) if closed && at.is_empty() => Err(format!("property \"{name}\" is unsupported")),
        Some(name) if closed => Err(format!(
            "Error at \"{at}\": property \"{name}\" is unsupported"
        )),
        _ => Ok(()),
    }
}

fn member(kind: &Kind, dialect: Dialect, value: &Value, path: &str) -> Result<(), String> {
    let fail = |why: &str| Err(format!("Error at \"{path}\": {why}"));
    match kind {
        Kind::Flag if value.is_boolean() => Ok(()),
        Kind::Flag => fail("value must be a boolean"),
        Kind::FreeObject if value.is_object() => Ok(()),
        Kind::FreeObject => fail("value must be an object"),
        Kind::Object(fields) => match value.as_object() {
            Some(body) => members(fields, true, dialect, body, path),
            None => fail("value must be an object"),
        },
        Kind::Texts => match value.as_array() {
            Some(items) if items.iter().all(Value::is_string) => Ok(()),
            Some(_) => fail("value must be a string"),
            None => fail("value must be an array"),
        },
        Kind::Text { .. } | Kind::Email | Kind::Uuid | Kind::DisplayName | Kind::Locale => {
            match value.as_str() {
                Some(text) => text_fits(kind, dialect, text)
                    .map_err(|why| format!("Error at \"{path}\": {why}")),
                None => fail("value must be a string"),
            }
        }
    }
}

fn text_fits(kind: &Kind, dialect: Dialect, text: &str) -> Result<(), String> {
    let length = text.chars().count();
    let within = |min: usize, max: usize| match length {
        length if length < min => Err(format!("minimum string length is {min}")),
        length if length > max => Err(format!("maximum string length is {max}")),
        _ => Ok(()),
    };
    let matches = |fits: bool, pattern: &str| {
        if fits {
            Ok(())
        } else {
            Err(format!(
                "string doesn't match the regular expression \"{pattern}\""
            ))
        }
    };
    match kind {
        Kind::Text { min, max } => within(*min, *max),
        Kind::Locale => within(2, if dialect == Dialect::L0 { 2 } else { 3 }),
        Kind::DisplayName => within(0, 32)
            .and_then(|()| matches(is_display_name(text), r"^[\p{L}\p{N}\p{S} ,.'-]+$")),
        Kind::Uuid => matches(
            is_uuid(text),
            r"\b[0-9a-f]{8}\b-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-\b[0-9a-f]{12}\b",
        ),
        Kind::Email | Kind::Texts | Kind::Flag | Kind::FreeObject | Kind::Object(_) => Ok(()),
    }
}

/// Letters, numbers, symbols, and a few marks. Of the symbols only those in ASCII are known here;
/// beyond ASCII everything that is no control character passes.
fn is_display_name(text: &str) -> bool {
    let allowed = |c: char| {
        c.is_alphanumeric() || " ,.'-$+<=>^`|~".contains(c) || (!c.is_ascii() && !c.is_control())
    };
    !text.is_empty() && text.chars().all(allowed)
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let hex = |group: &&str| {
        group
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) && groups.iter().all(hex)
}
