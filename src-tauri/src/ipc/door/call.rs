//! A call as it came: whose it is, and whether it has a shape that any command takes.

use std::collections::HashMap;

use account::qr::PICTURE_BYTES;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use tauri::{
    Url,
    http::{HeaderMap, Request, header},
    ipc::{CallbackFn, InvokeBody},
    webview::InvokeRequest,
};

use crate::{ipc::error::CallProblem, window};

/// The largest call: what a person types, and a sheet to print, are a few kilobytes.
pub(super) const BYTES: usize = 64 * 1024;
/// The one command that takes more: a picture, in base64.
pub(super) const PICTURE: (&str, usize) = ("check_picture", PICTURE_BYTES / 3 * 4 + BYTES);
/// How deep values lie in each other; the deepest argument of a command has four storeys.
pub(super) const DEPTH: usize = 32;

const KEY: &str = "tauri-invoke-key";
const CALLBACK: &str = "tauri-callback";
const ERROR: &str = "tauri-error";

/// A call that leads to no command.
#[derive(Debug)]
pub(super) struct Refused(pub(super) CallProblem);

/// Reads a call as Tauri's script in the page writes it.
pub(super) fn read(
    request: Request<Vec<u8>>,
    arguments: &HashMap<String, Vec<String>>,
) -> Result<InvokeRequest, Refused> {
    let (parts, body) = request.into_parts();
    let name = parts.uri.path().trim_start_matches('/');
    let cmd = percent_decode_str(name).decode_utf8_lossy().into_owned();
    let url: Url = text(&parts.headers, header::ORIGIN.as_str())?
        .parse()
        .map_err(|_| Refused(CallProblem::NotAllowed))?;
    // Pages that are not ours are refused by Tauri, too; it counts whatever comes from a protocol as one of ours.
    if !window::is_our_page(&url) {
        return Err(Refused(CallProblem::NotAllowed));
    }

    Ok(InvokeRequest {
        body: InvokeBody::Json(body_of(&cmd, &body, arguments)?),
        callback: number(&parts.headers, CALLBACK)?,
        error: number(&parts.headers, ERROR)?,
        invoke_key: text(&parts.headers, KEY)?.to_owned(),
        cmd,
        url,
        headers: parts.headers,
    })
}

/// Whether it is no command of ours but a piece of Tauri's own machinery.
pub(super) fn is_of_tauri(command: &str) -> bool {
    command.starts_with("plugin:")
}

/// The arguments, when they have the outer shape that the command asks for. What each of them is, its type says.
fn body_of(
    command: &str,
    body: &[u8],
    arguments: &HashMap<String, Vec<String>>,
) -> Result<Value, Refused> {
    let largest = if command == PICTURE.0 {
        PICTURE.1
    } else {
        BYTES
    };
    if body.len() > largest {
        return Err(Refused(CallProblem::Arguments));
    }
    if body.is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    let value: Value = serde_json::from_slice(body).map_err(|_| Refused(CallProblem::Arguments))?;
    if is_of_tauri(command) {
        return Ok(value);
    }
    let Some(names) = arguments.get(command) else {
        return Err(Refused(CallProblem::NotAllowed));
    };
    let is_taken = value
        .as_object()
        .is_some_and(|given| given.keys().all(|name| names.contains(name)));

    match is_taken && depth(&value) <= DEPTH {
        true => Ok(value),
        false => Err(Refused(CallProblem::Arguments)),
    }
}

/// How many values lie in each other. The parser has refused what is too deep to count like this.
fn depth(value: &Value) -> usize {
    let deepest = match value {
        Value::Array(items) => items.iter().map(depth).max(),
        Value::Object(fields) => fields.values().map(depth).max(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return 0,
    };

    1 + deepest.unwrap_or_default()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str, Refused> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());

    value.ok_or(Refused(CallProblem::NotAllowed))
}

fn number(headers: &HeaderMap, name: &str) -> Result<CallbackFn, Refused> {
    let number = text(headers, name)?.parse();

    number
        .map(CallbackFn)
        .map_err(|_| Refused(CallProblem::NotAllowed))
}
