use std::time::Duration;

use account::{AccountState, EndedReason, Error};
use emulator::{Fault, NOOR};

use crate::support::World;

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
