//! Ends whatever is left at a desk, daemons that went into the background included.
//!
//! A shell waits at the other end of a pipe. When the pipe closes, because the desk is done with or because the test
//! was killed, it ends every process that carries the desk's mark in its environment, or names the desk's folder in its
//! command line as Chromium does, which writes its title over its environment. Then it removes the folder.

use std::{
    fs,
    io::ErrorKind,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context as _, Result};

/// The variable that every process at a desk carries, with the desk's folder as its value.
pub(super) const MARK: &str = "LATCHKEY_DESK";

/// Three rounds, since a process may be about to start another one when it is found. Mounts go before the folder does.
const SCRIPT: &str = r#"
cat > /dev/null
for round in 1 2 3; do
  for process in /proc/[0-9]*; do
    number=${process#/proc/}
    [ "$number" = $$ ] && continue
    if tr '\0' '\n' 2> /dev/null < "$process/environ" | grep -qxF "$1" ||
       tr '\0' '\n' 2> /dev/null < "$process/cmdline" | grep -qF "$2/"; then
      kill -KILL "$number"
    fi
  done
done
grep -F " $2/" /proc/mounts | cut -d ' ' -f 2 | while read -r place; do umount -l "$place"; done
rm -rf "$2"
"#;

#[derive(Debug)]
pub(super) struct Sweeper {
    shell: Child,
    folder: PathBuf,
}

impl Sweeper {
    pub(super) fn start(folder: &Path) -> Result<Self> {
        let shell = Command::new("setsid")
            .args(["sh", "-c", SCRIPT, "sweeper"])
            .arg(mark(folder))
            .arg(folder)
            .env_remove(MARK)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting the sweeper")?;

        Ok(Self {
            shell,
            folder: folder.to_path_buf(),
        })
    }

    /// Numbers of the processes at the desk.
    pub(super) fn processes(&self) -> Vec<u32> {
        let entries = fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .filter_map(Result::ok);

        entries
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
            .filter(|id| *id != self.shell.id() && self.is_at_desk(*id))
            .collect()
    }

    fn is_at_desk(&self, id: u32) -> bool {
        let read = |name: &str| fs::read(format!("/proc/{id}/{name}")).unwrap_or_default();
        let mark = mark(&self.folder);
        let folder = format!("{}/", self.folder.display());

        read("environ")
            .split(|byte| *byte == 0)
            .any(|variable| variable == mark.as_bytes())
            || String::from_utf8_lossy(&read("cmdline")).contains(&folder)
    }
}

impl Drop for Sweeper {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        // A test that is over has nobody left to tell; what matters is that the sweeping is done.
        let _ = self.shell.wait();
        debug_assert!(
            fs::metadata(&self.folder).is_err_and(|error| error.kind() == ErrorKind::NotFound),
            "the folder of a desk goes with it"
        );
    }
}

fn mark(folder: &Path) -> String {
    format!(
        "{MARK}={}",
        String::from_utf8_lossy(folder.as_os_str().as_bytes())
    )
}
