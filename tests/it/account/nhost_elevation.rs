use std::time::Duration;

use account::{
    AccountId, AccountState, Capability, EnrolmentProof, Error, NewAccessToken, NewFactor,
    Password, Refusal, StepUpReason,
};
use emulator::{ADA, Elevation, Permission, Person};
use nhost::webauthn::CredentialCreationResponse;
use serde_json::{Value, json};

use crate::support::{Authenticator, World};

/// Gives somebody a key, in another program.
async fn with_key(world: &World, person: &Person) -> Authenticator {
    let (client, session) = world.sign_in_elsewhere(person).await;
    let token = &session.access_token;
    let options = client.add_security_key(token).await.unwrap();
    let key = Authenticator::new();
    let made = key.create(&Value::Object(options.as_json().clone()));
    let made = CredentialCreationResponse::from_json(made).unwrap();
    client
        .verify_add_security_key(token, &made, None)
        .await
        .unwrap();

    key
}

/// Ada with a key, at a project that wants it for delicate changes.
async fn keyed() -> (World, AccountId, Authenticator) {
    let world = World::new().await;
    let key = with_key(&world, &ADA).await;
    world
        .emulator
        .change(|settings| settings.nhost.elevation = Elevation::Recommended);
    let ada = world.sign_in_nhost(&ADA).await;

    (world, ada, key)
}

async fn elevate(world: &World, account: &AccountId, key: &Authenticator) {
    let options = world.accounts.start_elevation(account).await.unwrap();
    let answer = key.get(&options.options);
    world
        .accounts
        .finish_elevation(account, answer)
        .await
        .unwrap();
}

async fn make_token(world: &World, account: &AccountId) -> Result<(), Error> {
    let new = NewAccessToken {
        name: "x".to_owned(),
        expires_secs: u32::MAX,
    };

    world
        .accounts
        .create_access_token(account, &new)
        .await
        .map(drop)
}

async fn change_password(world: &World, account: &AccountId) -> Result<(), Error> {
    let started = world
        .accounts
        .start_enrolment(account, &NewFactor::Password);
    let started = started.await.unwrap();
    let proof = EnrolmentProof::NewPassword(Password::new("a-brand-new-pass-9"));

    world
        .accounts
        .confirm_enrolment(account, &started.id, &proof)
        .await
        .map(drop)
}

fn is_demanded<T: std::fmt::Debug>(answer: &Result<T, Error>) -> bool {
    matches!(answer, Err(Error::StepUpRequired(StepUpReason::Elevation)))
}

#[tokio::test]
async fn every_delicate_change_asks_for_the_key_and_works_after_it() {
    let (world, ada, key) = keyed().await;
    // The answer to this one says nothing of an elevation: it is understood all the same.
    let refused = change_password(&world, &ada).await;
    assert!(is_demanded(&refused), "{refused:?}");
    let refused = make_token(&world, &ada).await;
    assert!(is_demanded(&refused), "{refused:?}");
    let refused = world.accounts.change_email(&ada, "new@example.com").await;
    assert!(is_demanded(&refused), "{refused:?}");

    elevate(&world, &ada, &key).await;
    assert!(world.state().accounts[0].stepped_up_secs.is_some());
    change_password(&world, &ada).await.unwrap();
    make_token(&world, &ada).await.unwrap();
    world
        .accounts
        .change_email(&ada, "new@example.com")
        .await
        .unwrap();
}

#[tokio::test]
async fn what_is_known_to_be_demanded_is_not_tried_without() {
    let (world, ada, _) = keyed().await;
    assert!(is_demanded(&make_token(&world, &ada).await));
    world.emulator.forget_requests();

    assert!(is_demanded(&make_token(&world, &ada).await));
    assert!(is_demanded(&change_password(&world, &ada).await));
    for path in ["/v1/pat", "/v1/user/password"] {
        assert_eq!(world.emulator.count(path), 0, "{path}");
    }
}

#[tokio::test]
async fn the_elevated_session_takes_the_place_of_the_one_before() {
    let (world, ada, key) = keyed().await;
    let before = world.accounts.sessions(&ada).await.unwrap().items;
    elevate(&world, &ada, &key).await;
    signed_out_times(&world, 1).await;

    let after = world.accounts.refresh_sessions(&ada).await.unwrap().items;
    assert_eq!(after.len(), before.len());
    assert!(after[0].is_this && after[0].id != before[0].id);
    // The one that is kept is the new one.
    let later = world.restarted().await;
    assert!(later.refresh_profile(&ada).await.unwrap().error.is_none());
}

/// Elevates while the vault takes nothing for this many tries to write.
async fn elevated_unsaved(tries: usize) -> (World, AccountId, Authenticator) {
    let (world, ada, key) = keyed().await;
    world.vault.refuse_writes(tries);
    elevate(&world, &ada, &key).await;
    assert_eq!(world.state_of(&ada), AccountState::Unsaved);
    make_token(&world, &ada).await.unwrap();

    (world, ada, key)
}

async fn signed_out_times(world: &World, times: usize) {
    let told = async {
        while world.emulator.count("/v1/signout") < times {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), told)
        .await
        .unwrap();
    assert_eq!(world.emulator.count("/v1/signout"), times);
}

#[tokio::test]
async fn a_crash_before_the_elevated_session_is_saved_leaves_the_one_before() {
    let (world, ada, key) = elevated_unsaved(usize::MAX).await;
    // Neither a second elevation nor a renewal of what is not saved takes it away.
    elevate(&world, &ada, &key).await;
    signed_out_times(&world, 1).await;
    world.advance(Duration::from_secs(3_600));
    world.accounts.refresh_profile(&ada).await.unwrap();
    assert_eq!(world.state_of(&ada), AccountState::Unsaved);

    let after = world.restarted().await;
    let reading = after.refresh_profile(&ada).await.unwrap();
    // Its renewal is not saved here either: this vault takes nothing.
    assert!(reading.error.is_none(), "{:?}", reading.error);
    assert_eq!(
        after.state().borrow().accounts[0].state,
        AccountState::Unsaved
    );
}

#[tokio::test]
async fn the_session_before_ends_when_the_elevated_one_is_saved_late() {
    let (world, ada, _) = elevated_unsaved(1).await;
    assert_eq!(world.emulator.count("/v1/signout"), 0);
    world.accounts.check_vault().await.unwrap();
    assert_eq!(world.state_of(&ada), AccountState::SignedIn);
    signed_out_times(&world, 1).await;

    let after = world.restarted().await;
    let sessions = after.refresh_sessions(&ada).await.unwrap();
    assert!(sessions.error.is_none(), "{:?}", sessions.error);
    assert_eq!(sessions.items.iter().filter(|it| it.is_this).count(), 1);
}

#[tokio::test]
async fn signing_out_before_the_elevated_session_is_saved_ends_both() {
    let (world, ada, _) = elevated_unsaved(1).await;
    assert!(world.accounts.sign_out(&ada).await.unwrap().revoked);
    signed_out_times(&world, 2).await;

    let again = world.sign_in_nhost(&ADA).await;
    let left = world.accounts.sessions(&again).await.unwrap().items.len();
    assert_eq!(left, 2, "the one that made the key, and the one that asks");
}

#[tokio::test]
async fn an_elevation_lasts_to_the_end_of_its_token_and_no_longer() {
    let (world, ada, key) = keyed().await;
    assert!(is_demanded(&make_token(&world, &ada).await));
    elevate(&world, &ada, &key).await;
    // Inside the margin in which any other token would have been renewed.
    world.advance(Duration::from_secs(890));
    make_token(&world, &ada).await.unwrap();
    assert_eq!(world.emulator.count("/v1/token"), 0);

    world.advance(Duration::from_secs(20));
    let refused = make_token(&world, &ada).await;
    assert!(is_demanded(&refused), "{refused:?}");
}

#[tokio::test]
async fn a_rule_of_a_table_asks_for_the_key_too() {
    let (world, ada, key) = keyed().await;
    world
        .emulator
        .change(|settings| settings.nhost.graphql.users.delete = Permission::Elevated);
    let refused = world.accounts.delete_account(&ada, ADA.email).await;
    assert!(is_demanded(&refused), "{refused:?}");
    elevate(&world, &ada, &key).await;
    world
        .accounts
        .delete_account(&ada, ADA.email)
        .await
        .unwrap();
}

#[tokio::test]
async fn whoever_has_no_key_where_one_is_demanded_is_told_so() {
    let world = World::new().await;
    world
        .emulator
        .change(|settings| settings.nhost.elevation = Elevation::Required);
    let ada = world.sign_in_nhost(&ADA).await;
    assert!(is_demanded(&make_token(&world, &ada).await));
    let refused = world.accounts.start_elevation(&ada).await;
    assert!(
        matches!(refused, Err(Error::Refused(Refusal::NoPasskey))),
        "{refused:?}"
    );

    // When the project no longer insists, that is found out.
    world
        .emulator
        .change(|settings| settings.nhost.elevation = Elevation::Disabled);
    make_token(&world, &ada).await.unwrap();
}

#[tokio::test]
async fn an_answer_that_proves_nothing_leaves_the_session_as_it_is() {
    let (world, ada, key) = keyed().await;
    let before = world.vault.items();
    let options = world.accounts.start_elevation(&ada).await.unwrap();
    let stranger = Authenticator::new().get(&options.options);
    world.advance(Duration::from_secs(301));
    let late = key.get(&options.options);
    for answer in [json!({}), json!("x"), stranger, late] {
        let refused = world.accounts.finish_elevation(&ada, answer).await;
        assert!(
            matches!(refused, Err(Error::Refused(Refusal::PasskeyRefused))),
            "{refused:?}"
        );
    }

    assert_eq!(world.vault.items(), before);
    assert!(is_demanded(&make_token(&world, &ada).await));
}

#[tokio::test]
async fn a_vault_that_cannot_be_read_costs_nobody_their_session() {
    let (world, ada, key) = keyed().await;
    let options = world.accounts.start_elevation(&ada).await.unwrap();
    let answer = key.get(&options.options);
    world.vault.close(account::ports::VaultError::Locked);
    let refused = world.accounts.finish_elevation(&ada, answer).await;
    assert!(matches!(refused, Err(Error::Vault(_))), "{refused:?}");

    world.vault.open();
    world.accounts.check_vault().await.unwrap();
    let sessions = world.accounts.sessions(&ada).await.unwrap();
    assert!(sessions.items[0].is_this);
    let capabilities = &world.state().accounts[0].capabilities;
    assert!(
        capabilities
            .iter()
            .any(|(it, _)| *it == Capability::Sessions)
    );
}
