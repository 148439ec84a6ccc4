//! Sessions that are bound to a key beside their refresh token.

use std::time::Duration;

use account::{AccountState, Accounts, EndedReason, Error, SignInPhase, ports::VaultError};
use emulator::{ADA, BOB, SenderConstraint};

use crate::support::World;

const DAY: Duration = Duration::from_secs(24 * 3_600);

fn item(world: &World) -> serde_json::Value {
    let items = world.vault.items();

    serde_json::from_str(items.values().next().unwrap()).unwrap()
}

/// Replaces the one item of the vault.
fn put(world: &World, item: &serde_json::Value) {
    let items = world.vault.items();
    world
        .vault
        .put(items.keys().next().unwrap(), &item.to_string());
}

fn state(accounts: &Accounts) -> AccountState {
    accounts.state().borrow().accounts[0].state
}

/// The schemes under which this path was asked.
fn schemes(world: &World, path: &str) -> Vec<Option<String>> {
    let requests = world.emulator.requests().into_iter();

    requests
        .filter(|request| request.path == path)
        .map(|request| request.authorization_scheme)
        .collect()
}

#[tokio::test]
async fn a_sign_in_names_the_key_and_keeps_it_beside_the_refresh_token() {
    let world = World::bound().await;
    let account = world.sign_in(&ADA).await;
    assert!(world.browser.last().contains("dpop_jkt="));
    let item = item(&world);
    let key = item["dpop_key"].as_str().unwrap();
    assert_eq!((key.len(), &item["v"]), (184, &2.into()));
    assert!(!world.records.text().contains(key));

    let reading = world.accounts.refresh_profile(&account).await.unwrap();
    assert!(reading.error.is_none(), "{:?}", reading.error);
    assert_eq!(schemes(&world, "/userinfo"), [Some("DPoP".to_owned())]);
}

#[tokio::test]
async fn each_session_has_a_key_of_its_own() {
    let world = World::bound().await;
    world.sign_in(&ADA).await;
    world.sign_in(&BOB).await;
    let keys: Vec<String> = world
        .vault
        .items()
        .values()
        .map(|item| {
            let item: serde_json::Value = serde_json::from_str(item).unwrap();
            item["dpop_key"].to_string()
        })
        .collect();

    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0], keys[1]);
}

#[tokio::test]
async fn a_refresh_proves_the_key_and_keeps_it() {
    let world = World::bound().await;
    let account = world.sign_in(&ADA).await;
    let before = item(&world);
    world.advance(DAY + DAY);
    let reading = world.accounts.refresh_profile(&account).await.unwrap();

    assert!(reading.error.is_none(), "{:?}", reading.error);
    let after = item(&world);
    assert_eq!(after["generation"], 2);
    assert_ne!(after["refresh_token"], before["refresh_token"]);
    assert_eq!(after["dpop_key"], before["dpop_key"]);
}

#[tokio::test]
async fn what_a_server_said_about_proofs_is_known_at_the_next_refresh() {
    let world = World::bound().await;
    world
        .emulator
        .change(|settings| settings.auth0.access_token_secs = 120);
    let account = world.sign_in(&ADA).await;
    world.emulator.forget_requests();
    world.advance(Duration::from_secs(100));
    world.accounts.refresh_profile(&account).await.unwrap();

    assert_eq!(
        world.emulator.count("/oauth/token"),
        1,
        "the nonce is known"
    );
}

#[tokio::test]
async fn a_restart_takes_the_key_from_the_vault() {
    let world = World::bound().await;
    let account = world.sign_in(&ADA).await;
    let again = world.restarted().await;
    assert_eq!(state(&again), AccountState::SignedIn);

    let reading = again.refresh_profile(&account).await.unwrap();
    assert!(reading.error.is_none(), "{:?}", reading.error);
    assert_eq!(world.browser.count(), 1);
}

#[tokio::test]
async fn a_clock_that_was_set_wrong_does_not_end_a_session() {
    let world = World::bound().await;
    let account = world.sign_in(&ADA).await;
    world.clock.set_wall_ahead(DAY + DAY);
    let reading = world.accounts.refresh_profile(&account).await.unwrap();

    assert!(reading.error.is_none(), "{:?}", reading.error);
    assert_eq!(world.state_of(&account), AccountState::SignedIn);
}

#[tokio::test]
async fn a_lost_key_is_told_and_signing_in_makes_a_new_one() {
    let world = World::bound().await;
    let account = world.sign_in(&ADA).await;
    let mut without = item(&world);
    without.as_object_mut().unwrap().remove("dpop_key");
    put(&world, &without);
    world.emulator.forget_requests();

    let again = world.restarted().await;
    let missing = AccountState::NeedsSignIn(EndedReason::DpopKeyMissing);
    assert_eq!(state(&again), missing);
    world.advance(DAY + DAY);
    let reading = world.accounts.refresh_profile(&account).await.unwrap();
    assert!(reading.error.is_some());
    assert_eq!(world.state_of(&account), missing, "a session under way");
    assert_eq!(world.emulator.count("/oauth/token"), 0, "nothing was spent");
    assert_eq!(item(&world), without, "the item is left as it is");

    world.start(Some(account.clone())).await;
    let callback = world.come_back(&ADA).await;
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;
    assert_eq!(world.state_of(&account), AccountState::SignedIn);
    assert!(item(&world)["dpop_key"].is_string());
}

#[tokio::test]
async fn a_key_that_is_none_is_told_apart_from_one_that_is_missing() {
    let world = World::bound().await;
    world.sign_in(&ADA).await;
    let mut spoilt = item(&world);
    spoilt["dpop_key"] = "bm8ga2V5".into();
    put(&world, &spoilt);

    let again = world.restarted().await;
    let expected = AccountState::NeedsSignIn(EndedReason::DpopKeyMismatch);
    assert_eq!(state(&again), expected);
    assert_eq!(item(&world), spoilt, "the item is left as it is");
}

#[tokio::test]
async fn a_connection_that_no_longer_binds_sessions_says_so_and_may_do_so_again() {
    let mut world = World::bound().await;
    let account = world.sign_in(&ADA).await;
    world.dpop = false;
    let without = world.restarted().await;
    let expected = AccountState::NeedsSignIn(EndedReason::DpopNotConfigured);
    assert_eq!(state(&without), expected);

    world.dpop = true;
    let again = world.restarted().await;
    assert_eq!(state(&again), AccountState::SignedIn);
    assert!(
        again
            .refresh_profile(&account)
            .await
            .unwrap()
            .error
            .is_none()
    );
}

#[tokio::test]
async fn a_vault_that_cannot_be_read_has_lost_no_key() {
    let world = World::bound().await;
    let account = world.sign_in(&ADA).await;
    world.vault.close(VaultError::Locked);
    let again = world.restarted().await;
    assert_eq!(state(&again), AccountState::VaultClosed(VaultError::Locked));

    world.vault.open();
    again.check_vault().await.unwrap();
    assert_eq!(state(&again), AccountState::SignedIn);
    assert!(
        again
            .refresh_profile(&account)
            .await
            .unwrap()
            .error
            .is_none()
    );
}

#[tokio::test]
async fn a_session_of_before_goes_on_without_a_key_where_none_is_asked_for() {
    let world = World::new().await;
    let account = world.sign_in(&ADA).await;
    let item = item(&world);
    assert_eq!((&item["v"], &item["dpop_key"]), (&1.into(), &().into()));

    let again = world.restarted().await;
    assert!(
        again
            .refresh_profile(&account)
            .await
            .unwrap()
            .error
            .is_none()
    );
    assert_eq!(schemes(&world, "/userinfo"), [Some("Bearer".to_owned())]);
}

#[tokio::test]
async fn what_another_process_saved_is_taken_with_its_key() {
    let world = World::bound().await;
    let account = world.sign_in(&ADA).await;
    let other = world.restarted().await;
    world.advance(DAY + DAY);
    other.refresh_profile(&account).await.unwrap();
    let reading = world.accounts.refresh_profile(&account).await.unwrap();

    assert!(reading.error.is_none(), "{:?}", reading.error);
    assert_eq!(world.emulator.reuse_detected(), 0);
}

#[tokio::test]
async fn a_session_is_given_back_with_its_key() {
    let world = World::bound().await;
    let account = world.sign_in(&ADA).await;

    assert!(world.accounts.sign_out(&account).await.unwrap().revoked);
    assert!(world.vault.items().is_empty());
}

#[tokio::test]
async fn a_tenant_that_forgets_the_key_signs_nobody_in() {
    let world = World::bound().await;
    world
        .emulator
        .change(|settings| settings.auth0.dpop.my_account = SenderConstraint::None);
    world.start(None).await;
    let callback = world.come_back(&ADA).await;
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;

    let SignInPhase::Failed(Error::Misconfigured { hint, .. }) = world.phase() else {
        panic!("TR12 {:?}", world.phase())
    };
    assert_eq!(hint, "token_type");
    assert!(world.state().accounts.is_empty() && world.vault.items().is_empty());
}
