//! A contactless card, over three processes' worth of real PC/SC: this test, `pcscd`, and the card behind its virtual
//! reader. Skips, and says why, where those programs are not installed.

use std::process::{Child, Command, Stdio};

use firmware::{Card, reader};

use super::{
    super::security_key::SecurityKey,
    person::{Person, Seen},
    relying_party::{PIN, Site},
};
use crate::{Authenticator, KeyManagement, NewPinReason, PinReason};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_card_on_a_reader_makes_and_uses_a_passkey() {
    let Some(_daemon) = Daemon::start() else {
        return;
    };
    let site = Site::new();
    let reader = SecurityKey::connected();

    let (options, state) = site.creation("ann");
    let (interaction, saw) = Person::typing(&[PIN]).sits_down();
    let registration = reader
        .create(&site.create(&options), interaction)
        .await
        .unwrap();
    let passkey = site.accept(&registration, &state);
    let transports = &registration.to_json()["response"]["transports"];
    assert_eq!(*transports, serde_json::json!(["nfc"]));
    let mut saw = saw.await.unwrap();
    // The reader tells of a card a moment after it has noticed it.
    saw.retain(|seen| *seen != Seen::InsertKey);
    assert_eq!(saw[0], Seen::ChoosePin(NewPinReason::NotSet, 4));

    let (options, state) = site.request(&[passkey]);
    let (interaction, saw) = Person::typing(&["0000", PIN]).sits_down();
    let assertion = reader.get(&site.get(&options), interaction).await.unwrap();
    assert!(site.judge(&assertion, &state));
    assert_eq!(
        saw.await.unwrap()[..2],
        [
            Seen::EnterPin(PinReason::Requested, Some(8)),
            Seen::EnterPin(PinReason::Wrong, Some(7)),
        ]
    );

    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    let listed = reader.list(&site.party, interaction).await.unwrap();
    assert_eq!(listed[0].credential_id(), registration.credential_id());
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    reader.delete(&listed[0], interaction).await.unwrap();
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    assert_eq!(reader.list(&site.party, interaction).await.unwrap(), []);
}

/// `pcscd` with a card on its reader, ended with the test that started it.
struct Daemon {
    process: Child,
    card: Card,
}

impl Daemon {
    /// `None`, with the reason printed, where it cannot be.
    #[expect(clippy::print_stderr, reason = "a test that skips has to say so")]
    fn start() -> Option<Self> {
        if let Some(obstacle) = reader::obstacle() {
            eprintln!("skipped: {obstacle}");
            return None;
        }
        let process = Command::new(reader::DAEMON)
            .arg(reader::IN_FOREGROUND)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut daemon = Self {
            process,
            card: Card::new(),
        };
        if let Err(error) = daemon.card.put_on_reader(reader::ADDRESS) {
            eprintln!(
                "skipped: {} does not start here (it wants to be root, and alone): {error}",
                reader::DAEMON
            );
            return None;
        }

        Some(daemon)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
