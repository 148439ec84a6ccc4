//! Files that the person asked for, where the browser would put them. Each is new, and nobody else's to read.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use account::ports::RecordError;

use crate::files::reason;

/// Shorter than what any file system of today takes, ending and number included.
const NAME_CHARACTERS: usize = 80;
/// More files of one name than anybody makes.
const MOST: u32 = 1_000;

/// Writes a new file into the folder for downloads, and says where it is. A name that is taken gets a number.
///
/// # Errors
/// The disk is full, or there is no folder that can be written to.
pub(crate) fn save(name: &str, ending: &str, bytes: &[u8]) -> Result<PathBuf, RecordError> {
    let folder = dirs::download_dir()
        .or_else(|| Some(dirs::home_dir()?.join("Downloads")))
        .ok_or(RecordError::NotWritable)?;
    fs::create_dir_all(&folder).map_err(reason)?;

    save_in(&folder, name, ending, bytes).map_err(reason)
}

fn save_in(folder: &Path, name: &str, ending: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let name = plain(name);
    let names = std::iter::once(format!("{name}.{ending}"))
        .chain((2..=MOST).map(|number| format!("{name} ({number}).{ending}")));
    for name in names {
        let path = folder.join(name);
        match written(&path, bytes) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Ok(()) => return Ok(path),
            Err(error) => {
                // Half a file is of no use, and may hold half a secret. One that was not ours has been left alone above.
                let _ = fs::remove_file(&path);
                return Err(error);
            }
        }
    }

    Err(io::ErrorKind::AlreadyExists.into())
}

fn written(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    // Follows no link and replaces nothing.
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;

    file.sync_all()
}

/// Letters, digits and what is harmless in names of files on every system.
fn plain(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|letter| {
            let is_fine = letter.is_alphanumeric() || " -_@+".contains(letter);
            if is_fine { letter } else { '_' }
        })
        .take(NAME_CHARACTERS)
        .collect();

    name.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_stays_and_names_lead_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let save = |bytes| save_in(folder.path(), "../../a:b?.png", "png", bytes).unwrap();
        let (one, two) = (save(b"one"), save(b"two"));

        assert_eq!(one, folder.path().join("______a_b__png.png"));
        assert_eq!(two, folder.path().join("______a_b__png (2).png"));
        assert_eq!(fs::read(one).unwrap(), b"one");
        assert_eq!(fs::read(two).unwrap(), b"two");
    }

    #[cfg(unix)]
    #[test]
    fn files_are_private_and_links_are_not_followed() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        symlink(folder.path().join("target"), folder.path().join("a.txt")).unwrap();
        let path = save_in(folder.path(), "a", "txt", b"text").unwrap();

        assert_eq!(path, folder.path().join("a (2).txt"));
        let mode = fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        assert!(!folder.path().join("target").exists());
    }
}
