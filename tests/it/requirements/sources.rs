//! Requirements that the code itself keeps, wherever it is read.

use std::collections::BTreeSet;

use protocol::secret::{CodeVerifier, Nonce, Secret as _, State};

use crate::architecture::{files, root};

/// The files of what ships, without their tests.
fn shipped() -> Vec<(String, String)> {
    let mut files = files("src-tauri", "rs");
    files.retain(|(name, _)| !name.contains("/tests") && !name.contains("/examples/"));

    files
}

/// The files of what ships in which one of these texts stands.
fn with(texts: &[&str]) -> BTreeSet<String> {
    let files = shipped().into_iter();
    let has_one = |text: &str| texts.iter().any(|it| text.contains(it));

    files
        .filter(|(_, text)| has_one(text))
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn chance_comes_from_the_system() {
    let others = with(&["use rand", " rand::rng", "fastrand", "thread_rng", "OsRng"]);
    assert!(others.is_empty(), "{others:?}");

    let expected = [
        // Keys and names of proofs for DPoP.
        "src-tauri/crates/protocol/src/dpop/key.rs",
        "src-tauri/crates/protocol/src/dpop/proof.rs",
        // Everything else.
        "src-tauri/src/system.rs",
    ];
    let found = with(&["getrandom::", "SystemRandom::new"]);
    assert_eq!(found, expected.map(str::to_owned).into());
}

#[test]
fn no_two_random_values_are_the_same() {
    let bytes = || {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).unwrap();
        bytes
    };
    let values: BTreeSet<String> = (0..3_334)
        .flat_map(|_| {
            [
                State::from_random(bytes()).expose().to_owned(),
                Nonce::from_random(bytes()).expose().to_owned(),
                CodeVerifier::from_random(bytes()).expose().to_owned(),
            ]
        })
        .collect();

    assert_eq!(values.len(), 3 * 3_334);
    for value in values {
        // RFC 7636 §4.1: 256 bits in base64url.
        let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        assert!(value.len() == 43 && value.bytes().all(is_base64url));
    }
}

#[test]
fn no_certificate_is_taken_on_trust() {
    let found = with(&["danger_", "accept_invalid", "dangerous()"]);

    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn one_place_makes_http_clients() {
    let found = with(&["Client::builder", "ClientBuilder::new", "reqwest::get("]);

    assert_eq!(
        found,
        ["src-tauri/crates/protocol/src/http/send.rs".to_owned()].into()
    );
}

#[test]
fn the_window_goes_nowhere() {
    let window = std::fs::read_to_string(root().join("src-tauri/src/window.rs")).unwrap();

    assert!(
        window.contains(".on_navigation("),
        "every navigation is asked about"
    );
    assert_eq!(
        with(&["WebviewWindowBuilder::new"]),
        ["src-tauri/src/window.rs".to_owned()].into()
    );
}

#[test]
fn a_release_starts_without_what_controls_it() {
    let start = std::fs::read_to_string(root().join("src-tauri/src/start.rs")).unwrap();
    for name in [
        "TAURI_WEBVIEW_AUTOMATION",
        "WEBKIT_INSPECTOR_SERVER",
        "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
        "SSLKEYLOGFILE",
    ] {
        assert!(start.contains(name), "{name} is not dropped");
    }
}

#[test]
fn a_panic_ends_no_more_than_itself() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(
        !manifest.contains("panic = \"abort\""),
        "a panic in one command would end the app"
    );

    let is_locking = |text: &str| text.contains(".lock()") && text.contains("std::sync::");
    let has_mutex = |text: &str| text.contains("Mutex<") && !text.contains("tokio::sync::Mutex");
    // The date of one call's answer: it goes with the call, and a poisoned one counts as none.
    let of_one_call = "src-tauri/crates/protocol/src/oauth/call.rs";
    let others: BTreeSet<String> = shipped()
        .into_iter()
        .filter(|(name, text)| name != of_one_call && is_locking(text) && has_mutex(text))
        .filter(|(_, text)| !text.contains("PoisonError::into_inner"))
        .map(|(name, _)| name)
        .collect();
    assert!(others.is_empty(), "a lock stays poisoned: {others:?}");
}

#[test]
fn unsafe_code_stays_where_a_system_demands_it() {
    let found = with(&["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern"]);
    let is_of_a_system = |name: &String| {
        name.starts_with("src-tauri/crates/passkey/src/windows/")
            || name.starts_with("src-tauri/crates/passkey/src/macos/")
    };
    let others: Vec<&String> = found.iter().filter(|name| !is_of_a_system(name)).collect();
    assert!(others.is_empty(), "{others:?}");

    for (name, text) in shipped() {
        let blocks = text.matches("unsafe {").count() + text.matches("unsafe impl").count();
        let reasons = text.matches("// SAFETY:").count();
        assert!(reasons >= blocks.min(1), "{name} does not say why it may");
    }
}

#[test]
fn every_kind_of_secret_is_in_the_readme() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let kinds = files("src-tauri/crates", "rs")
        .into_iter()
        .filter(|(name, _)| !name.contains("/tests"))
        .flat_map(|(_, text)| secrets_in(&text));
    let unnamed: BTreeSet<String> = kinds
        .filter(|kind| !readme.contains(kind.as_str()))
        .collect();

    assert!(
        unnamed.is_empty(),
        "not in the table of secrets: {unnamed:?}"
    );
}

/// The names that `secret_type!` gives.
fn secrets_in(text: &str) -> Vec<String> {
    let bodies = text.split("secret_type! {").skip(1);
    let bodies = bodies.filter_map(|rest| rest.split('}').next());

    bodies
        .filter_map(|body| {
            let mut lines = body.lines().map(str::trim);
            lines
                .rfind(|line| !line.is_empty() && !line.starts_with("//") && !line.starts_with('@'))
                .map(str::to_owned)
        })
        .filter(|name| name.chars().all(char::is_alphanumeric))
        .collect()
}
