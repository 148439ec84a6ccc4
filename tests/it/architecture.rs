//! Rules about the code itself, checked like any other behaviour.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

/// Every file below a folder with this ending, relative to the root.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_ours = !path.ends_with("target")
                && !path.ends_with("node_modules")
                && !path.ends_with("gen");
            if path.is_dir() && is_ours {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == ending) {
                let text = fs::read_to_string(&path).unwrap();
                let name = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((name, text));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} holds no .{ending}");
    found.sort();

    found
}

#[test]
fn dependencies_point_downward() {
    let allowed = BTreeMap::from([
        ("desktop", &["account", "passkey"][..]),
        ("account", &["auth0", "nhost", "protocol"]),
        ("auth0", &["protocol"]),
        ("nhost", &["protocol"]),
        ("passkey", &["firmware"]),
        ("protocol", &[]),
        ("emulator", &[]),
        ("firmware", &[]),
        (
            "fuzz",
            &["account", "auth0", "nhost", "passkey", "protocol"],
        ),
        (
            "tests",
            &[
                "account", "auth0", "nhost", "passkey", "protocol", "emulator", "firmware", "fuzz",
            ],
        ),
        ("xtask", &[]),
    ]);
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<&str> = packages
        .iter()
        .map(|package| package["name"].as_str().unwrap())
        .collect();

    for package in packages {
        let name = package["name"].as_str().unwrap();
        let allowed = allowed
            .get(name)
            .unwrap_or_else(|| panic!("{name} has no place in the house"));
        for dependency in package["dependencies"].as_array().unwrap() {
            let is_for_tests = dependency["kind"] == "dev";
            let dependency = dependency["name"].as_str().unwrap();
            let points_down = !ours.contains(dependency) || allowed.contains(&dependency);
            assert!(points_down, "{name} must not depend on {dependency}");
            let may_ship = dependency != "firmware" || is_for_tests;
            assert!(may_ship, "{name} must not ship {dependency}");
        }
    }
}

#[test]
fn the_brain_knows_no_window_no_keychain_and_no_http_library() {
    for folder in ["account", "auth0", "nhost"] {
        let manifest =
            fs::read_to_string(root().join(format!("src-tauri/crates/{folder}/Cargo.toml")))
                .unwrap();
        for forbidden in ["tauri", "specta", "reqwest", "keyring", "oauth2", "hyper"] {
            assert!(!manifest.contains(forbidden), "{folder} knows {forbidden}");
        }
    }
    for (name, text) in files("src-tauri/crates/account/src", "rs") {
        assert!(
            !text.contains("std::path") && !text.contains("std::fs"),
            "{name} knows paths"
        );
    }
    for (name, text) in files("src-tauri/crates/protocol/src", "rs") {
        let text = text.to_ascii_lowercase();
        assert!(
            !text.contains("auth0") || name.contains("/tests"),
            "{name} names a vendor"
        );
        assert!(
            !text.contains("nhost") || name.contains("/tests"),
            "{name} names a vendor"
        );
    }
    let manifest = fs::read_to_string(root().join("src-tauri/crates/passkey/Cargo.toml")).unwrap();
    for forbidden in ["reqwest", "hyper", "auth0", "nhost"] {
        assert!(!manifest.contains(forbidden), "passkey knows {forbidden}");
    }
}

#[test]
fn secrets_are_looked_into_at_these_places_only() {
    let expected = BTreeSet::from([
        // Addresses for the system browser, one of which links an account and holds a token.
        "src-tauri/crates/account/src/errand/out.rs",
        "src-tauri/crates/account/src/sign_in/provider.rs",
        "src-tauri/crates/account/src/factors/enrolment/check.rs",
        // What was read in a picture is compared.
        "src-tauri/crates/account/src/factors/picture.rs",
        "src-tauri/crates/account/src/provider/auth0_side/factors.rs",
        "src-tauri/crates/account/src/session/item.rs",
        "src-tauri/src/ipc/view/enrolment.rs",
        // What is shown once, on its way to the clipboard, into a file or to an app.
        "src-tauri/src/ipc/view/secret.rs",
        // A new token is shown once.
        "src-tauri/src/ipc/view/access_tokens.rs",
        // The key of an authenticator app, on its way to the person.
        "src-tauri/crates/account/src/provider/nhost_side/totp_address.rs",
        // The person keeps the next recovery code.
        "src-tauri/src/ipc/view/step.rs",
        // The person adds the key to their app.
        "src-tauri/crates/auth0/examples/enrol_totp.rs",
        // The browser carries the ID token to the tenant, in the address.
        "src-tauri/crates/auth0/src/authentication/logout.rs",
        // A program looks into its own access token.
        "src-tauri/crates/nhost/src/access_claims.rs",
        // Addresses that the system browser opens.
        "src-tauri/crates/nhost/src/auth_client/address.rs",
        "src-tauri/crates/account/src/password_policy.rs",
        "src-tauri/crates/account/src/qr/reading.rs",
        "src-tauri/crates/account/src/totp/key.rs",
        "src-tauri/crates/account/src/totp/verdict.rs",
        // How long a typed code is.
        "src-tauri/crates/account/src/typed_code.rs",
    ]);
    let found: BTreeSet<String> = files("src-tauri", "rs")
        .into_iter()
        .filter(|(name, text)| {
            text.contains(".expose()") && !name.contains("/tests") && !name.contains("/protocol/")
        })
        .map(|(name, _)| name)
        .collect();

    assert_eq!(
        found.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        expected
    );
}

#[test]
fn comparing_what_must_stay_secret_takes_the_same_time_always() {
    let (_, text) = files("src-tauri/crates/protocol/src", "rs")
        .into_iter()
        .find(|(name, _)| name.ends_with("src/secret.rs"))
        .unwrap();

    assert!(
        text.contains("ct_eq"),
        "state and nonce are compared in constant time"
    );
}

#[test]
fn no_test_file_is_forgotten() {
    let all = files("tests/it", "rs");
    let declared: String = all.iter().map(|(_, text)| text.as_str()).collect();
    for (name, _) in &all {
        let module = Path::new(name).file_stem().unwrap().to_string_lossy();
        let is_declared = module == "main" || declared.contains(&format!("mod {module};"));
        assert!(is_declared, "{name} is in no `mod`");
    }
}

#[test]
fn no_file_names_a_place_outside_the_project() {
    let marks = [
        concat!("/", "work", "/", "main"),
        concat!("..", "/", "shared"),
        concat!("/", "root", "/"),
    ];
    let of_skipping_tests = [
        "tests/xtask/",
        "tests/it/hostile.rs",
        "tests/it/supply.rs",
        "tests/it/faults/ledger.rs",
        "tests/it/nhost/recorded.rs",
        "tests/emulator/src/nhost/tests/recorded.rs",
    ];
    for (folder, ending) in [
        ("src-tauri", "rs"),
        ("tests", "rs"),
        ("ui/src", "ts"),
        ("ui/src", "svelte"),
    ] {
        for (name, text) in files(folder, ending) {
            let may = of_skipping_tests
                .iter()
                .any(|place| name.starts_with(place));
            let named = marks.iter().find(|mark| text.contains(**mark));
            assert!(may || named.is_none(), "{name} names {named:?}");
        }
    }
}

#[test]
fn no_lock_file_names_a_registry_that_only_some_machines_reach() {
    for lock in ["ui/package-lock.json", "tests/vendor/package-lock.json"] {
        let text = fs::read_to_string(root().join(lock)).unwrap();
        let foreign = text
            .lines()
            .filter(|line| line.contains("\"resolved\""))
            .find(|line| !line.contains("\"https://registry.npmjs.org/"));
        assert!(foreign.is_none(), "{lock}: {foreign:?}");
    }
}
