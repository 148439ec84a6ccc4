use std::time::Duration;

use account::{AccountState, EndedReason, Error};
use emulator::{Fault, NOOR};

use crate::support::{World, password, signed_in};

const HOUR: Duration = Duration::from_secs(3_600);

#[tokio::test]
async fn a_lost_answer_ends_the_session_and_nothing_that_is_known_of_the_account() {
    let world = World::new().await;
    let noor = world.sign_in_nhost(&NOOR).await;
    let factors = world.accounts.factors(&noor).await.unwrap().factors;
    let sessions = world.accounts.sessions(&noor).await.unwrap().items;
    world.advance(HOUR);
    world
        .emulator
        .fail_next("/v1/token", Fault::drop_after_commit());
    let reading = world.accounts.refresh_profile(&noor).await.unwrap();
    assert!(matches!(reading.error, Some(Error::SignedOut)));
    assert_eq!(
        world.state_of(&noor),
        AccountState::NeedsSignIn(EndedReason::RotationLost)
    );

    assert_eq!(reading.profile.email.as_deref(), Some(NOOR.email));
    let known = world.accounts.refresh_factors(&noor).await.unwrap();
    assert_eq!(known.factors, factors);
    let known = world.accounts.refresh_sessions(&noor).await.unwrap();
    assert_eq!(known.items, sessions);
    assert!(matches!(known.error, Some(Error::SignedOut)));

    assert_eq!(world.sign_in_nhost(&NOOR).await, noor);
    assert_eq!(world.state_of(&noor), AccountState::SignedIn);
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn a_token_that_was_sent_before_the_app_ended_is_said_to_be_lost() {
    let world = World::new().await;
    let noor = world.sign_in_nhost(&NOOR).await;
    world.advance(HOUR);
    world
        .emulator
        .fail_times("/v1/token", 3, Fault::drop_after_commit());
    let reading = world.accounts.refresh_profile(&noor).await.unwrap();
    assert!(matches!(reading.error, Some(Error::Unreachable { .. })));
    assert_eq!(world.state_of(&noor), AccountState::SignedIn);

    let after = world.restarted().await;
    let reading = after.refresh_profile(&noor).await.unwrap();
    assert_eq!(reading.profile.email.as_deref(), Some(NOOR.email));
    let state = after.state().borrow().accounts[0].state;
    assert_eq!(state, AccountState::NeedsSignIn(EndedReason::RotationLost));
}

#[tokio::test]
async fn a_request_that_never_arrived_is_sent_again() {
    let world = World::new().await;
    let noor = world.sign_in_nhost(&NOOR).await;
    world.advance(HOUR);
    world
        .emulator
        .fail_next("/v1/token", Fault::drop_before_commit());
    let reading = world.accounts.refresh_profile(&noor).await.unwrap();

    assert!(reading.error.is_none(), "{:?}", reading.error);
    assert_eq!(world.state_of(&noor), AccountState::SignedIn);
}

#[tokio::test]
async fn a_crash_before_the_new_token_is_saved_costs_a_sign_in_and_says_why() {
    let world = World::new().await;
    let noor = world.sign_in_nhost(&NOOR).await;
    world.accounts.profile(&noor).await.unwrap();
    for _ in 0..2 {
        world.advance(HOUR);
        world.vault.refuse_writes(1);
        let reading = world.accounts.refresh_profile(&noor).await.unwrap();
        assert!(reading.error.is_none(), "{:?}", reading.error);
        assert_eq!(world.state_of(&noor), AccountState::Unsaved);
    }

    let after = world.restarted().await;
    let reading = after.refresh_profile(&noor).await.unwrap();
    assert!(matches!(reading.error, Some(Error::SignedOut)));
    assert_eq!(reading.profile.email.as_deref(), Some(NOOR.email));
    let state = after.state().borrow().accounts[0].state;
    assert_eq!(state, AccountState::NeedsSignIn(EndedReason::RotationLost));
    let again = after.sign_in_with_password(password(&NOOR)).await.unwrap();
    assert_eq!(signed_in(again), noor);
    let state = after.state().borrow().accounts[0].state;
    assert_eq!(state, AccountState::SignedIn);
}

#[tokio::test]
async fn a_token_that_is_saved_late_survives_a_restart_and_a_later_refusal_is_a_refusal() {
    let world = World::new().await;
    let noor = world.sign_in_nhost(&NOOR).await;
    world.advance(HOUR);
    world.vault.refuse_writes(1);
    world.accounts.refresh_profile(&noor).await.unwrap();
    assert_eq!(world.state_of(&noor), AccountState::Unsaved);
    world.accounts.check_vault().await.unwrap();
    assert_eq!(world.state_of(&noor), AccountState::SignedIn);
    let named = world.records.names();
    assert!(
        !named.iter().any(|name| name.starts_with("refresh-")),
        "{named:?}"
    );

    let after = world.restarted().await;
    let reading = after.refresh_profile(&noor).await.unwrap();
    assert!(reading.error.is_none(), "{:?}", reading.error);
    world.advance(HOUR);
    world
        .emulator
        .change_nhost_user(NOOR.email, |user| user.disabled = true);
    after.refresh_profile(&noor).await.unwrap();
    let state = after.state().borrow().accounts[0].state;
    assert_eq!(state, AccountState::NeedsSignIn(EndedReason::Rejected));
}
