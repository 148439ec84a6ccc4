//! The answers of a real server, asked for again here: same status, same code, same shape.
//!
//! The recording is not part of this project. Where it is not at hand, nothing is replayed.
//!
//! What was not recorded, and what cannot be known beforehand, is arranged: the clock stands at the
//! time of the recording, access tokens are signed anew with the same claims, and after each answer
//! ids, refresh tokens and secrets are given the values the real server made up. Passkeys are
//! believed with the recorded keys and signatures, but for `d-elevate-verify`: the recording lacks
//! the public key of its credential, so that a key of our own signs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;
use crate::{Dialect, Elevation, NhostSettings, Signing};

mod arrange;
mod compare;

/// Where the recording lies, seen from the workspace.
const RECORDING: &str = "../shared/contracts/nhost-recorded.json";

/// When most of it was made, and when the rest was; codes of authenticator apps depend on it.
const FIRST_PART: u64 = 1_795_225_240;
const SECOND_PART: u64 = 1_795_225_745;

/// How many requests the recording has, so that a loop over nothing does not pass.
const REQUESTS: usize = 200;

/// Where this project answers otherwise than the real server did, and why.
const DIFFERENCES: &[(&str, &str)] = &[
    (
        "signup-malformed-json",
        "the words of another JSON parser in `error`; status, shape and beginning are the same",
    ),
    (
        "get-user-bad-token",
        "the words of another JWT parser in `error`; status, shape and beginning are the same",
    ),
    (
        "webauthn-add-verify-replay",
        "the contract wants a challenge answered once: invalid-request instead of a fall over the known id",
    ),
    (
        "provider-connect-start",
        "leads to the page that stands in for the provider; the parameters are the same",
    ),
];

#[tokio::test]
async fn a_real_servers_answers_are_given_again() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(RECORDING);
    let Ok(text) = std::fs::read_to_string(&path) else {
        skip(&path);
        return;
    };
    let recording: Value = serde_json::from_str(&text).unwrap();
    let records = recording["records"].as_array().unwrap();
    let mut instances: BTreeMap<String, Emulator> = BTreeMap::new();
    let mut problems = Vec::new();
    let mut asked = 0;
    for record in records {
        let name = record["name"].as_str().unwrap();
        let instance = record["instance"].as_str().unwrap_or("a");
        if !instances.contains_key(instance) {
            instances.insert(instance.to_owned(), start(instance).await);
        }
        let emulator = &instances[instance];
        set_clock(emulator, record);
        if record["mail"].is_object() {
            arrange::mail(&mut emulator.world().lock(), record);
        }
        if record["request"].is_null() {
            continue;
        }
        asked += 1;
        let prepared = arrange::before(&mut emulator.world().lock(), records, record);
        let page = ask(emulator, record, &prepared).await;
        let outcome = match DIFFERENCES.iter().find(|(known, _)| *known == name) {
            None => compare::answer(record, &page),
            Some(_) => compare::different(record, &page),
        };
        if let Err(problem) = outcome {
            problems.push(format!("{name}: {problem}\n    {}", page.body));
        }
        arrange::after(&mut emulator.world().lock(), record, &page);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert_eq!(asked, REQUESTS);
}

#[test]
fn redirects_are_allowed_as_the_real_server_allowed_them() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(RECORDING);
    let Ok(text) = std::fs::read_to_string(&path) else {
        skip(&path);
        return;
    };
    let recording: Value = serde_json::from_str(&text).unwrap();
    let records = recording["records"].as_array().unwrap();
    let is_matrix = |record: &&Value| text_of(record, "name").starts_with("redirectTo-matrix");
    let matrix = records.iter().find(is_matrix).unwrap();
    let name = text_of(matrix, "name");
    let (_, allowed) = name.split_once("(allowed: ").unwrap();
    let (allowed, client) = allowed.split_once(" ; client ").unwrap();
    let settings = NhostSettings {
        client_url: client.trim_end_matches(')').to_owned(),
        allowed_redirects: allowed.split(',').map(str::to_owned).collect(),
        ..NhostSettings::new("http://127.0.0.1:1")
    };
    let cases = matrix["data"].as_array().unwrap();
    assert!(cases.len() > 30);
    for case in cases {
        let address = text_of(case, "redirectTo");
        let expected = case["reset_status"] == 200;
        assert_eq!(
            crate::nhost::redirect::is_allowed(&settings, address),
            expected,
            "{address}"
        );
    }
}

fn text_of<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

#[expect(clippy::print_stderr, reason = "somebody reads the test's output")]
fn skip(path: &std::path::Path) {
    eprintln!("skipped: there is no recording at {}", path.display());
}

/// The servers that were recorded.
async fn start(instance: &str) -> Emulator {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| {
        let settings = &mut settings.nhost;
        settings.dialect = Dialect::L0;
        settings.password_min_length = 3;
        settings.client_url = "http://localhost:15000".into();
        settings.allowed_redirects = vec!["http://127.0.0.1:*".into(), "myapp://".into()];
        settings.allowed_roles = vec!["me".into(), "user".into(), "editor".into()];
        settings.webauthn.origins = vec![
            "tauri://localhost".into(),
            "https://tauri.localhost".into(),
            "android:apk-key-hash:abc".into(),
        ];
        match instance {
            "b" => settings.verification_required = true,
            "c" => settings.elevation = Elevation::Required,
            "d" => settings.elevation = Elevation::Recommended,
            "e" => {
                settings.elevation = Elevation::Required;
                settings.first_key_trap = false;
                settings.signing = Signing::Hs256;
                settings.conceal_errors = true;
            }
            "f" => {
                settings.signup_disabled = true;
                settings.mfa_enabled = false;
                settings.otp_email_enabled = false;
                settings.email_passwordless_enabled = false;
                settings.sms_passwordless_enabled = false;
                settings.anonymous_users_enabled = false;
                settings.webauthn.enabled = false;
                settings.providers.clear();
            }
            "g" => settings.access_token_secs = 5,
            _ => {}
        }
        settings
            .providers
            .retain(|provider| instance != "a" || provider.id == "github");
    });
    emulator
}

fn set_clock(emulator: &Emulator, record: &Value) {
    let wanted = if record["part2"] == true {
        SECOND_PART
    } else {
        FIRST_PART
    };
    let mut store = emulator.world().lock();
    let ahead = i64::try_from(wanted).unwrap() - i64::try_from(store.now().seconds()).unwrap();
    store.clock.move_by(ahead);
}

async fn ask(emulator: &Emulator, record: &Value, prepared: &Value) -> Page {
    let path = text_of(prepared, "path");
    let url = match path.split_once("14001") {
        // One was asked for beside the prefix.
        Some((_, bare)) if path.starts_with("http") => {
            format!("{}{bare}", emulator.nhost_url().trim_end_matches("/v1"))
        }
        _ => format!("{}{path}", emulator.nhost_url()),
    };
    let headers: Vec<(&str, &str)> = prepared["headers"]
        .as_object()
        .unwrap()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
        .collect();
    let body = &prepared["body"];
    let body = match body["__raw__"].as_str() {
        Some(raw) => raw.to_owned(),
        None if body.is_null() => String::new(),
        None => body.to_string(),
    };
    let method = text_of(&record["request"], "method");
    Visitor::default()
        .send(method, &url, &headers, &body)
        .await
        .unwrap()
}
