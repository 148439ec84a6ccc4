use account::{AccountState, Error, Keep, SignInPhase, StartSignIn, ports::VaultError};
use emulator::ADA;

use crate::support::{AUTH0, World, id, password, request};

#[tokio::test]
async fn a_closed_vault_is_told_before_the_browser_opens() {
    let world = World::new().await;
    for reason in [
        VaultError::Unavailable,
        VaultError::Locked,
        VaultError::Silent,
        VaultError::Full,
    ] {
        world.vault.close(reason);
        let error = world
            .accounts
            .start_sign_in(request(None))
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::Vault(told) if told == reason),
            "{error:?}"
        );
        let error = world
            .accounts
            .sign_in_with_password(password(&ADA))
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::Vault(told) if told == reason),
            "{error:?}"
        );
    }

    assert_eq!(world.browser.count(), 0);
    assert_eq!(world.state().vault, Err(VaultError::Full));
}

#[tokio::test]
async fn a_vault_that_closes_meanwhile_holds_the_code_back() {
    let world = World::new().await;
    world.start(None).await;
    let callback = world.come_back(&ADA).await;
    world.vault.close(VaultError::Locked);
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;
    assert!(matches!(
        world.phase(),
        SignInPhase::VaultClosed(VaultError::Locked)
    ));
    assert_eq!(
        world.emulator.count("/oauth/token"),
        0,
        "the code was redeemed though nothing could be kept"
    );

    world.vault.open();
    world
        .accounts
        .resume_sign_in(&id(AUTH0), Keep::Vault)
        .await
        .unwrap();
    assert_eq!(
        world.state().accounts.len(),
        1,
        "{:?}",
        world.state().sign_ins
    );
}

#[tokio::test]
async fn a_session_kept_until_exit_leaves_nothing_behind() {
    let world = World::new().await;
    world.vault.close(VaultError::Unavailable);
    world
        .accounts
        .start_sign_in(StartSignIn {
            keep: Keep::UntilExit,
            ..request(None)
        })
        .await
        .unwrap();
    let callback = world.come_back(&ADA).await;
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;

    let account = world.state().accounts[0].clone();
    assert_eq!(
        (account.keep, account.state),
        (Keep::UntilExit, AccountState::SignedIn)
    );
    world.vault.open();
    world.accounts.check_vault().await.unwrap();
    assert_eq!(
        world.state_of(&account.id),
        AccountState::SignedIn,
        "nobody misses it in the vault"
    );
    world.vault.close(VaultError::Unavailable);
    world.advance(std::time::Duration::from_secs(172_800));
    assert!(
        world
            .accounts
            .refresh_profile(&account.id)
            .await
            .unwrap()
            .error
            .is_none()
    );
    assert!(!world.records.text().contains(ADA.email));
    assert!(world.restarted().await.state().borrow().accounts.is_empty());
}
