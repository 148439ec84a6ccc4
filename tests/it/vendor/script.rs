//! One of the vendor's clients in a process of its own, driven by lines of JSON (see `tests/vendor/lines.js`).

use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    process::Stdio,
    sync::Once,
};

use serde_json::{Value, json};
use tempfile::{NamedTempFile, TempPath};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};

use super::{PATIENCE, say};

/// Set by whoever has installed the vendor's clients and wants a missing one to be a failure.
pub(super) const REQUIRED: &str = "LATCHKEY_VENDOR_CLIENTS_REQUIRED";

/// One reason holds for all tests of a run.
static SAID: Once = Once::new();

/// A running client. It ends with this value.
pub(super) struct Script {
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    _process: Child,
    _authority: TempPath,
}

impl Script {
    /// Starts a script that trusts this authority; nothing where the clients are not installed and need not be.
    pub(super) fn start(file: &str, settings: &Value, ca_pem: &str) -> Option<Self> {
        match spawn(file, settings, ca_pem) {
            Ok(script) => Some(script),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let missing = format!(
                    "{error}; with Node 20.19 or newer, `npm ci` in tests/vendor installs them"
                );
                assert!(std::env::var_os(REQUIRED).is_none(), "{missing}");
                SAID.call_once(|| {
                    say(&format!(
                        "skipped: every test that drives a client of a vendor: {missing}"
                    ))
                });
                None
            }
            Err(error) => panic!("{file}: {error}"),
        }
    }

    /// Makes a call; answers the script's line.
    pub(super) async fn call(&mut self, call: &str, arguments: &Value) -> Value {
        let line = json!({ "call": call, "arguments": arguments });
        self.input
            .write_all(format!("{line}\n").as_bytes())
            .await
            .unwrap();
        let answer = timeout(PATIENCE, self.output.next_line()).await;
        let line = answer.unwrap_or_else(|_| panic!("{call}: no answer"));

        serde_json::from_str(&line.unwrap().unwrap_or_else(|| panic!("{call}: it ended"))).unwrap()
    }

    /// Makes a call that has to succeed; answers what it gave.
    pub(super) async fn ok(&mut self, call: &str, arguments: Value) -> Value {
        let mut line = self.call(call, &arguments).await;
        assert!(line["error"].is_null(), "{call}: {line}");

        line["ok"].take()
    }
}

fn spawn(file: &str, settings: &Value, ca_pem: &str) -> io::Result<Script> {
    let folder = folder();
    // npm writes this file last.
    if !folder.join("node_modules/.package-lock.json").is_file() {
        return Err(io::Error::new(
            ErrorKind::NotFound,
            "the vendors' clients are not installed",
        ));
    }
    let authority = NamedTempFile::new()?.into_temp_path();
    std::fs::write(&authority, ca_pem)?;
    let mut process = Command::new("node")
        .arg(folder.join(file))
        .arg(settings.to_string())
        .current_dir(&folder)
        .env("NODE_EXTRA_CA_CERTS", &*authority)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| {
            io::Error::new(error.kind(), format!("Node cannot be started: {error}"))
        })?;
    let closed = || io::Error::other("a pipe is missing");

    Ok(Script {
        input: process.stdin.take().ok_or_else(closed)?,
        output: BufReader::new(process.stdout.take().ok_or_else(closed)?).lines(),
        _process: process,
        _authority: authority,
    })
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vendor")
}
