//! The folders of a desk, and the environment that points at them.

use std::{
    fs::{self, DirBuilder, Permissions},
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::Path,
};

use anyhow::{Context as _, Result};

use super::sweeper::MARK;
use crate::{process::Environment, programs};

/// Handed to every process and to nothing else.
pub(super) fn environment(root: &Path) -> Result<Environment> {
    let home = root.join("home");
    let (runtime, temporary, programs_first) =
        (root.join("run"), root.join("tmp"), root.join("bin"));
    for folder in [&home, &temporary, &programs_first] {
        fs::create_dir_all(folder).context("making the folders of a desk")?;
    }
    DirBuilder::new()
        .mode(0o700)
        .create(&runtime)
        .context("making the folders of a desk")?;
    watch_links(root, &programs_first)?;

    let mut environment = Environment::new(root.join("logs"))?;
    let mut path = programs_first.into_os_string();
    path.push(":");
    path.push(programs::search_path());
    environment.set("PATH", path);
    environment.set(MARK, root);
    environment.set("HOME", &home);
    environment.set("XDG_CACHE_HOME", home.join(".cache"));
    environment.set("XDG_CONFIG_HOME", home.join(".config"));
    environment.set("XDG_DATA_HOME", home.join(".local/share"));
    environment.set("XDG_STATE_HOME", home.join(".local/state"));
    environment.set("XDG_RUNTIME_DIR", runtime);
    environment.set("TMPDIR", temporary);
    // Without a desktop's name, xdg-open 1.1.3 cannot read quoted commands and loses the link.
    environment.set("XDG_CURRENT_DESKTOP", "GNOME");
    environment.set("LANG", "C.UTF-8");
    environment.set("GDK_BACKEND", "x11");
    environment.set("NO_AT_BRIDGE", "1");
    environment.set("LIBGL_ALWAYS_SOFTWARE", "1");
    environment.set("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1");

    Ok(environment)
}

/// Puts a program before the real `xdg-open` that notes the address and hands over, so that a test knows which secrets
/// travelled in a link.
fn watch_links(root: &Path, programs_first: &Path) -> Result<()> {
    make_program(
        &programs_first.join("xdg-open"),
        &noting(root, "exec /usr/bin/xdg-open \"$@\""),
    )
}

/// From now on links to the app end with the note.
pub(super) fn lose_links(root: &Path) -> Result<()> {
    let rest = "case $1 in http*) exec /usr/bin/xdg-open \"$@\" ;; esac";

    make_program(&root.join("bin/xdg-open"), &noting(root, rest))
}

fn noting(root: &Path, rest: &str) -> String {
    let notes = root.join(super::entries::OPENED_LINKS);

    format!(
        "#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n{rest}\n",
        notes.display()
    )
}

/// Writes a script that can be started.
pub(super) fn make_program(file: &Path, script: &str) -> Result<()> {
    fs::write(file, script).context("writing a script")?;
    fs::set_permissions(file, Permissions::from_mode(0o755)).context("making a script a program")
}
