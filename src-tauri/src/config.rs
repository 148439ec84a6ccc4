//! Where the app's files are, and the connections that a team ships in one of them.

use std::path::{Path, PathBuf};

use account::{
    Connection, ConnectionDraft, DraftSettings, Invalid, InvalidReason, NoticeContent,
    PasskeyDraft, Preset, RedirectWay, SignInWay,
};
use serde::Deserialize;

/// Larger than any file of connections.
const BYTES: u64 = 256 * 1024;
/// The bundle identifier; it names the folders, as each system expects it.
pub(crate) const IDENTIFIER: &str = "dev.latchkey.accounts";

/// Where the app's files are.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    /// The app's own files.
    pub(crate) data: PathBuf,
    /// The file with the team's connections; it need not exist.
    pub(crate) preset: PathBuf,
}

impl Places {
    /// Reads the two variables, or takes the system's own folders.
    pub(crate) fn of_system() -> Self {
        // A relative place is meant from where the app was started, not from where it may go later.
        let given = |name: &str| {
            let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
            std::path::absolute(&value).ok()
        };
        // Without a home there is nowhere to go but here; the first write tells.
        let home = || {
            dirs::data_local_dir()
                .unwrap_or_else(std::env::temp_dir)
                .join(IDENTIFIER)
        };

        Self {
            data: given("LATCHKEY_DATA_DIR").unwrap_or_else(home),
            preset: given("LATCHKEY_CONFIG").unwrap_or_else(preset_of_system),
        }
    }
}

/// The person's own file goes before the machine's.
fn preset_of_system() -> PathBuf {
    let file = Path::new("connections.toml");
    let own = dirs::config_dir()
        .unwrap_or_default()
        .join(IDENTIFIER)
        .join(file);
    let machine = if cfg!(target_os = "linux") {
        Some(Path::new("/etc/latchkey").join(file))
    } else if cfg!(target_os = "macos") {
        Some(
            Path::new("/Library/Application Support")
                .join(IDENTIFIER)
                .join(file),
        )
    } else {
        std::env::var_os("PROGRAMDATA").map(|folder| Path::new(&folder).join("Latchkey").join(file))
    };

    match machine {
        Some(machine) if !own.exists() && machine.exists() => machine,
        _ => own,
    }
}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    connections: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    provider: String,
    client_id: Option<String>,
    domain: Option<String>,
    subdomain: Option<String>,
    region: Option<String>,
    base_url: Option<String>,
    graphql_url: Option<String>,
    redirect: Option<RedirectWay>,
    scopes: Option<Vec<String>>,
    #[serde(default)]
    dpop: bool,
    /// Ways of signing in inside the app, where the tenant allows them: `email_code`, `sms_code`, `device_code`,
    /// `passkey` and the like.
    #[serde(default)]
    also: Vec<SignInWay>,
    /// Whose accounts sign in at an Nhost project, in Nhost's words: `github`, `google` and so on.
    #[serde(default)]
    providers: Vec<String>,
    /// The database connection whose passwords the app may ask to be reset.
    database: Option<String>,
    /// The domain that the provider's passkeys are bound to, where it is not that of the address.
    passkey_domain: Option<String>,
    /// Where its web pages are, for which passkeys are made: `https://app.example.com`.
    passkey_origin: Option<String>,
}

/// Reads the team's connections. What is wrong is told; it never stops the app.
pub(crate) fn preset(path: &Path) -> Preset {
    let place = path.display().to_string();
    let refused = |reason: &str| broken(&place, None, reason.to_owned());
    let text = match path.metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Preset::default(),
        Ok(it) if it.len() > BYTES => return refused("too large"),
        Ok(it) if may_be_anybodys(&it) => return refused("others may write it (chmod go-w)"),
        Err(error) => return refused(&error.kind().to_string()),
        Ok(_) => std::fs::read_to_string(path),
    };
    let text = match text {
        Ok(text) => text,
        Err(error) => return refused(&error.kind().to_string()),
    };
    read(&place, &text)
}

/// Reads the text of such a file, which lies there.
pub(crate) fn read(place: &str, text: &str) -> Preset {
    match toml::from_str::<Document>(text) {
        Ok(document) => checked(place, document),
        Err(error) => broken(
            place,
            error.span().map(|span| line_of(text, span.start)),
            error.message().to_owned(),
        ),
    }
}

/// Nothing of the file counts, for this reason.
fn broken(place: &str, line: Option<u32>, reason: String) -> Preset {
    Preset {
        notices: vec![NoticeContent::PresetBroken {
            path: place.to_owned(),
            line,
            reason,
        }],
        ..Preset::default()
    }
}

/// Whether somebody else than the person and the administrator can change the file: they would choose who is trusted to
/// say who somebody is, so nothing in it counts.
#[cfg(unix)]
fn may_be_anybodys(file: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    const GROUP_OR_OTHERS_WRITE: u32 = 0o022;
    let is_trusted = |owner: u32| owner == 0 || owner == rustix::process::geteuid().as_raw();

    file.mode() & GROUP_OR_OTHERS_WRITE != 0 || !is_trusted(file.uid())
}

/// Folders of programs and of people are closed to others on Windows.
#[cfg(not(unix))]
fn may_be_anybodys(_: &std::fs::Metadata) -> bool {
    false
}

fn line_of(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().iter().take(offset);
    let lines = before.filter(|byte| **byte == b'\n').count() + 1;

    u32::try_from(lines).unwrap_or(u32::MAX)
}

fn checked(place: &str, document: Document) -> Preset {
    let mut preset = Preset::default();
    for entry in document.connections {
        let id = entry.id.clone();
        let connection = connection(entry).and_then(|connection| {
            let is_taken = preset
                .connections
                .iter()
                .any(|known| known.id == connection.id);
            if is_taken {
                return Err(Invalid {
                    field: "id",
                    reason: InvalidReason::AlreadyExists,
                });
            }
            Ok(connection)
        });
        match connection {
            Ok(connection) => preset.connections.push(connection),
            Err(invalid) => preset.notices.push(NoticeContent::PresetConnectionRefused {
                path: place.to_owned(),
                id: id.chars().take(64).collect(),
                invalid,
            }),
        }
    }

    preset
}

fn connection(entry: Entry) -> Result<Connection, Invalid> {
    let needed = |value: Option<String>, field| {
        value.ok_or(Invalid {
            field,
            reason: InvalidReason::Empty,
        })
    };
    let settings = match (entry.provider.as_str(), entry.base_url) {
        ("auth0", Some(base_url)) => DraftSettings::Auth0At {
            base_url,
            client_id: needed(entry.client_id, "client_id")?,
        },
        ("auth0", None) => DraftSettings::Auth0 {
            domain: needed(entry.domain, "domain")?,
            client_id: needed(entry.client_id, "client_id")?,
        },
        ("nhost", Some(base_url)) => DraftSettings::NhostAt {
            base_url,
            graphql_url: entry.graphql_url,
        },
        ("nhost", None) => DraftSettings::Nhost {
            subdomain: needed(entry.subdomain, "subdomain")?,
            region: needed(entry.region, "region")?,
        },
        _ => {
            return Err(Invalid {
                field: "provider",
                reason: InvalidReason::UnknownProvider,
            });
        }
    };
    let redirect = entry.redirect.unwrap_or(RedirectWay::Scheme);

    ConnectionDraft {
        name: entry.name,
        settings,
        redirect,
        dpop: entry.dpop,
        also: entry.also,
        providers: entry.providers,
        database: entry.database,
        passkeys: PasskeyDraft {
            domain: entry.passkey_domain,
            origin: entry.passkey_origin,
        },
    }
    .preset(&entry.id, entry.scopes)
}

#[cfg(test)]
mod tests;
