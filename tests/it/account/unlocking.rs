//! The system asks the person for the password of their keychain.

use std::time::Duration;

use account::{AccountState, Accounts, Error, ports::VaultError};
use emulator::ADA;

use crate::support::{Prompt, World};

/// Somebody is signed in, the vault has been locked since, and a person sits before it.
async fn locked(prompt: Prompt) -> World {
    let world = World::new().await;
    world.sign_in(&ADA).await;
    world.vault.close(VaultError::Locked);
    world.vault.set_prompt(prompt);
    world.accounts.look_around().await;
    assert_eq!(vault(&world.accounts), Err(VaultError::Locked));

    world
}

fn vault(accounts: &Accounts) -> Result<String, VaultError> {
    accounts.state().borrow().vault.clone()
}

fn closed(result: Result<String, Error>) -> VaultError {
    match result {
        Err(Error::Vault(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_question_that_nobody_answers_is_told_and_can_be_taken_back() {
    let world = locked(Prompt::Ignored).await;
    let accounts = world.accounts.clone();
    let asked = tokio::spawn(async move { accounts.unlock_vault().await });
    let mut state = world.accounts.state();
    let told = state.wait_for(|state| state.vault == Err(VaultError::Waiting));
    let told = tokio::time::timeout(Duration::from_secs(4), told).await;
    let is_told = told.is_ok_and(|state| state.is_ok());
    assert!(is_told, "the person is told within seconds");

    let second = world.accounts.unlock_vault().await;
    assert_eq!(closed(second), VaultError::Waiting);
    assert_eq!(
        closed(world.accounts.check_vault().await),
        VaultError::Waiting
    );
    assert_eq!(world.vault.prompts(), (1, 0), "one question at a time");

    world.accounts.cancel_unlock();
    assert_eq!(closed(asked.await.unwrap()), VaultError::Denied);
    assert_eq!(world.vault.prompts(), (1, 1), "it was taken back");
    assert_eq!(vault(&world.accounts), Err(VaultError::Denied));
    // Whoever cancels too late cancels nothing that comes later.
    world.accounts.cancel_unlock();
    world.vault.set_prompt(Prompt::Answered);
    world.accounts.unlock_vault().await.unwrap();
    assert!(vault(&world.accounts).is_ok());
}

#[tokio::test]
async fn a_dismissed_question_is_not_asked_again_by_itself() {
    let world = locked(Prompt::Dismissed).await;
    let refused = world.accounts.unlock_vault().await;
    assert_eq!(closed(refused), VaultError::Denied);
    assert_eq!(vault(&world.accounts), Err(VaultError::Denied));

    world.accounts.look_around().await;
    let again = world.restarted().await;
    let account = again.state().borrow().accounts[0].clone();
    let _ = again.refresh_profile(&account.id).await;
    assert_eq!(account.state, AccountState::VaultClosed(VaultError::Locked));
    assert_eq!(world.vault.prompts(), (1, 0));
}

#[tokio::test]
async fn whoever_answers_at_once_is_not_told_to_answer() {
    let world = locked(Prompt::Answered).await;
    let mut state = world.accounts.state();
    state.mark_unchanged();
    world.accounts.unlock_vault().await.unwrap();

    assert!(vault(&world.accounts).is_ok());
    assert_eq!(world.state().accounts[0].state, AccountState::SignedIn);
}
