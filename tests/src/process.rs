//! Processes of a desk. Each runs in the desk's environment and nothing else, and writes into files of its own.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context as _, Result, bail};
use tokio::process::{Child, Command};

use crate::wait::{self, PATIENCE};

/// Variables and the folder for output: everything a process is given.
#[derive(Clone, Debug)]
pub struct Environment {
    variables: BTreeMap<OsString, OsString>,
    logs: PathBuf,
}

impl Environment {
    /// An empty one, with a folder for what processes write.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn new(logs: PathBuf) -> Result<Self> {
        fs::create_dir_all(&logs).context("making the folder for output")?;

        Ok(Self {
            variables: BTreeMap::new(),
            logs,
        })
    }

    /// Sets a variable.
    pub fn set(&mut self, name: &str, value: impl AsRef<OsStr>) {
        self.variables
            .insert(name.into(), value.as_ref().to_owned());
    }

    /// Takes a variable away.
    pub fn unset(&mut self, name: &str) {
        self.variables.remove(OsStr::new(name));
    }

    /// The same environment with one more variable.
    #[must_use]
    pub fn with(&self, name: &str, value: impl AsRef<OsStr>) -> Self {
        let mut other = self.clone();
        other.set(name, value);
        other
    }

    /// The folder with what the processes wrote.
    pub fn logs(&self) -> &Path {
        &self.logs
    }

    /// A program about to be started.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(&self.variables)
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Runs a program to its end and returns what it wrote on standard output, trimmed.
    ///
    /// # Errors
    /// It cannot be started, takes too long, or ends with an error.
    pub async fn run(&self, program: &str, arguments: &[&str]) -> Result<String> {
        let output = tokio::time::timeout(PATIENCE, self.command(program).args(arguments).output())
            .await
            .with_context(|| format!("`{program}` does not end"))?
            .with_context(|| format!("starting `{program}`"))?;
        if !output.status.success() {
            bail!(
                "`{program}` ended with {}: {}",
                output.status,
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }

        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Starts a program that stays.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(&self, program: impl AsRef<Path>, arguments: &[&str]) -> Result<Process> {
        self.start_with_input(program, arguments, None)
    }

    /// Starts a program that stays, and gives it something to read. Without a text its input stays empty but open, so
    /// that it can tell when its desk is gone.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start_with_input(
        &self,
        program: impl AsRef<Path>,
        arguments: &[&str],
        input: Option<&str>,
    ) -> Result<Process> {
        let program = program.as_ref();
        let name = program
            .file_name()
            .unwrap_or(program.as_os_str())
            .to_string_lossy()
            .into_owned();
        let (said, complained) = (
            self.logs.join(format!("{name}.out")),
            self.logs.join(format!("{name}.err")),
        );
        let file = |path: &Path| File::options().create(true).append(true).open(path);
        let already_said = fs::metadata(&said).map_or(0, |metadata| metadata.len());

        let mut child = self
            .command(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(file(&said).context("opening a file for output")?)
            .stderr(file(&complained).context("opening a file for output")?)
            .process_group(0)
            .spawn()
            .with_context(|| format!("starting `{name}`"))?;
        if let Some(text) = input
            && let Some(pipe) = child.stdin.take()
        {
            // A handful of bytes: they fit into the pipe whether or not anybody reads them.
            let mut pipe = File::from(pipe.into_owned_fd().context("writing to a process")?);
            pipe.write_all(text.as_bytes())
                .context("writing to a process")?;
        }

        Ok(Process {
            child,
            name,
            said,
            already_said,
        })
    }
}

/// A running process; ends with this value.
#[derive(Debug)]
pub struct Process {
    child: Child,
    name: String,
    said: PathBuf,
    already_said: u64,
}

impl Process {
    /// Waits for a line on standard output in which something can be found.
    ///
    /// # Errors
    /// The process ended, or never wrote such a line.
    pub async fn line<T>(&mut self, mut find: impl FnMut(&str) -> Option<T>) -> Result<T> {
        let Self {
            child,
            name,
            said,
            already_said,
        } = self;
        wait::until(
            &format!("`{name}` to say that it is ready"),
            PATIENCE,
            async || {
                let text = fs::read(&*said).context("reading output")?;
                let new = text
                    .get(usize::try_from(*already_said)?..)
                    .unwrap_or_default();
                // What is behind the last line feed may be half a line.
                let whole_lines = new
                    .iter()
                    .rposition(|byte| *byte == b'\n')
                    .map_or(0, |end| end + 1);
                if let Some(found) = String::from_utf8_lossy(&new[..whole_lines])
                    .lines()
                    .find_map(&mut find)
                {
                    return Ok(Some(found));
                }
                if let Some(status) = child.try_wait().context("looking after a process")? {
                    bail!("`{name}` ended with {status}");
                }

                Ok(None)
            },
        )
        .await
    }

    /// Its number.
    ///
    /// # Errors
    /// It has ended.
    pub fn id(&self) -> Result<u32> {
        self.child
            .id()
            .with_context(|| format!("`{}` has ended", self.name))
    }

    /// Ends it at once, without a chance to tidy up.
    ///
    /// # Errors
    /// It cannot be ended.
    pub async fn kill(&mut self) -> Result<()> {
        self.child
            .kill()
            .await
            .with_context(|| format!("ending `{}`", self.name))
    }
}
