//! `cargo xtask bundle`: the packages that people install.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    failure::Failure,
    program::Program,
    say,
    set_up::{self, Purpose},
    workspace,
};

/// What an installable file ends in.
const ENDINGS: [&str; 7] = ["deb", "rpm", "AppImage", "app", "dmg", "msi", "exe"];

/// Makes packages of these kinds and says where they are.
pub(crate) fn run(kinds: &str) -> Result<(), Failure> {
    set_up::prepare(Purpose::Build)?;
    for package in make(kinds)? {
        say::line(&format!(
            "{}  {}",
            package.display(),
            size_in_words(&package)
        ));
    }

    Ok(())
}

/// The kinds that people of this system install. AppImage is made by the release workflow only: it downloads parts that
/// some networks refuse.
pub(crate) fn usual() -> &'static str {
    if cfg!(target_os = "macos") {
        "app,dmg"
    } else if cfg!(windows) {
        "msi,nsis"
    } else {
        "deb,rpm"
    }
}

/// Makes packages of the given kinds and returns those that lie in the folder afterwards.
pub(crate) fn make(kinds: &str) -> Result<Vec<PathBuf>, Failure> {
    let folder = workspace::target().join("dist/bundle");
    if folder.is_dir() {
        fs::remove_dir_all(&folder).map_err(Failure::while_doing(
            "removing the packages of the last time",
        ))?;
    }

    // Started in the root, from where it finds src-tauri.
    Program::new("node")
        .args([workspace::ui().join("node_modules/@tauri-apps/cli/tauri.js")])
        .args(["build", "--bundles", kinds, "--", "--profile", "dist"])
        .env("CI", "true")
        .run_aloud()?;

    packages_in(&folder)
}

fn packages_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut packages = Vec::new();
    for kind in entries(folder)? {
        packages.extend(entries(&kind)?.into_iter().filter(|path| {
            path.extension()
                .is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known))
        }));
    }
    packages.sort();

    Ok(packages)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let listing = fs::read_dir(folder).map_err(Failure::while_doing(format!(
        "listing {}",
        folder.display()
    )))?;

    Ok(listing
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .collect())
}

fn size_in_words(package: &Path) -> String {
    match fs::metadata(package) {
        Ok(metadata) if metadata.is_file() => {
            format!("{:.1} MiB", metadata.len() as f64 / f64::from(1 << 20))
        }
        Ok(_) | Err(_) => "a folder".to_owned(),
    }
}
