//! Two processes with one vault.

use std::time::Duration;

use account::{AccountState, EndedReason};
use emulator::{ADA, BOB, Fault};

use crate::support::{World, password};

const DAY: Duration = Duration::from_secs(24 * 3_600);
const SLOW: Duration = Duration::from_millis(300);

#[tokio::test]
async fn signing_in_again_during_a_refresh_waits_for_it_and_both_succeed() {
    let world = World::new().await;
    let bob = world.sign_in_nhost(&BOB).await;
    world.advance(DAY);
    world.emulator.fail_next("/v1/token", Fault::slow(SLOW));
    let (accounts, account) = (world.accounts.clone(), bob.clone());
    let refresh = tokio::spawn(async move { accounts.refresh_profile(&account).await });
    while world.emulator.count("/v1/token") == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // Both want the tokens and the lock between processes: in one order only.
    let again = world.accounts.sign_in_with_password(password(&BOB));
    let again = tokio::time::timeout(Duration::from_secs(10), again).await;
    assert!(again.is_ok(), "they wait for each other");
    again.unwrap().unwrap();

    assert!(refresh.await.unwrap().unwrap().error.is_none());
    assert_eq!(world.state_of(&bob), AccountState::SignedIn);
}

#[tokio::test]
async fn a_sign_out_waits_for_a_refresh_elsewhere_and_nothing_comes_back() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let other = world.restarted().await;
    world.advance(DAY + DAY);
    world.emulator.forget_requests();
    world.emulator.fail_next("/oauth/token", Fault::slow(SLOW));
    let account = ada.clone();
    let elsewhere = other.clone();
    let refresh = tokio::spawn(async move { elsewhere.refresh_profile(&account).await });
    while world.emulator.count("/oauth/token") == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let signed_out = world.accounts.sign_out(&ada).await.unwrap();
    let _ = refresh.await.unwrap();

    assert!(signed_out.revoked);
    assert!(
        world.vault.items().is_empty(),
        "the other process saved it anew"
    );
    world.advance(DAY + DAY);
    let _ = other.refresh_profile(&ada).await;
    let state = other.state().borrow().accounts[0].state;
    assert_eq!(state, AccountState::NeedsSignIn(EndedReason::ItemMissing));
    assert!(world.vault.items().is_empty());
}

#[tokio::test]
async fn what_could_not_be_saved_does_not_replace_what_another_process_saved_since() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.advance(DAY + DAY);
    world.vault.refuse_writes(1);
    world.accounts.refresh_profile(&ada).await.unwrap();
    assert_eq!(world.state_of(&ada), AccountState::Unsaved);

    // Two exchanges later in another process, inside the overlap.
    let items = world.vault.items();
    let (name, item) = items.iter().next().unwrap();
    let newer = item.replace(r#""generation":1"#, r#""generation":9"#);
    world.vault.put(name, &newer);
    world.accounts.check_vault().await.unwrap();

    assert_eq!(world.vault.items()[name], newer);
    assert_eq!(world.state_of(&ada), AccountState::SignedIn);
}

#[tokio::test]
async fn two_accounts_are_refreshed_at_once_without_waiting_for_each_other() {
    let world = World::new().await;
    let (ada, bob) = (world.sign_in(&ADA).await, world.sign_in(&BOB).await);
    world.advance(DAY + DAY);
    world.emulator.forget_requests();
    let (one, other) = tokio::join!(
        world.accounts.refresh_profile(&ada),
        world.accounts.refresh_profile(&bob)
    );

    let emails = [one, other].map(|reading| {
        let reading = reading.unwrap();
        assert!(reading.error.is_none(), "{:?}", reading.error);
        reading.profile.email.unwrap()
    });
    assert_eq!(emails, [ADA.email, BOB.email]);
    assert_eq!(world.emulator.count("/oauth/token"), 2);
    let tokens: Vec<_> = world.vault.items().into_values().collect();
    assert!(tokens.len() == 2 && tokens[0] != tokens[1]);
}
