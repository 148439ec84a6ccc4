//! Status, code, shape and place of an answer, beside the recorded one.

use std::collections::BTreeSet;

use serde_json::Value;

use super::text_of;
use crate::Page;

/// Says where an answer is not as recorded.
pub(super) fn answer(record: &Value, page: &Page) -> Result<(), String> {
    let recorded = &record["response"];
    same("status", &recorded["status"], &Value::from(page.status))?;
    let headers = &recorded["headers"];
    let kind = |text: &str| text.split(';').next().unwrap_or_default().trim().to_owned();
    if let Some(expected) = headers["content-type"].as_str() {
        let found = page.headers.get("content-type").map_or("", String::as_str);
        same("content type", &kind(expected), &kind(found))?;
    }
    if let Some(expected) = headers["location"].as_str() {
        let found = page.location().unwrap_or_default();
        return same("place", &place(expected), &place(found));
    }
    let body = &recorded["body"];
    if let Some(text) = body["__text__"].as_str() {
        return same("text", &text, &page.body.as_str());
    }
    if body.is_null() {
        return same("body", &"", &page.body.as_str());
    }
    let found = page.json();
    same("error", &body["error"], &found["error"])?;
    same("message", &body["message"], &found["message"])?;
    same("shape", &shape(body), &shape(&found))
}

/// Compares what a known difference leaves alone; a difference that is gone is a mistake too.
pub(super) fn different(record: &Value, page: &Page) -> Result<(), String> {
    if answer(record, page).is_ok() {
        return Err("is as recorded, and listed as different".to_owned());
    }
    let recorded = &record["response"];
    if text_of(record, "name") == "webauthn-add-verify-replay" {
        same("status", &400, &page.status)?;
        return same("error", &"invalid-request".into(), &page.json()["error"]);
    }
    same("status", &recorded["status"], &Value::from(page.status))?;
    if let Some(expected) = recorded["headers"]["location"].as_str() {
        let names = |address: &str| {
            let (_, pairs, _) = place(address);
            pairs.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        let found = page.location().unwrap_or_default();
        return same("parameters", &names(expected), &names(found));
    }
    // Up to what the parser says.
    let found = page.json();
    let expected = text_of(&recorded["body"], "error");
    let beginning = ["malformed", "request body:"]
        .iter()
        .find_map(|mark| expected.find(mark).map(|at| &expected[..at + mark.len()]))
        .ok_or("has no beginning to compare")?;
    same(
        "beginning",
        &true,
        &text_of(&found, "error").starts_with(beginning),
    )?;
    same("shape", &shape(&recorded["body"]), &shape(&found))
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, expected: &T, found: &T) -> Result<(), String> {
    if expected == found {
        Ok(())
    } else {
        Err(format!("{what} is {found:?} and was {expected:?}"))
    }
}

/// Where an address leads, its parameters without those that are secrets, and its fragment.
fn place(text: &str) -> (String, Vec<(String, String)>, String) {
    let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (base, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    for (name, value) in &mut pairs {
        if name == "refreshToken" {
            value.clear();
        }
    }
    pairs.sort();
    (base.to_owned(), pairs, fragment.to_owned())
}

/// Every path in a value with its type; of a list, what its items have in common with the first.
fn shape(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk(value, "", &mut found);
    found
}

fn walk(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    };
    found.insert(format!("{path} {kind}"));
    match value {
        Value::Array(items) => {
            if let Some(first) = items.first() {
                walk(first, &format!("{path}[]"), found);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                walk(value, &format!("{path}.{name}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
