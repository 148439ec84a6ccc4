//! Opens the built .deb and looks for what makes sign-in work once it is installed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{failure::Failure, program::Program, say, workspace};

const SCHEME: &str = "x-scheme-handler/dev.latchkey.accounts";

/// Where the program lies in the package.
const PROGRAM: &str = "usr/bin/latchkey";
/// Without these the app cannot show its window, or links never find it.
const NEEDED_PACKAGES: [&str; 4] = [
    "libwebkit2gtk-4.1-0",
    "libgtk-3-0",
    "xdg-utils",
    "desktop-file-utils",
];

/// Fails with everything that is wrong with the package. Returns the program in it.
pub(super) fn inspect(package: &Path) -> Result<PathBuf, Failure> {
    let folder = workspace::target().join("deb");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Failure::while_doing(
            "removing the package opened the last time",
        ))?;
    }
    Program::new("dpkg-deb")
        .args([
            "--extract".as_ref(),
            package.as_os_str(),
            folder.as_os_str(),
        ])
        .run()?;
    let depends = Program::new("dpkg-deb")
        .args(["--field".as_ref(), package.as_os_str(), "Depends".as_ref()])
        .read()?;

    let mut complaints = in_dependencies(&depends);
    complaints.extend(in_entry(&desktop_entry(&folder)?));
    for file in [
        PROGRAM,
        "usr/share/icons/hicolor/128x128/apps/latchkey.png",
        // The notices of the libraries that are linked in.
        "usr/share/doc/latchkey/copyright",
        "usr/share/doc/latchkey/LGPL-2.1.txt",
    ] {
        if !folder.join(file).is_file() {
            complaints.push(format!("there is no {file}"));
        }
    }
    if complaints.is_empty() {
        let size = fs::metadata(package).map_or(0, |metadata| metadata.len());
        say::line(&format!("{} is complete, {size} bytes", package.display()));
        return Ok(folder.join(PROGRAM));
    }

    Err(Failure::new(format!(
        "{}: {}",
        package.display(),
        complaints.join("; ")
    )))
}

fn desktop_entry(folder: &Path) -> Result<String, Failure> {
    let applications = folder.join("usr/share/applications");
    let entries =
        fs::read_dir(&applications).map_err(Failure::while_doing("looking for a desktop entry"))?;
    let files: Vec<_> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .collect();
    let [file] = files.as_slice() else {
        return Err(Failure::new(format!(
            "one desktop entry was expected, not {files:?}"
        )));
    };

    fs::read_to_string(file).map_err(Failure::while_doing("reading the desktop entry"))
}

fn in_dependencies(depends: &str) -> Vec<String> {
    let names: Vec<&str> = depends
        .split(',')
        .filter_map(|entry| entry.split_whitespace().next())
        .collect();

    NEEDED_PACKAGES
        .iter()
        .filter(|needed| !names.contains(needed))
        .map(|needed| format!("it does not depend on {needed}"))
        .collect()
}

fn in_entry(entry: &str) -> Vec<String> {
    let value = |key: &str| {
        entry
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
    };
    let mut complaints = Vec::new();

    if !value("Exec").is_some_and(|exec| exec.ends_with(" %u")) {
        complaints.push("Exec does not end in `%u`, so links would be lost".to_owned());
    }
    if !value("MimeType").is_some_and(|types| types.split(';').any(|kind| kind == SCHEME)) {
        complaints.push(format!("MimeType does not name {SCHEME}"));
    }
    if value("Icon").is_none_or(str::is_empty) {
        complaints.push("there is no Icon".to_owned());
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = "[Desktop Entry]\nExec=latchkey %u\nIcon=latchkey\nMimeType=x-scheme-handler/dev.latchkey.accounts;\n";

    #[test]
    fn a_complete_entry_draws_no_complaint() {
        assert_eq!(in_entry(ENTRY), Vec::<String>::new());
    }

    #[test]
    fn an_entry_that_loses_links_is_found() {
        let complaints = in_entry(&ENTRY.replace(" %u", ""));

        assert_eq!(
            complaints.len(),
            1,
            "only the placeholder is missing: {complaints:?}"
        );
    }

    #[test]
    fn a_missing_dependency_is_found() {
        let complaints = in_dependencies("libwebkit2gtk-4.1-0, libgtk-3-0 (>= 3.24), xdg-utils");

        assert_eq!(complaints, ["it does not depend on desktop-file-utils"]);
    }
}
