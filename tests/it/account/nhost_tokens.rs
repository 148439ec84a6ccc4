use std::time::Duration;

use account::{
    AccessTokenId, Error, InvalidReason, NewAccessToken, NoneReason, Refusal, Secret as _, Tier,
};
use emulator::{ADA, Fault, NOOR, Permission};

use crate::support::World;

fn for_a_day(world: &World, name: &str) -> NewAccessToken {
    let now = u32::try_from(world.emulator.now()).unwrap();

    NewAccessToken {
        name: name.to_owned(),
        expires_secs: now + 86_400,
    }
}

#[tokio::test]
async fn a_token_is_made_shown_once_listed_and_revoked() {
    let world = World::new().await;
    let noor = world.sign_in_nhost(&NOOR).await;
    world.accounts.access_tokens(&noor).await.unwrap();
    let new = for_a_day(&world, " Deploy ");
    let created = world.accounts.create_access_token(&noor, &new).await;
    let created = created.unwrap();
    assert_eq!(created.token.expose().len(), 36);
    assert!(!format!("{created:?}").contains(created.token.expose()));

    let known = world.accounts.access_tokens(&noor).await.unwrap().items;
    assert_eq!(known[0], created.entry);
    let read = world.accounts.refresh_access_tokens(&noor).await.unwrap();
    let names: Vec<_> = read.items.iter().map(|it| it.name.as_deref()).collect();
    assert_eq!(names, [Some("Deploy"), Some("Backup script")]);
    assert_eq!(read.items[0].expires_secs, Some(new.expires_secs));

    for _ in 0..2 {
        let id = &created.entry.id;
        world.accounts.revoke_access_token(&noor, id).await.unwrap();
    }
    let left = world.accounts.refresh_access_tokens(&noor).await.unwrap();
    assert_eq!(left.items.len(), 1);
}

#[tokio::test]
async fn what_could_never_work_is_not_sent() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    world.emulator.forget_requests();
    let fine = for_a_day(&world, "x");
    for (new, field, reason) in [
        (
            NewAccessToken {
                name: " ".to_owned(),
                ..fine.clone()
            },
            "name",
            InvalidReason::Empty,
        ),
        (
            NewAccessToken {
                name: "x".repeat(65),
                ..fine.clone()
            },
            "name",
            InvalidReason::TooLong,
        ),
        (
            NewAccessToken {
                expires_secs: fine.expires_secs - 2 * 86_400,
                ..fine
            },
            "expires_secs",
            InvalidReason::InThePast,
        ),
    ] {
        let refused = world.accounts.create_access_token(&ada, &new).await;
        assert!(
            matches!(&refused, Err(Error::InvalidInput(it)) if it.field == field && it.reason == reason),
            "{refused:?}"
        );
    }
    assert_eq!(world.emulator.requests().len(), 0);
}

#[tokio::test]
async fn a_token_whose_answer_was_lost_is_found_in_the_list() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    world.accounts.access_tokens(&ada).await.unwrap();
    world
        .emulator
        .fail_next("/v1/pat", Fault::drop_after_commit());
    let lost = world
        .accounts
        .create_access_token(&ada, &for_a_day(&world, "Lost"))
        .await;
    assert!(matches!(lost, Err(Error::Unreachable { .. })), "{lost:?}");

    let found = world.accounts.refresh_access_tokens(&ada).await.unwrap();
    assert_eq!(found.items[0].name.as_deref(), Some("Lost"));
}

#[tokio::test]
async fn a_project_that_shows_no_tokens_lets_them_be_made_all_the_same() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    world
        .emulator
        .change(|settings| settings.nhost.graphql.refresh_tokens.select = Permission::Denied);
    let new = for_a_day(&world, "Blind");
    world
        .accounts
        .create_access_token(&ada, &new)
        .await
        .unwrap();

    let listing = world.accounts.access_tokens(&ada).await.unwrap();
    assert_eq!(listing.tier, Tier::None(NoneReason::NotPermitted));
}

#[tokio::test]
async fn somebody_who_is_switched_off_or_gone_is_told_so() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    world
        .emulator
        .change_nhost_user(ADA.email, |user| user.disabled = true);
    let new = for_a_day(&world, "x");
    let refused = world.accounts.create_access_token(&ada, &new).await;
    assert!(matches!(
        refused,
        Err(Error::Refused(Refusal::AccountDisabled))
    ));
    world.emulator.delete_person(ADA.email);
    let refused = world.accounts.create_access_token(&ada, &new).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::AccountGone))));
}

#[tokio::test]
async fn an_access_token_that_ended_meanwhile_is_renewed_on_the_way() {
    let world = World::new().await;
    let noor = world.sign_in_nhost(&NOOR).await;
    // Only the provider's clock: the app still believes in its token.
    world.emulator.advance(Duration::from_secs(3_600));
    let listing = world.accounts.access_tokens(&noor).await.unwrap();
    assert_eq!(listing.items.len(), 1);

    let nobody = AccessTokenId::new("711c80c7-0000-4000-8000-000000000000".to_owned());
    world
        .accounts
        .revoke_access_token(&noor, &nobody)
        .await
        .unwrap();
}
