use account::{Capability, Error, InvalidReason, NoneReason, ProfileEdit, Refusal, Tier};
use emulator::{ADA, BOB, Fault, NOOR, Permission};

use crate::support::World;

fn named(name: &str) -> ProfileEdit {
    ProfileEdit {
        display_name: Some(name.to_owned()),
        ..ProfileEdit::default()
    }
}

fn tier(world: &World, capability: Capability) -> Tier {
    let state = world.state();
    let mut tiers = state.accounts[0].capabilities.iter();

    tiers.find(|(it, _)| *it == capability).unwrap().1
}

#[tokio::test]
async fn name_picture_and_language_are_changed_and_the_rest_is_left() {
    let world = World::new().await;
    let noor = world.sign_in_nhost(&NOOR).await;
    let edit = ProfileEdit {
        display_name: Some(" Noor H. ".to_owned()),
        avatar_url: Some("https://pictures.example/noor.png".to_owned()),
        locale: Some("de".to_owned()),
    };
    let profile = world
        .accounts
        .edit_profile(&noor, &edit)
        .await
        .unwrap()
        .profile;
    assert_eq!(profile.name.as_deref(), Some("Noor H."));
    assert_eq!(profile.picture_url.as_deref(), edit.avatar_url.as_deref());
    assert_eq!(profile.locale.as_deref(), Some("de"));
    assert_eq!(world.state().accounts[0].name.as_deref(), Some("Noor H."));

    let edit = ProfileEdit {
        avatar_url: Some(String::new()),
        ..ProfileEdit::default()
    };
    let profile = world
        .accounts
        .edit_profile(&noor, &edit)
        .await
        .unwrap()
        .profile;
    assert_eq!(profile.name.as_deref(), Some("Noor H."));
    assert_eq!(profile.picture_url, None);
    assert!(profile.claims.iter().any(|claim| claim.name == "metadata"));
}

#[tokio::test]
async fn what_cannot_be_is_not_sent() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    world.emulator.forget_requests();
    let picture = |url: &str| ProfileEdit {
        avatar_url: Some(url.to_owned()),
        ..ProfileEdit::default()
    };
    let locale = |locale: &str| ProfileEdit {
        locale: Some(locale.to_owned()),
        ..ProfileEdit::default()
    };
    for (edit, field, reason) in [
        (named(" "), "display_name", InvalidReason::Empty),
        (
            named(&"x".repeat(33)),
            "display_name",
            InvalidReason::TooLong,
        ),
        (named("a\nb"), "display_name", InvalidReason::BadCharacters),
        (picture("nonsense"), "avatar_url", InvalidReason::NotAUrl),
        (
            picture("http://x.example/a.png"),
            "avatar_url",
            InvalidReason::NotHttps,
        ),
        (
            picture("javascript:alert(1)"),
            "avatar_url",
            InvalidReason::NotHttps,
        ),
        (
            picture("https://a:b@x.example/"),
            "avatar_url",
            InvalidReason::HasUserInfo,
        ),
        (locale(""), "locale", InvalidReason::Empty),
        (locale("en-US"), "locale", InvalidReason::BadCharacters),
    ] {
        let refused = world.accounts.edit_profile(&ada, &edit).await;
        assert!(
            matches!(&refused, Err(Error::InvalidInput(it)) if it.field == field && it.reason == reason),
            "{edit:?}: {refused:?}"
        );
    }
    assert_eq!(world.emulator.requests().len(), 0);
}

#[tokio::test]
async fn a_project_that_permits_no_edits_is_remembered_as_a_tier() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    assert_eq!(tier(&world, Capability::EditProfile), Tier::Native);
    world
        .emulator
        .change(|settings| settings.nhost.graphql.users.update = Permission::Denied);
    let refused = world.accounts.edit_profile(&ada, &named("x")).await;
    assert!(matches!(
        refused,
        Err(Error::Unavailable(NoneReason::NotPermitted))
    ));
    let none = Tier::None(NoneReason::NotPermitted);
    assert_eq!(tier(&world, Capability::EditProfile), none);

    world
        .emulator
        .change(|settings| settings.nhost.graphql.users.update = Permission::Granted);
    world
        .accounts
        .edit_profile(&ada, &named("x"))
        .await
        .unwrap();
    assert_eq!(tier(&world, Capability::EditProfile), Tier::Native);
}

#[tokio::test]
async fn a_new_address_waits_until_its_link_is_opened() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    let new = "ada.new@example.com";
    let profile = world.accounts.change_email(&ada, &format!(" {new} ")).await;
    let profile = profile.unwrap().profile;
    assert_eq!(profile.pending_email.as_deref(), Some(new));
    assert_eq!(profile.email.as_deref(), Some(ADA.email));
    let profile = world.accounts.refresh_profile(&ada).await.unwrap().profile;
    assert_eq!(profile.pending_email.as_deref(), Some(new));

    let link = world.emulator.outbox().pop().unwrap().link.unwrap();
    world.visitor().get(&link).await.unwrap();
    let profile = world.accounts.refresh_profile(&ada).await.unwrap().profile;
    assert_eq!(
        (profile.email.as_deref(), profile.pending_email),
        (Some(new), None)
    );
}

#[tokio::test]
async fn an_address_that_waits_is_remembered_where_the_project_does_not_tell_it() {
    let world = World::new().await;
    world.emulator.change(|settings| {
        settings
            .nhost
            .graphql
            .users
            .hidden_columns
            .push("newEmail".to_owned());
    });
    let ada = world.sign_in_nhost(&ADA).await;
    let new = "ada.new@example.com";
    world.accounts.change_email(&ada, new).await.unwrap();
    let profile = world.accounts.refresh_profile(&ada).await.unwrap().profile;
    assert_eq!(profile.pending_email.as_deref(), Some(new));
    let after = world.restarted().await;
    let profile = after.refresh_profile(&ada).await.unwrap().profile;
    assert_eq!(profile.pending_email.as_deref(), Some(new));

    world
        .emulator
        .change_nhost_user(ADA.email, |user| user.email = Some(new.to_owned()));
    let profile = after.refresh_profile(&ada).await.unwrap().profile;
    assert_eq!(profile.pending_email, None);
}

#[tokio::test]
async fn an_address_that_cannot_be_is_told() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    let taken = world.accounts.change_email(&ada, BOB.email).await;
    assert!(matches!(taken, Err(Error::Refused(Refusal::EmailTaken))));
    world
        .emulator
        .change(|settings| settings.nhost.blocked_emails = vec!["x@example.com".to_owned()]);
    let blocked = world.accounts.change_email(&ada, "x@example.com").await;
    assert!(matches!(
        blocked,
        Err(Error::Refused(Refusal::EmailRefused))
    ));
    let nonsense = world.accounts.change_email(&ada, "nonsense").await;
    assert!(matches!(nonsense, Err(Error::InvalidInput(it)) if it.field == "email"));
}

#[tokio::test]
async fn the_mail_that_verifies_an_address_is_sent_again_until_it_is() {
    let world = World::new().await;
    let bob = world.sign_in_nhost(&BOB).await;
    world.accounts.resend_verification(&bob).await.unwrap();
    let link = world.emulator.outbox().pop().unwrap().link.unwrap();
    world.visitor().get(&link).await.unwrap();
    let profile = world.accounts.refresh_profile(&bob).await.unwrap().profile;
    assert_eq!(profile.email_verified, Some(true));

    let again = world.accounts.resend_verification(&bob).await;
    assert!(
        matches!(again, Err(Error::Refused(Refusal::AlreadyVerified))),
        "{again:?}"
    );
}

#[tokio::test]
async fn an_account_is_deleted_by_whoever_repeats_its_address() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    world.emulator.forget_requests();
    for typed in ["", " ", "yes", BOB.email] {
        let refused = world.accounts.delete_account(&ada, typed).await;
        assert!(
            matches!(&refused, Err(Error::InvalidInput(it)) if it.reason == InvalidReason::DoesNotMatch),
            "{typed}: {refused:?}"
        );
    }
    assert_eq!(world.emulator.requests().len(), 0);

    world
        .accounts
        .delete_account(&ada, " ADA@example.com ")
        .await
        .unwrap();
    assert!(world.state().accounts.is_empty());
    assert!(world.vault.items().is_empty());
    assert!(!world.emulator.change_nhost_user(ADA.email, |_| {}));
}

#[tokio::test]
async fn a_deletion_that_is_not_permitted_or_not_answered_changes_nothing() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    world
        .emulator
        .change(|settings| settings.nhost.graphql.users.delete = Permission::Denied);
    let refused = world.accounts.delete_account(&ada, ADA.email).await;
    assert!(matches!(
        refused,
        Err(Error::Unavailable(NoneReason::NotPermitted))
    ));
    let none = Tier::None(NoneReason::NotPermitted);
    assert_eq!(tier(&world, Capability::DeleteAccount), none);
    world
        .emulator
        .change(|settings| settings.nhost.graphql.users.delete = Permission::Granted);
    world
        .emulator
        .fail_times("/v1/graphql", 5, Fault::drop_before_commit());
    let failed = world.accounts.delete_account(&ada, ADA.email).await;
    assert!(
        matches!(failed, Err(Error::Unreachable { .. })),
        "{failed:?}"
    );
    assert_eq!(world.state().accounts.len(), 1);

    world.emulator.clear_faults();
    world
        .emulator
        .fail_next("/v1/graphql", Fault::drop_after_commit());
    world
        .accounts
        .delete_account(&ada, ADA.email)
        .await
        .unwrap();
    assert!(world.state().accounts.is_empty());
}
