//! As much of a phone as shows without Bluetooth.

use std::time::Duration;

use tokio::time;

use super::{super::phone::Phone, relying_party::Site};
use crate::{Authenticator, Error, Event, Interaction};

/// Far more than stopping takes.
const AT_ONCE: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_is_shown_a_code_and_leaving_takes_it_back() {
    let site = Site::new();
    let (options, _) = site.creation("ann");
    let options = site.create(&options);
    let (interaction, mut events) = Interaction::new();

    let shown = tokio::select! {
        biased;
        event = events.recv() => event,
        _ = Phone.create(&options, interaction) => None,
    };

    let Some(Event::ShowQr { code }) = shown else {
        panic!("{shown:?}");
    };
    let digits = code.strip_prefix("FIDO:/").unwrap();
    assert!(digits.len() > 100 && digits.bytes().all(|it| it.is_ascii_digit()));
    let over = time::timeout(AT_ONCE, async { while events.recv().await.is_some() {} }).await;
    assert!(over.is_ok(), "the work behind it ends too");
}

#[tokio::test]
async fn a_passkey_within_this_computer_cannot_be_on_a_phone() {
    let site = Site::new();
    let (mut options, _) = site.creation("ann");
    options["authenticatorSelection"]["authenticatorAttachment"] = "platform".into();
    let (interaction, _events) = Interaction::new();

    let answer = Phone.create(&site.create(&options), interaction).await;

    assert_eq!(answer.unwrap_err(), Error::NotSupported);
}
