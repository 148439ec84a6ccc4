//! The file of connections that the app reads when it starts.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{emulator::Hello, path_in};
use crate::failure::Failure;

/// The app's folder in the system's configuration folder.
const FOLDER: &str = "dev.latchkey.accounts";
const FILE: &str = "connections.toml";

/// The file that the app would read on this machine without us, if there is one: the person's own goes before the
/// machine's.
pub(super) fn of_this_machine() -> Option<PathBuf> {
    if let Some(named) = path_in("LATCHKEY_CONFIG") {
        return Some(named);
    }

    [own_folder(), machine_folder()]
        .into_iter()
        .flatten()
        .map(|folder| folder.join(FILE))
        .find(|file| file.is_file())
}

fn own_folder() -> Option<PathBuf> {
    let settings = if cfg!(target_os = "macos") {
        path_in("HOME")?.join("Library/Application Support")
    } else if cfg!(windows) {
        path_in("APPDATA")?
    } else {
        path_in("XDG_CONFIG_HOME").or_else(|| Some(path_in("HOME")?.join(".config")))?
    };

    Some(settings.join(FOLDER))
}

fn machine_folder() -> Option<PathBuf> {
    if cfg!(target_os = "macos") {
        Some(Path::new("/Library/Application Support").join(FOLDER))
    } else if cfg!(windows) {
        Some(path_in("PROGRAMDATA")?.join("Latchkey"))
    } else {
        Some(PathBuf::from("/etc/latchkey"))
    }
}

/// The app refuses a file that others may write, and some systems let a person's group write by default.
#[cfg(unix)]
fn keep_to_the_person(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    fs::set_permissions(file, fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn keep_to_the_person(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Writes the demo's connections into a folder and returns the file.
pub(super) fn write(folder: &Path, hello: &Hello) -> Result<PathBuf, Failure> {
    let file = folder.join("connections.toml");
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&file, text(hello)))
        .and_then(|()| keep_to_the_person(&file))
        .map_err(Failure::while_doing(format!("writing {}", file.display())))?;

    Ok(file)
}

fn text(hello: &Hello) -> String {
    // What the emulator announces are addresses and a client id of its own making: nothing in them needs escaping.
    format!(
        r#"[[connections]]
id = "demo-auth0"
name = "Demo Auth0"
provider = "auth0"
client_id = "{}"
base_url = "{}"
passkey_domain = "localhost"
also = ["passkey", "sign_up_passkey"]

[[connections]]
id = "demo-nhost"
name = "Demo Nhost"
provider = "nhost"
base_url = "{nhost}"
graphql_url = "{nhost}/graphql"
passkey_domain = "localhost"
also = ["passkey", "sign_up_passkey"]
"#,
        hello.auth0_client_id,
        hello.auth0_base_url,
        nhost = hello.nhost_base_url
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preset_names_both_demo_connections() {
        let hello = Hello {
            auth0_base_url: "http://127.0.0.1:4001".to_owned(),
            auth0_client_id: "client".to_owned(),
            nhost_base_url: "http://127.0.0.1:4002".to_owned(),
            outbox_url: String::new(),
            people: Vec::new(),
        };

        let text = text(&hello);

        assert_eq!(text.matches("[[connections]]").count(), 2);
        assert!(
            text.contains(r#"base_url = "http://127.0.0.1:4002""#),
            "the Nhost side is where the emulator says"
        );
    }
}
