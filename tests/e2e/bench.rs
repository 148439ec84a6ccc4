//! A desk with the app without its window, and providers inside the test, which can hold an answer back.

use std::{fs, path::PathBuf, time::Duration};

use anyhow::{Context as _, Result, ensure};
use emulator::{ADA, BOB, Emulator, Fault, Person};
use serde_json::Value;
use tests::{
    app::SERVICE,
    desk::{Desk, Keychain, secret_service::SecretService},
    wait::{self, PATIENCE},
    windowless::Windowless,
};

pub(crate) const AUTH0: &str = "demo-auth0";
pub(crate) const NHOST: &str = "demo-nhost";

/// Long enough for a process to be ended meanwhile.
const HELD_BACK: Duration = Duration::from_secs(5);

/// Longer than access tokens live here.
const A_TOKENS_LIFE: Duration = Duration::from_secs(3);

/// The overlap that tenants with rotation should have.
const OVERLAP_SECS: u64 = 180;

pub(crate) struct Bench {
    pub(crate) emulator: Emulator,
    pub(crate) desk: Desk,
}

impl Bench {
    /// With an open keychain. Access tokens live so shortly that hardly a deed goes by without a refresh.
    pub(crate) async fn set_up() -> Result<Self> {
        Self::at(Desk::without_screen(Keychain::Unlocked).await?).await
    }

    /// The same with a keychain of our own in place of the system's.
    pub(crate) async fn with_own_keychain() -> Result<(Self, SecretService)> {
        let desk = Desk::without_screen(Keychain::Absent).await?;
        let keychain = SecretService::start(&desk).await?;

        Ok((Self::at(desk).await?, keychain))
    }

    async fn at(mut desk: Desk) -> Result<Self> {
        let emulator = Emulator::start().await?;
        emulator.change(|settings| {
            settings.auth0.access_token_secs = 2;
            settings.auth0.rotation_overlap_secs = OVERLAP_SECS;
            settings.nhost.access_token_secs = 2;
        });
        let preset = format!(
            "[[connections]]\nid = \"{AUTH0}\"\nname = \"A\"\nprovider = \"auth0\"\nclient_id = \"{}\"\n\
             base_url = \"{}\"\n\n[[connections]]\nid = \"{NHOST}\"\nname = \"N\"\nprovider = \"nhost\"\n\
             base_url = \"{nhost}\"\ngraphql_url = \"{nhost}/graphql\"\n",
            emulator.client_id(),
            emulator.auth0_url(),
            nhost = emulator.nhost_url(),
        );
        let file = desk.folder("connections.toml");
        fs::write(&file, preset).context("writing the preset connections")?;
        desk.set("LATCHKEY_CONFIG", file);
        let data = desk.folder("data");
        desk.set("LATCHKEY_DATA_DIR", data);

        Ok(Self { emulator, desk })
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.desk.folder("data")
    }

    pub(crate) async fn open(&self) -> Result<Windowless> {
        Windowless::start(&self.desk).await
    }

    /// Begins a sign-in and comes back from the browser; answers the address that brings home.
    pub(crate) async fn come_back(&self, app: &mut Windowless, person: &Person) -> Result<String> {
        app.tell(&format!("begin {AUTH0}")).await?;
        let address = app.line("opened").await?;
        app.answer().await?.done()?;
        let mut visitor = self.emulator.visitor();
        let home = visitor.sign_in(&address, person.email, person.password);

        home.await.context("signing in at the provider")
    }

    /// Signs Ada in at Auth0.
    pub(crate) async fn sign_in(&self, app: &mut Windowless) -> Result<()> {
        let home = self.come_back(app, &ADA).await?;
        let told = app.ask(&format!("home {home}")).await?.done()?;
        ensure!(is_fine(&told, AUTH0), "nobody was signed in: {told}");

        Ok(())
    }

    /// Signs Bob in at Nhost.
    pub(crate) async fn sign_in_nhost(&self, app: &mut Windowless) -> Result<()> {
        let (email, password) = (BOB.email, BOB.password);
        let deed = format!("password {NHOST} {email} {password}");

        app.ask(&deed).await?.done().map(drop)
    }

    /// The next answer from there comes too late.
    pub(crate) fn hold_back(&self, path: &str) {
        self.emulator.forget_requests();
        self.emulator.fail_next(path, Fault::slow(HELD_BACK));
    }

    /// Waits until somebody asks there.
    pub(crate) async fn asked(&self, path: &str) -> Result<()> {
        wait::until("a request", PATIENCE, async || {
            Ok((self.emulator.count(path) > 0).then_some(()))
        })
        .await
    }

    /// Lets everybody's access token run out at the providers, and the app renew it; answers how the accounts stand.
    pub(crate) async fn renew(&self, app: &mut Windowless) -> Result<String> {
        self.emulator.advance(A_TOKENS_LIFE);

        app.ask("read").await?.done()
    }

    /// Starts the app anew; answers how its accounts stand once each of them was used.
    pub(crate) async fn used_anew(&self) -> Result<String> {
        self.emulator.clear_faults();
        let mut app = self.open().await?;
        app.ask("look").await?.done()?;
        let told = app.ask("read").await?.done()?;
        app.kill().await?;

        Ok(told)
    }

    /// The sessions that the keychain holds, each of which has to be whole.
    pub(crate) async fn kept_sessions(&self) -> Result<Vec<Value>> {
        let kept = self.desk.kept_secrets(SERVICE).await?;
        let sessions = kept.iter().filter(|secret| *secret != "probe");

        sessions
            .map(|secret| {
                let session: Value = serde_json::from_str(secret).context("a damaged item")?;
                ensure!(session["refresh_token"].is_string(), "half an item");
                Ok(session)
            })
            .collect()
    }

    /// Journals of refreshes that nobody finished.
    pub(crate) fn journals(&self) -> Result<Vec<String>> {
        let files = fs::read_dir(self.data()).context("looking into the app's files")?;
        let names = files.filter_map(|file| file.ok()?.file_name().into_string().ok());

        Ok(names.filter(|name| name.starts_with("refresh-")).collect())
    }
}

/// Whether there is an account at this connection, and all is well with it.
pub(crate) fn is_fine(told: &str, connection: &str) -> bool {
    state_at(told, connection).is_some_and(|state| state == "SignedIn")
}

/// How the account at this connection stands.
pub(crate) fn state_at<'a>(told: &'a str, connection: &str) -> Option<&'a str> {
    told.split(' ').find_map(|account| {
        let (_, state) = account
            .strip_prefix(connection)?
            .strip_prefix(':')?
            .split_once(':')?;

        Some(state)
    })
}
