//! What a person sits at: home folder, screen, session bus, keychain, default browser.

mod bus;
mod clipboard;
mod entries;
mod folders;
mod keychain;
mod screen;
pub mod secret_service;
mod sweeper;

pub use keychain::Keychain;

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use tempfile::TempDir;
use tokio::time::timeout;

use crate::{
    process::{Environment, Process},
    programs,
    wait::{self, PATIENCE},
};
use sweeper::Sweeper;

/// A desk nobody else sits at. Everything that was started at it ends with this value.
#[derive(Debug)]
pub struct Desk {
    // Dropped in this order: what runs, whoever got away, the folder.
    services: Vec<Process>,
    keychain: Option<Process>,
    sweeper: Sweeper,
    environment: Environment,
    folder: TempDir,
}

impl Desk {
    /// Sets up a desk.
    ///
    /// # Errors
    /// Something a desk needs is not installed or does not start.
    pub async fn set_up(keychain: Keychain) -> Result<Self> {
        let mut desk = Self::empty()?;
        let screen = screen::start(&mut desk.environment).await?;
        desk.services.push(screen);
        desk.switch_on(keychain).await?;
        entries::register_browser(&desk.environment, desk.folder.path())?;

        Ok(desk)
    }

    /// Sets up a desk for programs that show nothing.
    ///
    /// # Errors
    /// Something such a desk needs is not installed or does not start.
    pub async fn without_screen(keychain: Keychain) -> Result<Self> {
        let mut desk = Self::empty()?;
        desk.switch_on(keychain).await?;

        Ok(desk)
    }

    fn empty() -> Result<Self> {
        // Short, because the addresses of sockets in it may have no more than 108 characters.
        let folder = tempfile::Builder::new()
            .prefix("desk-")
            .tempdir_in("/tmp")
            .context("making a folder")?;

        Ok(Self {
            services: Vec::new(),
            keychain: None,
            sweeper: Sweeper::start(folder.path())?,
            environment: folders::environment(folder.path())?,
            folder,
        })
    }

    async fn switch_on(&mut self, keychain: Keychain) -> Result<()> {
        let bus = bus::start(&mut self.environment, self.folder.path(), keychain).await?;
        self.services.push(bus);
        if keychain.asks() {
            self.services.push(self.environment.start("openbox", &[])?);
        }
        self.keychain = keychain.start(&self.environment).await?;

        Ok(())
    }

    /// What everything at this desk runs in.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Sets a variable for what is started from now on.
    pub fn set(&mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) {
        self.environment.set(name, value);
    }

    /// Takes a variable away from what is started from now on.
    pub fn unset(&mut self, name: &str) {
        self.environment.unset(name);
    }

    /// A folder at this desk that is not part of the person's home.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder that everything of this desk lies in.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The person's home folder.
    pub fn home(&self) -> PathBuf {
        self.folder("home")
    }

    /// Every address that a program asked the system to open, oldest first.
    pub fn opened_pages(&self) -> Vec<String> {
        entries::lines(&self.folder(entries::OPENED_PAGES))
    }

    /// Every address that was handed to `xdg-open`, by whomever.
    pub fn opened_links(&self) -> Vec<String> {
        entries::lines(&self.folder(entries::OPENED_LINKS))
    }

    /// Installs an authenticator app, which takes `otpauth:` addresses.
    ///
    /// # Errors
    /// The desk cannot be changed.
    pub fn install_authenticator(&self) -> Result<()> {
        entries::register_authenticator(self.root())
    }

    /// Every address that the authenticator app was given, oldest first.
    pub fn opened_keys(&self) -> Vec<String> {
        entries::lines(&self.folder(entries::OPENED_KEYS))
    }

    /// Opens an address the way any program does.
    ///
    /// # Errors
    /// `xdg-open` reports an error.
    pub async fn open_link(&self, address: &str) -> Result<()> {
        self.environment.run("xdg-open", &[address]).await.map(drop)
    }

    /// Takes a picture of the whole screen.
    ///
    /// # Errors
    /// It cannot be taken.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        let folder = file.parent().context("a picture needs a folder")?;
        fs::create_dir_all(folder).context("making a folder for pictures")?;
        self.environment
            .run("import", &["-window", "root", &file.to_string_lossy()])
            .await
            .map(drop)
    }

    /// Puts a file system of this size in place of one of the desk's folders, so that it can be filled. Nothing where
    /// the system does not let us.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub async fn small_disk(&self, name: &str, size: &str) -> Result<Option<PathBuf>> {
        let folder = self.folder(name);
        fs::create_dir_all(&folder).context("making a folder")?;
        let option = format!("size={size}");
        let place = folder.to_string_lossy();
        let mounted = self
            .environment
            .run("mount", &["-t", "tmpfs", "-o", &option, "tmpfs", &place])
            .await;

        Ok(mounted.is_ok().then_some(folder))
    }

    /// Writes into a disk until nothing more fits.
    ///
    /// # Errors
    /// It cannot be written to at all.
    pub fn fill(&self, disk: &Path) -> Result<()> {
        let mut file = File::create(disk.join("ballast")).context("filling a disk")?;
        for piece in [4096, 1] {
            while file.write_all(&vec![0; piece]).is_ok() {}
        }

        Ok(())
    }

    /// From now on links are noted but lead nowhere, as on a system that does not know the app.
    ///
    /// # Errors
    /// The desk cannot be changed.
    pub fn lose_links(&self) -> Result<()> {
        folders::lose_links(self.root())
    }

    /// Windows on the screen with a name.
    ///
    /// # Errors
    /// The screen does not answer.
    pub async fn windows_named(&self, name: &str) -> Result<Vec<String>> {
        let output = self
            .environment
            .command("xdotool")
            .args(["search", "--onlyvisible", "--name", name])
            .output()
            .await;
        let windows = String::from_utf8(output.context("starting xdotool")?.stdout)
            .context("reading window numbers")?;

        Ok(windows.lines().map(str::to_owned).collect())
    }

    /// From now on there is a window manager, which gives windows the focus.
    ///
    /// # Errors
    /// It is not installed.
    pub fn manage_windows(&mut self) -> Result<()> {
        self.services.push(self.environment.start("openbox", &[])?);

        Ok(())
    }

    /// Gives the window of a program the focus, by the name that window managers know it by.
    ///
    /// # Errors
    /// It has no window, or the screen does not answer.
    pub async fn focus(&self, class: &str) -> Result<()> {
        wait::until(&format!("a window of {class}"), PATIENCE, async || {
            let search = ["search", "--onlyvisible", "--class", class];
            let found = self.environment.run("xdotool", &search).await;
            let Some(window) = found
                .ok()
                .and_then(|it| Some(it.lines().next()?.to_owned()))
            else {
                return Ok(None);
            };
            let activate = ["windowactivate", "--sync", &window];

            Ok(self.environment.run("xdotool", &activate).await.ok())
        })
        .await
        .map(drop)
    }

    /// Lets a silent keychain answer again, late, to all it was asked.
    ///
    /// # Errors
    /// There is none.
    pub async fn wake_keychain(&self) -> Result<()> {
        self.signal("CONT", self.keychain()?.id()?).await
    }

    /// From now on the keychain takes every question and answers none.
    ///
    /// # Errors
    /// There is none.
    pub async fn hush_keychain(&self) -> Result<()> {
        self.signal("STOP", self.keychain()?.id()?).await
    }

    /// Ends the keychain at once and starts another one with the same items, unlocked.
    ///
    /// # Errors
    /// There is none, or the other one does not start.
    pub async fn replace_keychain(&mut self) -> Result<()> {
        self.end_keychain().await?;
        self.keychain = Keychain::Unlocked.start(&self.environment).await?;

        Ok(())
    }

    /// Ends the keychain at once, and starts none.
    ///
    /// # Errors
    /// There is none.
    pub async fn end_keychain(&mut self) -> Result<()> {
        let mut daemon = self.keychain.take().context("there is no keychain")?;

        daemon.kill().await
    }

    fn keychain(&self) -> Result<&Process> {
        self.keychain.as_ref().context("there is no keychain")
    }

    /// Sends a process at this desk a signal, by its name without `SIG`.
    ///
    /// # Errors
    /// It has ended.
    pub async fn signal(&self, name: &str, process: u32) -> Result<()> {
        let call = format!("kill -{name} {process}");

        self.environment.run("sh", &["-c", &call]).await.map(drop)
    }

    /// How many items a search of the keychain finds, without looking into one.
    ///
    /// # Errors
    /// The keychain cannot be searched.
    pub async fn count_items(&self, service: &str) -> Result<usize> {
        let attributes = format!("{{'service':'{service}'}}");
        let call = [
            "call",
            "--session",
            "--dest",
            "org.freedesktop.secrets",
            "--object-path",
            "/org/freedesktop/secrets",
            "--method",
            "org.freedesktop.Secret.Service.SearchItems",
            &attributes,
        ];
        let found = self.environment.run("gdbus", &call).await?;

        Ok(found.matches("/collection/").count())
    }

    /// What the keychain holds for the app, as `secret-tool` prints it, secrets included.
    ///
    /// # Errors
    /// The keychain cannot be searched.
    pub async fn search_keychain(&self, service: &str) -> Result<String> {
        let mut search = self.environment.command("secret-tool");
        let output = timeout(
            PATIENCE,
            search
                .args(["search", "--all", "service", service])
                .output(),
        )
        .await
        .context("the keychain does not answer secret-tool")?
        .context("starting secret-tool")?;

        // It prints attributes on standard error.
        Ok([output.stdout, output.stderr]
            .map(|text| String::from_utf8_lossy(&text).into_owned())
            .concat())
    }

    /// The values that the keychain holds for the app, in a fixed order.
    ///
    /// # Errors
    /// The keychain cannot be searched.
    pub async fn kept_secrets(&self, service: &str) -> Result<Vec<String>> {
        let listing = self.search_keychain(service).await?;
        let mut secrets: Vec<String> = listing
            .lines()
            .filter_map(|line| line.strip_prefix("secret = "))
            .map(str::to_owned)
            .collect();
        secrets.sort();

        Ok(secrets)
    }

    /// Numbers of the processes at this desk that run a program of this workspace.
    ///
    /// # Errors
    /// The program is not built.
    pub fn processes_of(&self, program: &str) -> Result<Vec<u32>> {
        let program =
            fs::canonicalize(programs::ours(program)?).context("looking for a program")?;

        Ok(self
            .sweeper
            .processes()
            .into_iter()
            .filter(|id| fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|exe| exe == program))
            .collect())
    }

    /// Numbers of all processes at this desk.
    pub fn processes(&self) -> Vec<u32> {
        self.sweeper.processes()
    }

    /// Ends processes at once.
    ///
    /// # Errors
    /// One of them is not ours to end.
    pub async fn kill(&self, processes: &[u32]) -> Result<()> {
        for id in processes {
            self.environment
                .run("sh", &["-c", &format!("kill -KILL {id}")])
                .await?;
        }

        Ok(())
    }

    /// How many services this desk runs, keychain included.
    pub fn services(&self) -> usize {
        self.services.len() + usize::from(self.keychain.is_some())
    }
}
