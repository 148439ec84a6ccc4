use account::{
    AccountId, AccountState, Capability, Error, NoneReason, SessionEntry, SessionId, Tier,
};
use emulator::{ADA, Fault, NOOR, Permission};

use crate::support::World;

const GRAPHQL: &str = "/v1/graphql";

/// Signed in here, and on two other devices.
async fn three(world: &World) -> (AccountId, Vec<SessionEntry>) {
    let ada = world.sign_in_nhost(&ADA).await;
    for _ in 0..2 {
        world.sign_in_elsewhere(&ADA).await;
    }
    let listing = world.accounts.sessions(&ada).await.unwrap();
    assert_eq!((listing.items.len(), listing.tier), (3, Tier::Native));

    (ada, listing.items)
}

#[tokio::test]
async fn this_device_stands_first_and_the_list_is_read_once() {
    let world = World::new().await;
    let (ada, entries) = three(&world).await;
    let own: Vec<_> = entries.iter().map(|entry| entry.is_this).collect();
    assert_eq!(own, [true, false, false]);
    assert!(entries.iter().all(|it| it.created_secs < it.expires_secs));

    world.emulator.forget_requests();
    for _ in 0..5 {
        world.accounts.sessions(&ada).await.unwrap();
    }
    assert_eq!(world.emulator.count(GRAPHQL), 0);
}

#[tokio::test]
async fn after_a_restart_this_device_is_known_again() {
    let world = World::new().await;
    let (ada, before) = three(&world).await;
    let after = world.restarted().await;
    let listing = after.sessions(&ada).await.unwrap();

    assert_eq!(
        listing.items[0],
        SessionEntry {
            expires_secs: listing.items[0].expires_secs,
            ..before[0].clone()
        }
    );
}

#[tokio::test]
async fn one_session_is_ended_and_one_that_was_gone_is_no_trouble() {
    let world = World::new().await;
    let (ada, entries) = three(&world).await;
    for _ in 0..2 {
        let ended = world.accounts.end_session(&ada, &entries[1].id).await;
        ended.unwrap();
    }

    let left = world.accounts.sessions(&ada).await.unwrap().items;
    assert_eq!(left, [entries[0].clone(), entries[2].clone()]);
    let left = world.accounts.refresh_sessions(&ada).await.unwrap().items;
    assert_eq!(left.len(), 2);
}

#[tokio::test]
async fn ending_this_session_is_a_sign_out() {
    let world = World::new().await;
    let (ada, entries) = three(&world).await;
    world
        .accounts
        .end_session(&ada, &entries[0].id)
        .await
        .unwrap();

    assert!(world.state().accounts.is_empty());
    assert!(world.vault.items().is_empty());
}

#[tokio::test]
async fn all_others_are_ended_at_once_and_tokens_are_left_alone() {
    let world = World::new().await;
    let noor = world.sign_in_nhost(&NOOR).await;
    let (client, there) = world.sign_in_elsewhere(&NOOR).await;
    world.accounts.sessions(&noor).await.unwrap();

    assert_eq!(world.accounts.end_other_sessions(&noor).await.unwrap(), 1);
    assert_eq!(world.accounts.sessions(&noor).await.unwrap().items.len(), 1);
    assert_eq!(
        world
            .accounts
            .access_tokens(&noor)
            .await
            .unwrap()
            .items
            .len(),
        1
    );
    assert!(client.refresh_token(&there.refresh_token).await.is_err());
}

#[tokio::test]
async fn signing_out_everywhere_takes_the_access_tokens_along() {
    let world = World::new().await;
    let noor = world.sign_in_nhost(&NOOR).await;
    world.accounts.sign_out_everywhere(&noor).await.unwrap();
    assert!(world.state().accounts.is_empty());
    assert!(world.vault.items().is_empty());

    let noor = world.sign_in_nhost(&NOOR).await;
    let tokens = world.accounts.access_tokens(&noor).await.unwrap();
    assert!(tokens.items.is_empty());
}

#[tokio::test]
async fn signing_out_everywhere_without_an_answer_changes_nothing_here() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    world
        .emulator
        .fail_times("/v1/signout", 5, Fault::drop_before_commit());
    let failed = world.accounts.sign_out_everywhere(&ada).await;

    assert!(
        matches!(failed, Err(Error::Unreachable { .. })),
        "{failed:?}"
    );
    assert_eq!(world.state_of(&ada), AccountState::SignedIn);
}

#[tokio::test]
async fn a_project_that_shows_no_sessions_is_a_tier_and_asked_once() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    world
        .emulator
        .change(|settings| settings.nhost.graphql.refresh_tokens.select = Permission::Denied);
    world.emulator.forget_requests();
    for _ in 0..3 {
        let listing = world.accounts.sessions(&ada).await.unwrap();
        assert_eq!(listing.tier, Tier::None(NoneReason::NotPermitted));
        assert!(listing.items.is_empty() && listing.error.is_none());
    }

    assert_eq!(world.emulator.count(GRAPHQL), 1);
    let capabilities = world.state().accounts[0].capabilities.clone();
    assert!(capabilities.contains(&(Capability::Sessions, Tier::None(NoneReason::NotPermitted))));
}

#[tokio::test]
async fn a_lost_answer_is_told_and_the_next_look_reads_anew() {
    let world = World::new().await;
    let (ada, entries) = three(&world).await;
    world
        .emulator
        .fail_next(GRAPHQL, Fault::drop_after_commit());
    let lost = world.accounts.end_session(&ada, &entries[1].id).await;
    assert!(matches!(lost, Err(Error::Unreachable { .. })), "{lost:?}");

    let left = world.accounts.refresh_sessions(&ada).await.unwrap().items;
    assert_eq!(left.len(), 2);
}

#[tokio::test]
async fn without_the_network_the_list_known_is_shown_with_the_reason() {
    let world = World::new().await;
    let (ada, entries) = three(&world).await;
    world
        .emulator
        .fail_times(GRAPHQL, 5, Fault::drop_before_commit());
    let listing = world.accounts.refresh_sessions(&ada).await.unwrap();

    assert_eq!(listing.items, entries);
    assert!(matches!(listing.error, Some(Error::Unreachable { .. })));
}

#[tokio::test]
async fn another_provider_has_no_such_list_and_says_so() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let listing = world.accounts.sessions(&ada).await.unwrap();
    assert_eq!(listing.tier, Tier::None(NoneReason::NotOffered));
    let id = SessionId::new("x".to_owned());
    let ended = world.accounts.end_session(&ada, &id).await;
    let everywhere = world.accounts.sign_out_everywhere(&ada).await;
    for refused in [ended, everywhere] {
        assert!(matches!(
            refused,
            Err(Error::Unavailable(NoneReason::NotOffered))
        ));
    }
}
