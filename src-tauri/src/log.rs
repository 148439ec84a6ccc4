//! The log: what the app did, for people who help. Never who did it, and never a secret.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use tracing_subscriber::{filter::LevelFilter, fmt::MakeWriter};

use crate::{config::Places, files::private_folder};

/// A log that grew to this is started anew; the one before is kept.
const BYTES: u64 = 1024 * 1024;

/// The log's place under the app's own files.
pub(crate) fn file(data: &Path) -> PathBuf {
    data.join("logs").join("latchkey.log")
}

/// Starts logging to the file and, in a terminal, to standard error. Without a file the app runs all the same.
pub(crate) fn start(places: &Places) {
    let level = std::env::var_os("LATCHKEY_LOG")
        .and_then(|value| value.to_str().and_then(|text| text.parse().ok()))
        .unwrap_or(LevelFilter::INFO);
    let sink = Sink {
        file: Arc::new(Mutex::new(open(&file(&places.data)).ok())),
    };
    let log = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(false)
        .with_target(true)
        .with_writer(sink)
        .finish();

    // Only a second start in one process could fail here, and there is none.
    let _ = tracing::subscriber::set_global_default(log);
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        private_folder(folder)?;
    }
    match path.symlink_metadata() {
        Ok(it) if !it.file_type().is_file() => return Err(io::ErrorKind::InvalidInput.into()),
        Ok(it) if it.len() > BYTES => std::fs::rename(path, path.with_extension("log.1"))?,
        Ok(_) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);

    options.open(path)
}

/// Writes every line to standard error and to the file; a full disk silences the file and nothing else.
#[derive(Clone)]
struct Sink {
    file: Arc<Mutex<Option<File>>>,
}

impl Write for Sink {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let _ = io::stderr().write_all(line);
        if let Some(file) = &mut *self.file.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = file.write_all(line);
        }

        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Sink {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn what_lies_in_the_place_of_the_log_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let precious = folder.path().join("precious");
        std::fs::write(&precious, "mine").unwrap();
        let log = file(folder.path());
        private_folder(log.parent().unwrap()).unwrap();
        symlink(&precious, &log).unwrap();
        assert!(open(&log).is_err());
        assert_eq!(std::fs::read_to_string(precious).unwrap(), "mine");

        std::fs::remove_file(&log).unwrap();
        std::fs::create_dir(&log).unwrap();
        assert!(open(&log).is_err(), "a folder is no log either");
    }
}
