use std::{collections::BTreeSet, fs, path::Path};

use specta_typescript::Typescript;

use super::contract;

fn manifest(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The words after each mark, up to the first character that is not part of a name.
fn names_after<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(mark).skip(1).filter_map(|rest| {
        rest.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_' && letter != '-')
            .next()
    })
}

#[test]
fn bindings_are_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/lib/bindings.ts");
    let before = fs::read_to_string(&path).unwrap_or_default();
    contract().export(Typescript::default(), &path).unwrap();
    let after = fs::read_to_string(&path).unwrap();

    assert!(
        before == after,
        "`bindings.ts` was stale and has been rewritten"
    );
}

#[test]
fn the_page_may_call_our_commands_and_nothing_else() {
    let source = manifest("src/ipc.rs");
    let commands: BTreeSet<_> = source
        .lines()
        .filter_map(|line| line.trim().strip_suffix(',')?.split_once("::"))
        .map(|(_, command)| command.to_owned())
        .collect();
    let capability: serde_json::Value =
        serde_json::from_str(&manifest("capabilities/main.json")).unwrap();
    let allowed: BTreeSet<_> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            it.as_str()
                .unwrap()
                .strip_prefix("allow-")
                .unwrap_or("not ours")
                .replace('-', "_")
        })
        .collect();
    let build = manifest("build.rs");
    let declared: BTreeSet<_> = names_after(&build, "    \"")
        .filter(|name| name.contains('_') || commands.contains(*name))
        .map(str::to_owned)
        .collect();

    assert!(commands.len() > 20, "{commands:?}");
    assert_eq!(commands, allowed, "capabilities/main.json");
    assert_eq!(commands, declared, "build.rs");
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
}

#[test]
fn the_webview_is_as_closed_as_it_can_be() {
    let config: serde_json::Value = serde_json::from_str(&manifest("tauri.conf.json")).unwrap();
    let security = &config["app"]["security"];
    let csp = security["csp"].as_str().unwrap();

    assert!(csp.starts_with("default-src 'none';"), "{csp}");
    for forbidden in ["unsafe-", "*", "https:", "wasm", "blob:"] {
        assert!(!csp.contains(forbidden), "{forbidden} in {csp}");
    }
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert!(!manifest("tauri.conf.json").contains("dangerous"));
}
