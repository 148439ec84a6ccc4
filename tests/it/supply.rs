//! What the app is built from: nothing with a known vulnerability, nothing older than the version that mended one, and
//! nothing from anywhere but the registry.
//!
//! Licences, banned packages and sources are the matter of cargo-deny, which `cargo xtask test --only supply` runs with
//! `.deny.toml`.

use std::{fs, process::Command};

use rustsec::{Database, Lockfile, Report, report};
use tests::say;

use super::architecture::root;

/// The version that mended something serious, with what that was.
const AT_LEAST: [(&str, &str, &str); 7] = [
    (
        "tauri",
        "2.11.1",
        "a page of another origin could call commands",
    ),
    (
        "h2",
        "0.4.16",
        "a peer could make it keep memory without end",
    ),
    (
        "rustls-webpki",
        "0.103.13",
        "a revoked certificate could pass",
    ),
    (
        "reqwest",
        "0.13.5",
        "a size limit did not count what was unpacked",
    ),
    ("time", "0.3.47", "a deep input overflowed the stack"),
    (
        "idna",
        "1.0.3",
        "a name in Punycode could stand for another",
    ),
    (
        "tokio",
        "1.44.2",
        "a broadcast channel cloned values without a lock",
    ),
];

/// Advisories about packages that only tests are built with: advisory, package, what it does there.
const NOT_SHIPPED: [(&str, &str, &str); 1] = [(
    "RUSTSEC-2023-0071",
    "rsa",
    "the relying party that judges passkeys in tests checks signatures with it, and holds no private key",
)];

fn lock_file() -> Lockfile {
    Lockfile::load(root().join("Cargo.lock")).unwrap()
}

#[test]
fn no_package_has_a_known_vulnerability() {
    let database = root().join("../shared/advisory-db");
    if !database.exists() {
        say::line(
            "skipped: there is no snapshot of the advisories here; `cargo deny check` reads them from their home",
        );
        return;
    }
    let database = Database::open(&database).unwrap();
    let ignore = NOT_SHIPPED
        .iter()
        .map(|(id, ..)| id.parse().unwrap())
        .collect();
    let settings = report::Settings {
        ignore,
        ..report::Settings::default()
    };
    let report = Report::generate(&database, &lock_file(), &settings);
    say::line(&format!(
        "advisories: {} of {} packages",
        report.vulnerabilities.count,
        lock_file().packages.len()
    ));

    let found: Vec<String> = report
        .vulnerabilities
        .list
        .iter()
        .map(|it| {
            format!(
                "{} {}: {}",
                it.package.name, it.package.version, it.advisory.id
            )
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn what_is_excused_for_tests_does_not_ship() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "-p", "desktop"])
        .args([
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(tree.status.success());
    let tree = String::from_utf8(tree.stdout).unwrap();
    assert!(
        tree.lines().any(|line| line.starts_with("tauri v")),
        "not the tree of the app"
    );
    for (_, package, _) in NOT_SHIPPED {
        let ships = tree
            .lines()
            .any(|line| line.split(' ').next() == Some(package));
        assert!(!ships, "{package} ships");
    }
}

#[test]
fn what_was_mended_once_stays_mended() {
    let lock = lock_file();
    for (name, least, why) in AT_LEAST {
        let least = least.parse().unwrap();
        let versions = lock.packages.iter().filter(|it| it.name.as_str() == name);
        let versions: Vec<_> = versions.map(|it| &it.version).collect();
        assert!(
            !versions.is_empty(),
            "{name} is not used any more: drop its line"
        );
        let old = versions.iter().find(|version| ***version < least);
        assert!(old.is_none(), "{name} {old:?}: {why}");
    }
}

#[test]
fn every_package_comes_from_the_registry_and_is_pinned() {
    for package in lock_file().packages {
        let name = package.name.as_str();
        match &package.source {
            None => assert!(
                package.checksum.is_none(),
                "{name} is neither ours nor the registry's"
            ),
            Some(source) => {
                assert!(source.is_default_registry(), "{name} comes from {source}");
                assert!(
                    package.checksum.is_some(),
                    "{name} is not pinned by a checksum"
                );
            }
        }
    }
    for lock in ["ui/package-lock.json", "tests/vendor/package-lock.json"] {
        let lock: serde_json::Value =
            serde_json::from_slice(&fs::read(root().join(lock)).unwrap()).unwrap();
        let packages = lock["packages"].as_object().unwrap();
        for (place, package) in packages.iter().filter(|(place, _)| !place.is_empty()) {
            let is_pinned = package["integrity"]
                .as_str()
                .is_some_and(|it| it.starts_with("sha512-"));
            assert!(is_pinned, "{place} is not pinned by a checksum");
        }
    }
}

#[test]
fn the_page_takes_two_packages_along() {
    let manifest = fs::read(root().join("ui/package.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let names: Vec<&String> = manifest["dependencies"]
        .as_object()
        .unwrap()
        .keys()
        .collect();

    assert_eq!(names, ["@fluent/bundle", "@tauri-apps/api"]);
}
