//! The app's own files: documents without secrets, private to the person, replaced as a whole.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use account::ports::{RecordError, Records};

/// Larger than any document of ours; reading stops there.
const BYTES: u64 = 4 * 1024 * 1024;

/// The folder with the app's own files.
#[derive(Clone)]
pub(crate) struct Files {
    folder: PathBuf,
}

impl Files {
    pub(crate) fn at(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }
}

impl Records for Files {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, RecordError> {
        let path = self.path(name);
        match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(_) => return Err(RecordError::NotWritable),
            Ok(it) if !it.file_type().is_file() => return Err(RecordError::NotWritable),
            Ok(it) if it.len() > BYTES => return Err(RecordError::TooLarge),
            Ok(_) => {}
        }
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(reason)?;
        file.take(BYTES).read_to_end(&mut bytes).map_err(reason)?;

        Ok(Some(bytes))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), RecordError> {
        private_folder(&self.folder).map_err(reason)?;
        let path = self.path(name);
        let is_strange = path
            .symlink_metadata()
            .is_ok_and(|it| !it.file_type().is_file());
        if is_strange {
            return Err(RecordError::NotWritable);
        }

        let draft = self.folder.join(format!(".{name}.new"));
        let written = write_draft(&draft, bytes).and_then(|()| fs::rename(&draft, &path));
        if written.is_err() {
            // The old document still stands; a half-written draft is of no use to anybody.
            let _ = fs::remove_file(&draft);
        }
        written.map_err(reason)?;
        sync_folder(&self.folder);

        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), RecordError> {
        match fs::remove_file(self.path(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(reason(error)),
            _ => Ok(()),
        }
    }

    fn set_aside(&self, name: &str) -> Result<(), RecordError> {
        let free = (1u32..1_000)
            .map(|number| self.folder.join(format!("{name}.corrupt-{number}.json")))
            .find(|path| path.symlink_metadata().is_err())
            .ok_or(RecordError::NotWritable)?;

        fs::rename(self.path(name), free).map_err(reason)
    }

    fn place(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }
}

fn write_draft(draft: &Path, bytes: &[u8]) -> io::Result<()> {
    // A draft that a killed process left, or a link in its place, goes first: `create_new` follows nothing.
    match fs::remove_file(draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(draft)?;
    file.write_all(bytes)?;

    file.sync_all()
}

/// Makes a rename outlive a power cut. Systems on which a folder cannot be opened take care of it themselves.
fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// Makes a folder that only the person can enter.
pub(crate) fn private_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);

    builder.create(path)
}

pub(crate) fn reason(error: io::Error) -> RecordError {
    let is_full = matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    );

    if is_full {
        RecordError::Full
    } else {
        RecordError::NotWritable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> (tempfile::TempDir, Files) {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(&folder.path().join("data"));

        (folder, files)
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else_lies_around() {
        let (_folder, files) = files();
        assert_eq!(files.read("a").unwrap(), None);
        files.write("a", b"one").unwrap();
        files.write("a", b"two").unwrap();

        assert_eq!(files.read("a").unwrap().unwrap(), b"two");
        assert_eq!(fs::read_dir(&files.folder).unwrap().count(), 1);
        files.delete("a").unwrap();
        files.delete("a").unwrap();
        assert_eq!(files.read("a").unwrap(), None);
    }

    #[test]
    fn a_damaged_document_is_put_aside_and_kept() {
        let (_folder, files) = files();
        files.write("a", b"{").unwrap();
        files.set_aside("a").unwrap();
        files.write("a", b"[").unwrap();
        files.set_aside("a").unwrap();

        assert_eq!(
            fs::read(files.folder.join("a.corrupt-1.json")).unwrap(),
            b"{"
        );
        assert_eq!(
            fs::read(files.folder.join("a.corrupt-2.json")).unwrap(),
            b"["
        );
    }

    #[cfg(unix)]
    #[test]
    fn files_are_private_and_links_are_not_followed() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let (folder, files) = files();
        files.write("a", b"text").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&files.folder), 0o700);
        assert_eq!(mode(&files.path("a")), 0o600);

        let precious = folder.path().join("precious");
        fs::write(&precious, "mine").unwrap();
        symlink(&precious, files.path("b")).unwrap();
        symlink(&precious, files.folder.join(".c.new")).unwrap();
        assert_eq!(files.write("b", b"x"), Err(RecordError::NotWritable));
        assert_eq!(files.read("b"), Err(RecordError::NotWritable));
        files.write("c", b"x").unwrap();
        assert_eq!(fs::read_to_string(precious).unwrap(), "mine");
    }
}
