//! Many commands at once in one process.

use std::time::Duration;

use account::{AccountId, AccountState, Error, Factor, FactorId};
use emulator::{BOB, Fault};
use tests::say;
use tokio::task::JoinHandle;

use crate::support::{self, World};

const DAY: Duration = Duration::from_secs(24 * 3_600);
const CROWD: usize = 1_000;

/// Somebody is signed in, a factor is known, and nothing has been asked yet.
async fn ready() -> (World, AccountId, FactorId) {
    let world = World::new().await;
    let bob = world.sign_in(&BOB).await;
    let factors = world.accounts.refresh_factors(&bob).await.unwrap().factors;
    let factor = factors[0].id.clone();

    (world, bob, factor)
}

/// Commands of which none can be answered by what another one read.
fn commands(
    world: &World,
    account: &AccountId,
    factor: &FactorId,
    count: usize,
) -> Vec<JoinHandle<Result<Factor, Error>>> {
    let command = |_| {
        let (accounts, account) = (world.accounts.clone(), account.clone());
        let factor = factor.clone();
        tokio::spawn(async move { accounts.factor(&account, &factor).await })
    };

    (0..count).map(command).collect()
}

#[tokio::test]
async fn a_thousand_commands_at_expiry_make_one_token_request_and_all_succeed() {
    let (world, bob, factor) = ready().await;
    world.advance(DAY + DAY);
    world.emulator.forget_requests();
    for command in commands(&world, &bob, &factor, CROWD) {
        command.await.unwrap().unwrap();
    }

    let requests = world.emulator.count("/oauth/token");
    say::line(&format!(
        "token_requests_for_{CROWD}_commands: {requests} of 1"
    ));
    assert_eq!(requests, 1);
    let path = format!("/me/v1/authentication-methods/{}", factor.as_str());
    let path = path.replace('|', "%7C");
    assert_eq!(world.emulator.count(&path), CROWD, "every command asked");
    assert_eq!(world.emulator.reuse_detected(), 0);
}

#[tokio::test]
async fn commands_whose_token_was_withdrawn_are_served_by_one_refresh() {
    let (world, bob, factor) = ready().await;
    world.emulator.forget_requests();
    // Only the provider's clock: the app still believes in its token.
    world.emulator.advance(DAY + DAY);
    for command in commands(&world, &bob, &factor, 100) {
        command.await.unwrap().unwrap();
    }

    assert_eq!(world.emulator.count("/oauth/token"), 1);
}

#[tokio::test]
async fn commands_during_a_failing_refresh_end_alike_and_few_requests_are_sent() {
    let (world, bob, factor) = ready().await;
    world.advance(DAY + DAY);
    world.emulator.forget_requests();
    world
        .emulator
        .fail_times("/oauth/token", 3, Fault::status(503));
    for command in commands(&world, &bob, &factor, 20) {
        let _ = command.await.unwrap();
    }

    assert_eq!(world.state_of(&bob), AccountState::SignedIn);
    assert!(world.emulator.count("/oauth/token") <= 4);
}

#[tokio::test]
async fn commands_into_a_rate_limit_ask_once_until_its_time_has_come() {
    let (world, bob, factor) = ready().await;
    world.emulator.forget_requests();
    let path = format!("/me/v1/authentication-methods/{}", factor.as_str());
    let path = path.replace('|', "%7C");
    world
        .emulator
        .fail_times(&path, 100, Fault::too_many_requests("30"));
    let mut asked = Vec::new();
    for (crowd, later) in [(1, 0), (20, 29), (20, 2), (20, 29)] {
        world.advance(Duration::from_secs(later));
        world.emulator.forget_requests();
        for command in commands(&world, &bob, &factor, crowd) {
            let answer = command.await.unwrap();
            let is_limited = matches!(answer, Err(Error::RateLimited { .. }));
            assert!(is_limited, "{answer:?}");
        }
        asked.push(world.emulator.count(&path));
    }

    let most = asked.iter().max().unwrap();
    say::line(&format!("requests_into_a_rate_limit: {most} of 1"));
    assert_eq!(asked, [1, 0, 1, 0]);
    assert_eq!(world.state_of(&bob), AccountState::SignedIn);
}

#[tokio::test]
async fn a_sign_out_during_a_hundred_commands_leaves_nothing() {
    let (world, bob, factor) = ready().await;
    world.advance(DAY + DAY);
    let slow = Fault::slow(Duration::from_millis(100));
    world.emulator.fail_next("/oauth/token", slow);
    let running = commands(&world, &bob, &factor, 100);
    tokio::time::sleep(Duration::from_millis(30)).await;
    world.accounts.sign_out(&bob).await.unwrap();
    for command in running {
        let answer = tokio::time::timeout(Duration::from_secs(10), command).await;
        // Those that had their token already may still be answered.
        let _ = answer.expect("a command is stuck").unwrap();
    }

    assert!(world.vault.items().is_empty() && world.state().accounts.is_empty());
    assert!(!world.records.text().contains(BOB.email));
    let late = world.accounts.factor(&bob, &factor).await;
    assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
}

#[tokio::test]
async fn a_thousand_sign_ins_begun_and_given_up_leave_nothing() {
    let world = World::new().await;
    let descriptors = || std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
    world.start(None).await;
    world.accounts.cancel_sign_in(&support::id(support::AUTH0));
    let before = descriptors();
    for _ in 0..CROWD {
        world.start(None).await;
        world.accounts.cancel_sign_in(&support::id(support::AUTH0));
    }

    assert!(world.state().sign_ins.is_empty());
    // Other tests of this binary open files at the same time.
    assert!(descriptors() < before + CROWD / 2, "files are left open");
}

#[tokio::test]
async fn a_provider_that_refuses_everything_is_asked_once() {
    let (world, bob, factor) = ready().await;
    world.emulator.revoke_person(BOB.email);
    world.advance(DAY + DAY);
    world.emulator.forget_requests();
    for command in commands(&world, &bob, &factor, 50) {
        assert!(matches!(command.await.unwrap(), Err(Error::SignedOut)));
    }

    assert_eq!(world.emulator.count("/oauth/token"), 1);
}

#[tokio::test]
async fn a_network_that_flaps_signs_nobody_out() {
    let (world, bob, _) = ready().await;
    for _ in 0..12 {
        world.advance(DAY + DAY);
        world
            .emulator
            .fail_next("/oauth/token", Fault::drop_before_commit());
        let reading = world.accounts.refresh_profile(&bob).await.unwrap();
        assert!(reading.error.is_none(), "{:?}", reading.error);
    }

    assert_eq!(world.state_of(&bob), AccountState::SignedIn);
    assert_eq!(world.emulator.reuse_detected(), 0);
}

#[tokio::test]
async fn three_hundred_refreshes_lose_nothing() {
    let (world, bob, factor) = ready().await;
    // Four years of a session in use.
    world
        .emulator
        .change(|settings| settings.auth0.refresh_absolute_secs = u64::from(u32::MAX));
    for _ in 0..300 {
        world.advance(DAY + DAY);
        world.accounts.factor(&bob, &factor).await.unwrap();
    }

    assert_eq!(world.state_of(&bob), AccountState::SignedIn);
    assert_eq!(world.emulator.reuse_detected(), 0);
    assert_eq!(world.vault.items().len(), 1);
}

#[tokio::test]
async fn whoever_quits_during_a_refresh_waits_until_it_is_saved() {
    let (world, bob, factor) = ready().await;
    let before = world.vault.items();
    world.advance(DAY + DAY);
    let slow = Fault::slow(Duration::from_millis(300));
    world.emulator.forget_requests();
    world.emulator.fail_next("/oauth/token", slow);
    let running = commands(&world, &bob, &factor, 1);
    while world.emulator.count("/oauth/token") == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    world.accounts.at_rest().await;

    assert_ne!(world.vault.items(), before, "the answer is lost");
    drop(running);
}
