//! The reader at a desk, and the card that lies on it.

use anyhow::{Context as _, Result};
use firmware::{Card, reader};
use memchr::memmem;
use tests::{
    app,
    desk::Keychain,
    journey::{self, Journey},
    programs, say,
};
use tokio::sync::Mutex;

/// What an app is linked with that can read cards.
const LIBRARY: &[u8] = b"libpcsclite.so";

/// There is one `pcscd` on a computer, so the journeys with a card are taken one after the other.
static READER: Mutex<()> = Mutex::const_new(());

/// Takes a journey with a new card on the reader and the app open.
pub(super) async fn take(
    name: &str,
    steps: impl AsyncFnOnce(&mut Journey, &mut Card) -> Result<()>,
) -> Result<()> {
    let _ours = READER.lock().await;
    if let Some(obstacle) = obstacle()? {
        say::trouble(&format!("skipped: {obstacle}"));
        return Ok(());
    }

    journey::take(name, Keychain::Unlocked, async |journey| {
        journey.emulator.offer_passkeys(&journey.desk)?;
        let environment = journey.desk.environment();
        let mut daemon = environment.start(reader::DAEMON, &[reader::IN_FOREGROUND])?;
        let mut card = Card::new();
        let on_reader = card.put_on_reader(reader::ADDRESS);
        on_reader.context("laying the card on the reader")?;
        journey.open_app().await?;
        let result = steps(journey, &mut card).await;
        // The next journey's daemon can only start when this one is gone.
        daemon.kill().await?;

        result
    })
    .await
}

fn obstacle() -> Result<Option<String>> {
    if let Some(obstacle) = reader::obstacle() {
        return Ok(Some(obstacle));
    }
    let app = std::fs::read(programs::ours(app::PROGRAM)?).context("reading the app")?;
    let reads_cards = memmem::find(&app, LIBRARY).is_some();

    Ok((!reads_cards).then(|| {
        "the app was built without cards (package libpcsclite-dev, feature desktop/nfc)".to_owned()
    }))
}
