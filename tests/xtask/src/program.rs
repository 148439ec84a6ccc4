//! Starting other programs.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{failure::Failure, say, workspace};

/// A program to start, with its arguments.
pub(crate) struct Program {
    command: Command,
    name: String,
}

impl Program {
    /// Started in the root of the workspace, without anything to read on standard input.
    pub(crate) fn new(name: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(name.as_ref());
        command.current_dir(workspace::root()).stdin(Stdio::null());

        Self {
            command,
            name: Path::new(name.as_ref())
                .file_stem()
                .unwrap_or(name.as_ref())
                .display()
                .to_string(),
        }
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn in_folder(mut self, folder: impl AsRef<Path>) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Runs it to its end with its output on ours.
    pub(crate) fn run(mut self) -> Result<(), Failure> {
        let status = self
            .command
            .status()
            .map_err(Failure::while_doing(format!("starting `{}`", self.name)))?;
        if !status.success() {
            let call = self.call();
            return Err(Failure::new(format!("`{call}` ended with {status}")));
        }

        Ok(())
    }

    /// Runs it to its end and returns what it wrote on standard output, trimmed.
    pub(crate) fn read(mut self) -> Result<String, Failure> {
        let output = self
            .command
            .stderr(Stdio::null())
            .output()
            .map_err(Failure::while_doing(format!("starting `{}`", self.name)))?;
        if !output.status.success() {
            let call = self.call();
            return Err(Failure::new(format!(
                "`{call}` ended with {}",
                output.status
            )));
        }

        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Says what is about to run, then runs it and returns what it wrote on standard output, and whether it succeeded.
    pub(crate) fn read_aloud(mut self) -> Result<(String, bool), Failure> {
        say::doing(&self.call());
        let output = self
            .command
            .stderr(Stdio::null())
            .output()
            .map_err(Failure::while_doing(format!("starting `{}`", self.name)))?;

        Ok((
            String::from_utf8_lossy(&output.stdout).into_owned(),
            output.status.success(),
        ))
    }

    /// The command itself, for what is not run to its end here.
    pub(crate) fn into_command(self) -> Command {
        self.command
    }

    /// Says what is about to run, then runs it.
    pub(crate) fn run_aloud(self) -> Result<(), Failure> {
        say::doing(&self.call());
        self.run()
    }

    fn call(&self) -> String {
        let mut call = self.name.clone();
        for word in self.command.get_args() {
            call.push(' ');
            call.push_str(&word.to_string_lossy());
        }
        call
    }
}

/// Where a program lies, if it is on the search path.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    let path = env::var_os("PATH")?;

    // Debian keeps a few programs where only root's search path leads.
    env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/sbin".into()])
        .map(|folder| folder.join(&file))
        .find(|candidate| candidate.is_file())
}
