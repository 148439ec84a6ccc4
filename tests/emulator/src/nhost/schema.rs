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
    pub(super) since: Dialect,
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
    DateTime,
    /// Begins with the name of a ticket and a colon.
    Ticket(&'static str),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// 43 characters of base64url, as S256 makes them (RFC 7636 section 4.2).
    CodeChallenge,
    DisplayName,
    Locale,
    Texts,
    Flag,
    Whole,
    /// A text, or null.
    NullableText,
    FreeObject,
    Object(&'static [Field]),
}

/// A text of any length.
pub(super) const TEXT: Kind = Kind::Text {
    min: 0,
    max: usize::MAX,
};

impl Field {
    pub(super) const fn required(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            required: true,
            since: Dialect::L0,
            kind,
        }
    }

    pub(super) const fn optional(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            required: false,
            since: Dialect::L0,
            kind,
        }
    }

    /// What older servers refuse as unknown.
    pub(super) const fn code_challenge() -> Self {
        Self {
            name: "codeChallenge",
            required: false,
            since: Dialect::L2,
            kind: Kind::CodeChallenge,
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
    let fields = || fields.iter().filter(|field| field.since <= dialect);
    for field in fields() {
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
        .find(|name| !fields().any(|field| field.name == *name));
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
        Kind::Whole if value.is_i64() => Ok(()),
        Kind::Whole => fail("value must be an integer"),
        Kind::NullableText if value.is_null() || value.is_string() => Ok(()),
        Kind::NullableText => fail("value must be a string"),
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
        Kind::Text { .. }
        | Kind::Email
        | Kind::Uuid
        | Kind::DateTime
        | Kind::Ticket(_)
        | Kind::OneOf(_)
        | Kind::CodeChallenge
        | Kind::DisplayName
        | Kind::Locale => match value.as_str() {
            Some(text) => {
                text_fits(kind, dialect, text).map_err(|why| format!("Error at \"{path}\": {why}"))
            }
            None => fail("value must be a string"),
        },
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
        Kind::DateTime if is_date_time(text) => Ok(()),
        Kind::DateTime => Err(format!(
            "string doesn't match the format \"date-time\": string doesn't match pattern \"{DATE_TIME}\""
        )),
        Kind::Ticket(kind) => matches(
            text.strip_prefix(kind)
                .is_some_and(|rest| rest.starts_with(':')),
            &format!("^{kind}:.*$"),
        ),
        Kind::OneOf(words) if words.contains(&text) => Ok(()),
        Kind::OneOf(words) => Err(format!(
            "value is not one of the allowed values {}",
            Value::from(words.to_vec())
        )),
        Kind::CodeChallenge => matches(is_code_challenge(text), "^[A-Za-z0-9_-]{43}$"),
        Kind::Email
        | Kind::Texts
        | Kind::Flag
        | Kind::Whole
        | Kind::NullableText
        | Kind::FreeObject
        | Kind::Object(_) => Ok(()),
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

/// What a date and time must look like, as the server says it when it does not.
const DATE_TIME: &str = r"^[0-9]{4}-(0[1-9]|10|11|12)-(0[1-9]|[12][0-9]|3[01])T([0-1][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?(Z|(\+|-)[0-9]{2}:[0-9]{2})?$";

fn is_date_time(text: &str) -> bool {
    crate::clock::Instant::from_rfc3339(text).is_some()
}

pub(super) fn is_code_challenge(text: &str) -> bool {
    text.len() == 43
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

pub(super) fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let hex = |group: &&str| {
        group
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) && groups.iter().all(hex)
}
