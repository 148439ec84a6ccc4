use account::{AccountId, Error, LinkedAccount, NoneReason, Refusal, Tier};
use emulator::{ADA, Fault, NOOR, Permission};

use crate::support::World;

async fn linked(world: &World) -> (AccountId, LinkedAccount) {
    let noor = world.sign_in_nhost(&NOOR).await;
    let mut listing = world.accounts.linked_accounts(&noor).await.unwrap();
    assert_eq!(listing.items.len(), 1);

    (noor, listing.items.remove(0))
}

#[tokio::test]
async fn linked_accounts_are_listed_and_unlinked() {
    let world = World::new().await;
    let (noor, github) = linked(&world).await;
    assert_eq!(github.provider, "github");
    assert_eq!(github.created_secs, Some(1_738_577_472));
    world
        .accounts
        .unlink_account(&noor, &github.id)
        .await
        .unwrap();

    let left = world.accounts.linked_accounts(&noor).await.unwrap();
    assert!(left.items.is_empty());
    assert_eq!(left.tier, Tier::Native);
}

#[tokio::test]
async fn the_last_way_in_is_not_unlinked() {
    let world = World::new().await;
    let (noor, github) = linked(&world).await;
    world.emulator.change_nhost_user(NOOR.email, |user| {
        user.email_verified = false;
        user.phone_number_verified = false;
    });
    // The key is a way in as long as it may be seen.
    world
        .emulator
        .change(|settings| settings.nhost.graphql.security_keys.select = Permission::Denied);
    let refused = world.accounts.unlink_account(&noor, &github.id).await;
    assert!(
        matches!(refused, Err(Error::Refused(Refusal::LastWayIn))),
        "{refused:?}"
    );
    world
        .emulator
        .change(|settings| settings.nhost.graphql.security_keys.select = Permission::Granted);
    world
        .accounts
        .unlink_account(&noor, &github.id)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_project_without_permission_is_a_tier() {
    let world = World::new().await;
    let (noor, github) = linked(&world).await;
    world
        .emulator
        .change(|settings| settings.nhost.graphql.user_providers.delete = Permission::Denied);
    let refused = world.accounts.unlink_account(&noor, &github.id).await;
    assert!(matches!(
        refused,
        Err(Error::Unavailable(NoneReason::NotPermitted))
    ));
    world
        .emulator
        .change(|settings| settings.nhost.graphql.user_providers.select = Permission::Denied);
    let listing = world.accounts.refresh_linked_accounts(&noor).await.unwrap();
    assert_eq!(listing.tier, Tier::None(NoneReason::NotPermitted));
    assert!(
        listing.items.is_empty(),
        "what may not be seen is not shown"
    );
}

#[tokio::test]
async fn a_lost_answer_and_a_missing_network_are_told() {
    let world = World::new().await;
    let (noor, github) = linked(&world).await;
    world
        .emulator
        .fail_times("/v1/graphql", 5, Fault::drop_before_commit());
    let listing = world.accounts.refresh_linked_accounts(&noor).await.unwrap();
    assert_eq!(listing.items, std::slice::from_ref(&github));
    assert!(matches!(listing.error, Some(Error::Unreachable { .. })));

    world.emulator.clear_faults();
    world
        .emulator
        .fail_next("/v1/graphql", Fault::drop_after_commit());
    let lost = world.accounts.unlink_account(&noor, &github.id).await;
    assert!(matches!(lost, Err(Error::Unreachable { .. })), "{lost:?}");
    let left = world.accounts.refresh_linked_accounts(&noor).await.unwrap();
    assert!(left.items.is_empty());
}

#[tokio::test]
async fn another_provider_has_no_such_list_and_says_so() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let listing = world.accounts.linked_accounts(&ada).await.unwrap();

    assert_eq!(listing.tier, Tier::None(NoneReason::NotOffered));
}
