use account::Error;
use emulator::{ADA, BOB, Fault, NOOR};

use crate::support::World;

#[tokio::test]
async fn both_providers_tell_who_somebody_is() {
    let world = World::new().await;
    for account in [world.sign_in(&ADA).await, world.sign_in_nhost(&ADA).await] {
        let reading = world.accounts.refresh_profile(&account).await.unwrap();
        let profile = reading.profile;
        assert_eq!(profile.name.as_deref(), Some(ADA.name));
        assert_eq!(profile.email.as_deref(), Some(ADA.email));
        assert_eq!(profile.email_verified, Some(true));
        assert!(
            profile.claims.iter().any(|claim| claim.value == ADA.email),
            "{:?}",
            profile.claims
        );
    }
}

#[tokio::test]
async fn what_one_provider_knows_more_is_shown_too() {
    let world = World::new().await;
    let bob = world.sign_in(&BOB).await;
    let bob = world.accounts.refresh_profile(&bob).await.unwrap().profile;
    assert_eq!(bob.email_verified, Some(false));
    assert_eq!(bob.phone_verified, Some(false));

    let noor = world.sign_in_nhost(&NOOR).await;
    let noor = world.accounts.refresh_profile(&noor).await.unwrap().profile;
    assert!(!noor.roles.is_empty() && noor.created_at.is_some());
}

#[tokio::test]
async fn offline_the_last_known_profile_is_shown_with_the_reason() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let known = world.accounts.profile(&ada).await.unwrap();
    world
        .emulator
        .fail_times("/userinfo", 5, Fault::drop_before_commit());
    let reading = world.accounts.refresh_profile(&ada).await.unwrap();

    assert!(
        matches!(reading.error, Some(Error::Unreachable { .. })),
        "{:?}",
        reading.error
    );
    assert_eq!(reading.profile, known.profile);
}

#[tokio::test]
async fn a_fresh_profile_is_not_read_twice() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.emulator.forget_requests();
    for _ in 0..10 {
        world.accounts.profile(&ada).await.unwrap();
    }

    assert_eq!(world.emulator.requests().len(), 0);
}

#[tokio::test]
async fn a_rate_limit_is_told_with_its_time() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world
        .emulator
        .fail_next("/userinfo", Fault::too_many_requests("17"));
    let reading = world.accounts.refresh_profile(&ada).await.unwrap();

    let Some(Error::RateLimited { retry_after }) = reading.error else {
        panic!("{:?}", reading.error)
    };
    assert_eq!(retry_after.as_secs(), 17);
}

#[tokio::test]
async fn an_answer_about_somebody_else_is_thrown_away() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let other = serde_json::json!({ "sub": "auth0|somebody-else", "name": "Mallory" });
    world
        .emulator
        .fail_next("/userinfo", Fault::json(200, &other));
    let reading = world.accounts.refresh_profile(&ada).await.unwrap();

    assert!(
        matches!(reading.error, Some(Error::ProviderFailed { .. })),
        "{:?}",
        reading.error
    );
    assert_eq!(reading.profile.name.as_deref(), Some(ADA.name));
}

#[tokio::test]
async fn pictures_are_fetched_once_and_only_when_they_are_pictures() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let picture = world.accounts.picture(&ada).await.unwrap().unwrap();
    assert_eq!(picture.media_type, "image/png");
    world.emulator.forget_requests();
    assert_eq!(world.accounts.picture(&ada).await.unwrap(), Some(picture));
    assert_eq!(world.emulator.requests().len(), 0);

    let bob = world.sign_in(&BOB).await;
    assert_eq!(world.accounts.picture(&bob).await.unwrap(), None);
}

#[tokio::test]
async fn a_picture_that_is_none_or_too_large_is_not_shown() {
    for fault in [
        Fault::html(),
        Fault::status(200).with_body(&"\u{89}PNG".repeat(300_000)),
    ] {
        let world = World::new().await;
        let ada = world.sign_in(&ADA).await;
        world.emulator.fail_next("/pictures/ada.png", fault);
        assert_eq!(world.accounts.picture(&ada).await.unwrap(), None);
    }
}

#[tokio::test]
async fn an_account_that_is_not_there_is_not_found() {
    let world = World::new().await;
    let nobody = account::AccountId::from_page("nobody".to_owned());

    assert!(matches!(
        world.accounts.profile(&nobody).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        world.accounts.sign_out(&nobody).await,
        Err(Error::NotFound)
    ));
}
