//! Where the programs lie that a journey starts.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

/// Browsers of which one has to be there, in the order they are asked for.
const BROWSERS: [&str; 4] = [
    "chromium",
    "google-chrome-stable",
    "google-chrome",
    "chromium-browser",
];

/// A program of this workspace, built in the same profile as the caller.
///
/// # Errors
/// It was not built.
pub fn ours(name: &str) -> Result<PathBuf> {
    // The tour lies beside the programs, a test one folder below them.
    let this = env::current_exe().context("asking where this program lies")?;
    this.ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
        .with_context(|| format!("`{name}` is not built; `cargo xtask test` builds it"))
}

/// The browser of the person at the desk.
///
/// # Errors
/// None is installed.
pub fn browser() -> Result<PathBuf> {
    BROWSERS
        .iter()
        .find_map(|name| on_path(name))
        .with_context(|| format!("no browser is installed, of {}", BROWSERS.join(", ")))
}

/// The search path of this process.
pub fn search_path() -> OsString {
    env::var_os("PATH").unwrap_or_default()
}

fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&search_path())
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// Folder for what a failed journey leaves to look at, and for the pictures of the tour.
///
/// # Errors
/// The place of this program is unknown.
pub fn target() -> Result<PathBuf> {
    let this = env::current_exe().context("asking where this program lies")?;
    let debug = this
        .ancestors()
        .find(|folder| folder.ends_with("debug"))
        .and_then(Path::parent);

    Ok(debug
        .context("this program does not lie in a target folder")?
        .to_path_buf())
}
