//! The Secret Service, in every state in which the app may find it.

use anyhow::Result;

use crate::process::{Environment, Process};

const PASSWORD: &str = "the password of the person at the desk";
const SERVICE: &str = "org.freedesktop.secrets";

/// The state of the keychain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keychain {
    /// Open, as after logging in.
    Unlocked,
    /// There, and it asks for a password.
    Locked,
    /// Not installed.
    Absent,
    /// There, and it never answers.
    Silent,
}

impl Keychain {
    /// Whether it shows a prompt.
    pub(super) fn asks(self) -> bool {
        self == Self::Locked
    }

    pub(super) async fn start(self, environment: &Environment) -> Result<Option<Process>> {
        if self == Self::Absent {
            return Ok(None);
        }
        let daemon = environment.start_with_input(
            "gnome-keyring-daemon",
            &["--foreground", "--unlock", "--components=secrets"],
            Some(PASSWORD),
        )?;
        environment
            .run("gdbus", &["wait", "--session", "--timeout", "10", SERVICE])
            .await?;
        match self {
            Self::Locked => lock(environment).await?,
            // It keeps its name on the bus, and every call to it waits.
            Self::Silent => {
                environment
                    .run("sh", &["-c", &format!("kill -STOP {}", daemon.id()?)])
                    .await?;
            }
            Self::Unlocked | Self::Absent => {}
        }

        Ok(Some(daemon))
    }
}

async fn lock(environment: &Environment) -> Result<()> {
    let method = "org.freedesktop.Secret.Service.Lock";
    let collections = "['/org/freedesktop/secrets/collection/login']";
    let path = "/org/freedesktop/secrets";

    environment
        .run(
            "gdbus",
            &[
                "call",
                "--session",
                "--dest",
                SERVICE,
                "--object-path",
                path,
                "--method",
                method,
                collections,
            ],
        )
        .await
        .map(drop)
}
