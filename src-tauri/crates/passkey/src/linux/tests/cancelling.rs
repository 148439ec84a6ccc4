//! Every point at which somebody may walk away.

use std::time::Duration;

use tokio::time;

use super::{
    super::security_key::SecurityKey,
    key::VirtualKey,
    person::{Person, Seen},
    relying_party::{PIN, Site},
};
use crate::{Authenticator, Error, Event, Interaction, NewPinReason, PinReason};

/// Far more than stopping takes, far less than any time-out.
const AT_ONCE: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_cancels_at_any_step_is_free_at_once() {
    for (point, pins) in [
        (Seen::ChoosePin(NewPinReason::NotSet, 4), &[][..]),
        (Seen::EnterPin(PinReason::Requested, Some(8)), &[]),
        (Seen::Touch, &[PIN]),
    ] {
        let (site, key) = (Site::new(), VirtualKey::touched());
        if point == Seen::Touch {
            key.leave_alone();
        } else if matches!(point, Seen::EnterPin(..)) {
            key.set_pin().await;
        }
        let (options, _) = site.creation("ann");
        let person = Person::typing(pins).leaving_at(point.clone());
        let (interaction, _) = person.sits_down();

        let (authenticator, options) = (key.alone(), site.create(&options));
        let answer = time::timeout(AT_ONCE, authenticator.create(&options, interaction)).await;

        assert_eq!(answer.unwrap().unwrap_err(), Error::Cancelled, "{point:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_key_that_is_left_works_again() {
    let (site, key) = (Site::new(), VirtualKey::untouched());
    let (options, _) = site.creation("ann");
    let person = Person::typing(&[PIN]).leaving_at(Seen::Touch);
    let (interaction, _) = person.sits_down();
    let left = key
        .alone()
        .create(&site.create(&options), interaction)
        .await;
    assert_eq!(left.unwrap_err(), Error::Cancelled);

    key.touch_from_now_on();
    site.register(&key, "ann").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn leaving_while_accounts_are_shown_signs_nobody_in() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (options, _) = site.creation("ann");
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    key.alone()
        .create(&site.create(&options), interaction)
        .await
        .unwrap();
    let bob = site.register(&key, "bob").await;
    let (mut options, _) = site.request(&[bob]);
    options["allowCredentials"] = serde_json::json!([]);

    let names = vec!["bob".to_owned(), "ann".to_owned()];
    let person = Person::typing(&[PIN]).leaving_at(Seen::SelectAccount(names));
    let (interaction, _) = person.sits_down();
    let answer = key.alone().get(&site.get(&options), interaction).await;

    assert_eq!(answer.unwrap_err(), Error::Cancelled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn leaving_while_two_keys_blink_uses_neither() {
    let site = Site::new();
    let (left, right) = (VirtualKey::untouched(), VirtualKey::untouched());
    let (options, _) = site.creation("ann");
    let person = Person::default().leaving_at(Seen::SelectDevice(2));
    let (interaction, _) = person.sits_down();

    let answer = left
        .beside(&right)
        .create(&site.create(&options), interaction)
        .await;

    assert_eq!(answer.unwrap_err(), Error::Cancelled);
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_while_no_key_is_there_stops_the_waiting() {
    let site = Site::new();
    let (options, _) = site.creation("ann");
    let (interaction, saw) = Person::default().leaving_at(Seen::InsertKey).sits_down();

    let nothing = SecurityKey::these(Vec::new());
    let answer = nothing.create(&site.create(&options), interaction).await;

    assert_eq!(answer.unwrap_err(), Error::Cancelled);
    assert_eq!(saw.await.unwrap(), [Seen::InsertKey]);
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_the_pin_dialog_cancels() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (options, _) = site.creation("ann");
    let (interaction, _) = Person::default().sits_down();

    let answer = key
        .alone()
        .create(&site.create(&options), interaction)
        .await;

    assert_eq!(answer.unwrap_err(), Error::Cancelled);
    assert_eq!(Error::Cancelled.name(), "AbortError");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ceremony_that_nobody_watches_ends() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (options, _) = site.creation("ann");
    let (interaction, events) = Interaction::new();
    drop(events);

    let answer = key
        .alone()
        .create(&site.create(&options), interaction)
        .await;

    assert_eq!(answer.unwrap_err(), Error::Cancelled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn dropping_the_future_takes_the_question_back() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (options, _) = site.creation("ann");
    let options = site.create(&options);
    let (interaction, mut events) = Interaction::new();
    let authenticator = key.alone();

    let asked = tokio::select! {
        _ = authenticator.create(&options, interaction) => unreachable!("nobody answers"),
        event = events.recv() => event,
    };

    assert!(matches!(asked, Some(Event::ChoosePin { .. })));
    let last = time::timeout(AT_ONCE, events.recv()).await.unwrap();
    assert!(last.is_none(), "the work behind it ends too: {last:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn wa18_a_key_that_nobody_touches_gives_up() {
    let (site, key) = (Site::new(), VirtualKey::untouched());
    let (options, _) = site.creation("ann");
    let (interaction, _) = Person::typing(&[PIN]).sits_down();

    let answer = key
        .alone()
        .create(&site.create(&options), interaction)
        .await;

    assert_eq!(answer.unwrap_err(), Error::TimedOut);
    assert_eq!(Error::TimedOut.name(), "NotAllowedError");
}

#[tokio::test(start_paused = true)]
async fn wa18_waiting_for_a_key_ends_with_the_time_that_the_server_gave() {
    let site = Site::new();
    let (mut options, _) = site.creation("ann");
    options["timeout"] = serde_json::json!(150_000);
    let (interaction, _events) = Interaction::new();

    let begun = time::Instant::now();
    let nothing = SecurityKey::these(Vec::new());
    let answer = nothing.create(&site.create(&options), interaction).await;

    assert_eq!(answer.unwrap_err(), Error::TimedOut);
    assert_eq!(begun.elapsed().as_secs(), 150);
}
