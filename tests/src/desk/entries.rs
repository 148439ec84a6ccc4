//! The default browser of a desk: it writes down what it was asked to open, and the test opens it.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};

use super::folders::make_program;
use crate::process::Environment;

/// Addresses handed to the default browser.
pub(super) const OPENED_PAGES: &str = "opened-pages";

/// Addresses handed to `xdg-open`.
pub(super) const OPENED_LINKS: &str = "opened-links";

/// Addresses handed to the authenticator app.
pub(super) const OPENED_KEYS: &str = "opened-keys";

const ENTRY: &str = "test-browser.desktop";

/// Registers the browser for web addresses, the way an installed one is.
pub(super) fn register_browser(environment: &Environment, root: &Path) -> Result<()> {
    let program = root.join("bin/test-browser");
    let record = root.join(OPENED_PAGES);
    make_program(
        &program,
        &format!(
            "#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n",
            record.display()
        ),
    )?;

    let applications = root.join("home/.local/share/applications");
    let configuration = root.join("home/.config");
    fs::create_dir_all(&applications).context("making the folder of applications")?;
    fs::create_dir_all(&configuration).context("making the folder of settings")?;
    let kinds = ["x-scheme-handler/http", "x-scheme-handler/https"];
    fs::write(
        applications.join(ENTRY),
        format!(
            "[Desktop Entry]\nType=Application\nName=Test browser\nExec={} %u\nMimeType={};\n",
            program.display(),
            kinds.join(";")
        ),
    )
    .context("registering the browser")?;
    let defaults: String = kinds
        .iter()
        .map(|kind| format!("{kind}={ENTRY}\n"))
        .collect();
    fs::write(
        configuration.join("mimeapps.list"),
        format!("[Default Applications]\n{defaults}"),
    )
    .context("making the browser the default")?;
    fs::create_dir_all(environment.logs()).context("making the folder for output")
}

/// Registers an authenticator app that writes down what it is given, the way an installed one is.
pub(super) fn register_authenticator(root: &Path) -> Result<()> {
    let program = root.join("bin/test-authenticator");
    let record = root.join(OPENED_KEYS);
    make_program(
        &program,
        &format!(
            "#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n",
            record.display()
        ),
    )?;
    let entry = "test-authenticator.desktop";
    fs::write(
        root.join("home/.local/share/applications").join(entry),
        format!(
            "[Desktop Entry]\nType=Application\nName=Test authenticator\nExec={} %u\n\
             MimeType=x-scheme-handler/otpauth;\n",
            program.display()
        ),
    )
    .context("registering an authenticator app")?;
    let defaults = root.join("home/.config/mimeapps.list");
    let before = fs::read_to_string(&defaults).unwrap_or_default();

    fs::write(
        defaults,
        format!("{}\nx-scheme-handler/otpauth={entry}\n", before.trim_end()),
    )
    .context("making an authenticator app the default")
}

/// The whole lines of a file, which may not be there yet.
pub(super) fn lines(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);

    whole.lines().map(str::to_owned).collect()
}
