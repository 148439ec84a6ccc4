//! The PIN of a key, and this site's passkeys on it.

use super::{
    key::VirtualKey,
    person::{Person, Seen},
    relying_party::{PIN, Site},
};
use crate::{Authenticator, Error, KeyManagement, NewPinReason, PinReason, StoredPasskey};

async fn list(site: &Site, key: &VirtualKey) -> Vec<StoredPasskey> {
    let (interaction, _) = Person::typing(&[PIN]).sits_down();

    key.alone().list(&site.party, interaction).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_pin_is_set_and_then_changed() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (interaction, saw) = Person::typing(&["4321"]).sits_down();
    key.alone().change_pin(interaction).await.unwrap();
    assert_eq!(
        saw.await.unwrap(),
        [Seen::ChoosePin(NewPinReason::NotSet, 4)]
    );

    let (interaction, saw) = Person::typing(&[PIN, "0000", "4321"]).sits_down();
    key.alone().change_pin(interaction).await.unwrap();

    assert_eq!(
        saw.await.unwrap(),
        [
            Seen::ChoosePin(NewPinReason::Change, 4),
            Seen::EnterPin(PinReason::Current, Some(8)),
            Seen::EnterPin(PinReason::Wrong, Some(7))
        ],
        "the new one is not asked for again when only the old one was wrong"
    );
    site.register(&key, "ann").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_that_breaks_the_rules_is_asked_for_again() {
    let key = VirtualKey::touched();
    let too_long = "12345678901234567890123456789012345678901234567890123456789012345";
    let (interaction, saw) = Person::typing(&["1", too_long, PIN]).sits_down();

    key.alone().change_pin(interaction).await.unwrap();

    assert_eq!(
        saw.await.unwrap(),
        [
            Seen::ChoosePin(NewPinReason::NotSet, 4),
            Seen::ChoosePin(NewPinReason::TooShort, 4),
            Seen::ChoosePin(NewPinReason::TooLong, 4)
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_key_lists_nothing() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    key.set_pin().await;

    assert_eq!(list(&site, &key).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_this_sites_passkeys_are_listed() {
    let (site, other) = (Site::new(), Site::at("other.eu.auth0.com"));
    let key = VirtualKey::touched();
    key.set_pin().await;
    let ann = site.register(&key, "ann").await;
    let bob = site.register(&key, "bob").await;
    other.register(&key, "eve").await;

    let listed = list(&site, &key).await;

    let mut names: Vec<_> = listed.iter().filter_map(StoredPasskey::user_name).collect();
    names.sort_unstable();
    assert_eq!(names, ["ann", "bob"]);
    for passkey in [&ann, &bob] {
        let is_listed = |it: &StoredPasskey| it.credential_id() == passkey.cred_id().as_slice();
        assert!(listed.iter().any(is_listed));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_takes_one_passkey_and_no_other() {
    let (site, other) = (Site::new(), Site::at("other.eu.auth0.com"));
    let key = VirtualKey::touched();
    key.set_pin().await;
    let ann = site.register(&key, "ann").await;
    site.register(&key, "bob").await;
    other.register(&key, "eve").await;
    let doomed = list(&site, &key)
        .await
        .into_iter()
        .find(|it| it.user_name() == Some("ann"))
        .unwrap();

    let (interaction, saw) = Person::typing(&[PIN]).sits_down();
    key.alone().delete(&doomed, interaction).await.unwrap();

    assert_eq!(
        saw.await.unwrap().len(),
        1,
        "one PIN does for the look and the deed"
    );
    assert_eq!(list(&site, &key).await.len(), 1);
    assert_eq!(list(&other, &key).await.len(), 1);
    let (options, _) = site.request(&[ann]);
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    let gone = key.alone().get(&site.get(&options), interaction).await;
    assert_eq!(gone.unwrap_err(), Error::NoPasskey);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_another_sites_cannot_be_deleted() {
    let (site, other) = (Site::new(), Site::at("other.eu.auth0.com"));
    let key = VirtualKey::touched();
    key.set_pin().await;
    site.register(&key, "ann").await;
    other.register(&key, "eve").await;
    let mut forged = list(&other, &key).await.remove(0);
    forged.relying_party = site.party.clone();

    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    let answer = key.alone().delete(&forged, interaction).await;

    assert_eq!(answer.unwrap_err(), Error::NoPasskey);
    assert_eq!(list(&other, &key).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_while_the_pin_is_asked_changes_nothing() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    key.set_pin().await;
    let (interaction, _) = Person::typing(&["7777"]).sits_down();

    let answer = key.alone().change_pin(interaction).await;

    assert_eq!(answer.unwrap_err(), Error::Cancelled);
    site.register(&key, "ann").await;
}
