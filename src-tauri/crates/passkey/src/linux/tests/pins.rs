//! PINs that are wrong, too short, or too many.

use super::{
    key::VirtualKey,
    person::{Person, Seen},
    relying_party::{PIN, Site},
};
use crate::{Authenticator, Error, NewPinReason, PinReason};

async fn key_with_a_pin(site: &Site) -> VirtualKey {
    let key = VirtualKey::touched();
    let (options, _) = site.creation("ann");
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    key.alone()
        .create(&site.create(&options), interaction)
        .await
        .unwrap();

    key
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_pin_is_asked_again_with_what_is_left() {
    let site = Site::new();
    let key = key_with_a_pin(&site).await;
    let (options, state) = site.creation("bob");
    let (interaction, saw) = Person::typing(&["0000", "9999", PIN]).sits_down();

    let registration = key
        .alone()
        .create(&site.create(&options), interaction)
        .await
        .unwrap();

    site.accept(&registration, &state);
    assert_eq!(
        saw.await.unwrap(),
        [
            Seen::EnterPin(PinReason::Requested, Some(8)),
            Seen::EnterPin(PinReason::Wrong, Some(7)),
            Seen::EnterPin(PinReason::Wrong, Some(6)),
            Seen::Touch
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn wa18_three_wrong_pins_block_the_key_until_it_is_taken_out() {
    let site = Site::new();
    let key = key_with_a_pin(&site).await;
    let (options, _) = site.creation("bob");
    let (interaction, saw) = Person::typing(&["0000", "0001", "0002", PIN]).sits_down();

    let answer = key
        .alone()
        .create(&site.create(&options), interaction)
        .await;

    assert_eq!(answer.unwrap_err(), Error::PinBlockedForNow);
    let asked = saw.await.unwrap();
    assert_eq!(asked.len(), 3, "{asked:?}");
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    let right = key
        .alone()
        .create(&site.create(&options), interaction)
        .await;
    assert_eq!(
        right.unwrap_err(),
        Error::PinBlockedForNow,
        "the right one does not help either"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_pin_that_is_too_short_is_asked_for_again() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (options, state) = site.creation("ann");
    let (interaction, saw) = Person::typing(&["12", PIN]).sits_down();

    let registration = key
        .alone()
        .create(&site.create(&options), interaction)
        .await
        .unwrap();

    site.accept(&registration, &state);
    assert_eq!(
        saw.await.unwrap()[..2],
        [
            Seen::ChoosePin(NewPinReason::NotSet, 4),
            Seen::ChoosePin(NewPinReason::TooShort, 4)
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_that_never_fits_ends_it() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (options, _) = site.creation("ann");
    let (interaction, saw) = Person::typing(&["1"; 99]).sits_down();

    let answer = key
        .alone()
        .create(&site.create(&options), interaction)
        .await;

    assert_eq!(answer.unwrap_err(), Error::PinRefused);
    assert_eq!(saw.await.unwrap().len(), 5);
}
