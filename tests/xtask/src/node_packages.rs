//! Node packages: those the page is made of, and the vendors' own clients that the tests set beside ours.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{failure::Failure, say, tools::npm};

/// Installs what a folder's `package-lock.json` names, unless that was done since it was last changed.
pub(crate) fn install(folder: &Path) -> Result<(), Failure> {
    if is_newer(
        &folder.join("node_modules/.package-lock.json"),
        &[
            folder.join("package.json"),
            folder.join("package-lock.json"),
        ],
    ) {
        return Ok(());
    }

    say::doing(&format!("npm ci in {}", folder.display()));
    npm(folder)
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .run()
}

/// Whether npm finished its work, of which that file is the last part, after what it works from was last changed.
fn is_newer(result: &Path, sources: &[PathBuf]) -> bool {
    let changed = |file: &Path| {
        fs::metadata(file)
            .and_then(|metadata| metadata.modified())
            .ok()
    };

    sources
        .iter()
        .all(|source| changed(result) >= changed(source))
}
