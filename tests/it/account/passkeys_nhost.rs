//! Passkeys at Nhost: adding them, signing in and up with them, and what a project says no to.

use account::{
    AccountId, Error, FactorKind, HeldPasskey, KeyEntry, NoneReason, Refusal, SignInHere, Step,
    StepUpReason, Tier,
};
use emulator::{ADA, Elevation, Permission};

use crate::support::{Authenticator, NHOST, NHOST_WAYS, World, here, id, signed_in};

const NEW: &str = "mira@example.com";

fn there() -> SignInHere {
    SignInHere {
        connection: id(NHOST_WAYS),
        ..here()
    }
}

/// Ada with a passkey that she added in the app.
async fn keyed() -> (World, AccountId, Authenticator) {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    let key = Authenticator::new();
    let request = world.accounts.start_adding_passkey(&ada, Some(" Desk "));
    let answer = key.create(&request.await.unwrap().options);
    let reading = world.accounts.finish_adding_passkey(&ada, answer).await;
    let reading = reading.unwrap();
    let added = reading.factors.last().unwrap();
    assert_eq!(added.kind, FactorKind::Passkey);
    assert_eq!(added.name.as_deref(), Some("Desk"));

    (world, ada, key)
}

async fn adding(world: &World, account: &AccountId) -> Result<(), Error> {
    let started = world.accounts.start_adding_passkey(account, None).await;

    started.map(drop)
}

#[tokio::test]
async fn a_passkey_signs_in_with_and_without_an_address() {
    let (world, _, key) = keyed().await;
    for email in [None, Some(ADA.email), Some(" ")] {
        let request = world.accounts.start_passkey_sign_in(there(), email).await;
        let answer = key.get(&request.unwrap().options);
        let step = world.accounts.finish_passkey(&id(NHOST_WAYS), answer).await;
        signed_in(step.unwrap());
    }
    for email in ["nobody@example.com", emulator::BOB.email] {
        let refused = world
            .accounts
            .start_passkey_sign_in(there(), Some(email))
            .await;
        assert!(
            matches!(refused, Err(Error::Refused(Refusal::NoPasskey))),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn an_answer_that_does_not_say_whose_it_is_is_completed_or_refused() {
    let (world, _, key) = keyed().await;
    let request = world
        .accounts
        .start_passkey_sign_in(there(), Some(ADA.email));
    let answer = key.get_without_handle(&request.await.unwrap().options);
    let refused = world.accounts.finish_passkey(&id(NHOST_WAYS), answer).await;
    assert!(
        matches!(refused, Err(Error::Refused(Refusal::PasskeyRefused))),
        "{refused:?}"
    );
    assert_eq!(world.emulator.count("/v1/signin/webauthn/verify"), 0);

    let request = world.accounts.start_passkey_sign_in(there(), None).await;
    let answer = key.get(&request.unwrap().options);
    let step = world.accounts.finish_passkey(&id(NHOST_WAYS), answer).await;
    let again = SignInHere {
        account: Some(signed_in(step.unwrap())),
        ..there()
    };
    let request = world.accounts.start_passkey_sign_in(again, Some(ADA.email));
    let answer = key.get_without_handle(&request.await.unwrap().options);
    let step = world.accounts.finish_passkey(&id(NHOST_WAYS), answer).await;
    signed_in(step.unwrap());
}

#[tokio::test]
async fn somebody_new_signs_up_with_a_passkey() {
    let world = World::new().await;
    let key = Authenticator::new();
    let sign_up = async |email: &str| {
        let started = world
            .accounts
            .start_passkey_sign_up(there(), email, Some("Mira"));
        let answer = key.create(&started.await?.options);
        world.accounts.finish_passkey(&id(NHOST_WAYS), answer).await
    };
    signed_in(sign_up(NEW).await.unwrap());
    assert_eq!(world.state().accounts[0].name.as_deref(), Some("Mira"));

    let taken = sign_up(ADA.email).await;
    assert!(
        matches!(taken, Err(Error::Refused(Refusal::EmailTaken))),
        "{taken:?}"
    );
    world
        .emulator
        .change(|settings| settings.nhost.signup_disabled = true);
    let closed = sign_up("newer@example.com").await;
    assert!(
        matches!(closed, Err(Error::Refused(Refusal::SignUpClosed))),
        "{closed:?}"
    );
}

#[tokio::test]
async fn a_project_that_verifies_addresses_sends_a_mail_first() {
    let world = World::new().await;
    world
        .emulator
        .change(|settings| settings.nhost.verification_required = true);
    let started = world.accounts.start_passkey_sign_up(there(), NEW, None);
    let answer = Authenticator::new().create(&started.await.unwrap().options);
    let step = world.accounts.finish_passkey(&id(NHOST_WAYS), answer).await;

    assert!(matches!(step, Ok(Step::MailSent)), "{step:?}");
}

#[tokio::test]
async fn a_project_without_passkeys_says_so_and_the_page_knows() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    world
        .emulator
        .change(|settings| settings.nhost.webauthn.enabled = false);
    let refused = adding(&world, &ada).await;
    let off = NoneReason::NotOffered;
    assert!(
        matches!(&refused, Err(Error::Unavailable(reason)) if *reason == off),
        "{refused:?}"
    );
    let factors = world.accounts.factors(&ada).await.unwrap();
    let offer = factors
        .offers
        .iter()
        .find(|it| it.kind == FactorKind::Passkey);
    assert_eq!(offer.unwrap().tier, Tier::None(off));
    let refused = world.accounts.start_passkey_sign_in(there(), None).await;
    assert!(
        matches!(&refused, Err(Error::Unavailable(reason)) if *reason == off),
        "{refused:?}"
    );
    // There is no page of the project's that the app could send anybody to.
    let nowhere = world.accounts.start_passkey_hand_off(&ada).await;
    assert!(matches!(nowhere, Err(Error::Unavailable(_))), "{nowhere:?}");
}

#[tokio::test]
async fn the_first_passkey_under_elevation_is_no_circle() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    world
        .emulator
        .change(|settings| settings.nhost.elevation = Elevation::Required);
    let refused = adding(&world, &ada).await;
    assert!(
        matches!(refused, Err(Error::Refused(Refusal::NoPasskey))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn the_second_passkey_under_elevation_takes_the_first() {
    let (world, ada, key) = keyed().await;
    world
        .emulator
        .change(|settings| settings.nhost.elevation = Elevation::Required);
    let refused = adding(&world, &ada).await;
    assert!(
        matches!(refused, Err(Error::StepUpRequired(StepUpReason::Elevation))),
        "{refused:?}"
    );
    let request = world.accounts.start_elevation(&ada).await.unwrap();
    let answer = key.get(&request.options);
    world.accounts.finish_elevation(&ada, answer).await.unwrap();
    adding(&world, &ada).await.unwrap();
}

#[tokio::test]
async fn a_connection_that_does_not_offer_it_asks_nobody() {
    let world = World::new().await;
    let plain = SignInHere {
        connection: id(NHOST),
        ..here()
    };
    let refused = world.accounts.start_passkey_sign_in(plain, None).await;
    assert!(
        matches!(refused, Err(Error::Refused(Refusal::NotOffered))),
        "{refused:?}"
    );
    assert!(world.emulator.requests().is_empty());
}

#[tokio::test]
async fn a_passkey_of_the_project_is_never_called_an_orphan() {
    let (world, ada, key) = keyed().await;
    let made = key.entry(ADA.email);
    let lost = KeyEntry {
        credential_id: "bm9ib2R5LWtub3dzLWl0".to_owned(),
        ..made.clone()
    };
    let noors = KeyEntry {
        user_handle: "5e1f8c5a-0000-4000-8000-000000000000".to_owned(),
        ..lost.clone()
    };
    let ids = [made, lost, noors];
    let held = world.accounts.held_passkeys(&ada, &ids).await.unwrap();
    assert!(matches!(&held[0], HeldPasskey::Factor(_)), "{held:?}");
    assert_eq!(held[1..], [HeldPasskey::Orphan, HeldPasskey::OtherAccount]);

    // What the table does not show is told by what must not be made twice.
    world.emulator.change(|settings| {
        settings.nhost.graphql.security_keys.select = Permission::Denied;
    });
    let held = world.accounts.held_passkeys(&ada, &ids).await.unwrap();
    let other = HeldPasskey::OtherAccount;
    assert_eq!(held, [HeldPasskey::Untold, HeldPasskey::Orphan, other]);
    world
        .emulator
        .change(|settings| settings.nhost.webauthn.enabled = false);
    let held = world.accounts.held_passkeys(&ada, &ids).await.unwrap();
    let other = HeldPasskey::OtherAccount;
    assert_eq!(held, [HeldPasskey::Untold, HeldPasskey::Untold, other]);
}
