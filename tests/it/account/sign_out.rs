use account::{Error, ports::VaultError};
use emulator::{ADA, BOB, Fault};

use crate::support::World;

#[tokio::test]
async fn a_session_ends_here_and_at_the_provider() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let bob = world.sign_in_nhost(&BOB).await;

    assert!(world.accounts.sign_out(&ada).await.unwrap().revoked);
    assert!(world.accounts.sign_out(&bob).await.unwrap().revoked);
    assert!(world.state().accounts.is_empty() && world.vault.items().is_empty());
    assert_eq!(
        (
            world.emulator.count("/oauth/revoke"),
            world.emulator.count("/v1/signout")
        ),
        (1, 1)
    );
    assert!(!world.records.text().contains(ADA.email));
}

#[tokio::test]
async fn a_provider_that_does_not_answer_does_not_keep_anybody_signed_in() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world
        .emulator
        .fail_times("/oauth/revoke", 5, Fault::drop_before_commit());
    let signed_out = world.accounts.sign_out(&ada).await.unwrap();

    assert!(!signed_out.revoked);
    assert!(world.state().accounts.is_empty() && world.vault.items().is_empty());
}

#[tokio::test]
async fn a_closed_vault_is_told_and_changes_nothing() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.vault.close(VaultError::Locked);
    let error = world.accounts.sign_out(&ada).await.unwrap_err();

    assert!(matches!(error, Error::Vault(VaultError::Locked)));
    assert_eq!(world.state().accounts.len(), 1);
    assert_eq!(world.emulator.count("/oauth/revoke"), 0);
}

#[tokio::test]
async fn a_reset_signs_everybody_out_and_forgets_everything() {
    let world = World::new().await;
    world.sign_in(&ADA).await;
    world.sign_in_nhost(&BOB).await;
    world.accounts.reset().await.unwrap();

    assert!(world.state().accounts.is_empty() && world.vault.items().is_empty());
    assert!(
        world.records.names().is_empty(),
        "{:?}",
        world.records.names()
    );
    assert_eq!(
        world.state().connections.len(),
        3,
        "preset connections stay"
    );
}
