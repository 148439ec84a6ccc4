//! Somebody's authenticator app: it reads the code off the screen and counts with a library that is not ours.

use std::{path::Path, time::Duration};

use anyhow::{Context as _, Result};
use tests::{
    emulator::Emulator,
    journey::Journey,
    wait::{self, PATIENCE},
    words,
};
use tokio::time::sleep;
use totp_rs::Totp;

/// A code with less time left may be over before it was typed and sent.
const TIME_TO_TYPE: u64 = 6;

/// An app with one account in it.
pub(super) struct Authenticator {
    totp: Totp,
    address: String,
}

impl Authenticator {
    /// Takes a picture of the screen and reads the QR code in it, as a camera would.
    pub(super) async fn scan(journey: &Journey) -> Result<Self> {
        journey.app()?.page().wait_for(words::QR).await?;
        let file = journey.desk.folder("screen.png");
        let address = wait::until("a QR code on the screen", PATIENCE, async || {
            journey.desk.picture(&file).await?;

            Ok(read(journey, &file).await.ok())
        })
        .await?;
        std::fs::remove_file(&file).context("removing a picture with a secret")?;

        Self::of(address)
    }

    /// An app that was given an address by hand.
    pub(super) fn of(address: String) -> Result<Self> {
        Ok(Self {
            totp: Totp::from_url(&address).context("taking the address of a QR code")?,
            address,
        })
    }

    /// What was scanned.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// The key as the address has it.
    pub(super) fn key(&self) -> String {
        self.address
            .split(['?', '&'])
            .find_map(|part| part.strip_prefix("secret="))
            .unwrap_or_default()
            .to_owned()
    }

    /// The code that the app shows by the emulator's clock, which a test may move; waits for the next one when this is
    /// nearly over, as people do.
    pub(super) async fn code(&self, emulator: &Emulator) -> Result<String> {
        let now = seconds(emulator).await?;
        let left = self.totp.next_step(now) - now;
        if left < TIME_TO_TYPE {
            sleep(Duration::from_secs(left)).await;
        }

        Ok(self.totp.generate(seconds(emulator).await?).to_string())
    }
}

/// Reads the QR code in a picture, with a reader that is not ours.
pub(super) async fn read(journey: &Journey, picture: &Path) -> Result<String> {
    let picture = picture.to_string_lossy();
    let arguments = ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", &picture];

    journey.desk.environment().run("zbarimg", &arguments).await
}

async fn seconds(emulator: &Emulator) -> Result<u64> {
    let clock = emulator.ask("/clock").await?;

    clock
        .get("epoch_secs")
        .and_then(serde_json::Value::as_u64)
        .context("a clock tells seconds")
}
