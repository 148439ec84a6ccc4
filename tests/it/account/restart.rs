use account::{AccountState, Accounts, EndedReason, NoticeContent, ports::VaultError};
use emulator::{ADA, BOB};

use crate::support::{AUTH0, World, password};

fn states(accounts: &Accounts) -> Vec<AccountState> {
    accounts
        .state()
        .borrow()
        .accounts
        .iter()
        .map(|account| account.state)
        .collect()
}

#[tokio::test]
async fn everybody_is_still_signed_in_and_no_browser_opens() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let bob = world.sign_in_nhost(&BOB).await;
    let opened = world.browser.count();

    let again = world.restarted().await;
    assert_eq!(
        states(&again),
        [AccountState::SignedIn, AccountState::SignedIn]
    );
    for account in [ada, bob] {
        let reading = again.refresh_profile(&account).await.unwrap();
        assert!(reading.error.is_none(), "{:?}", reading.error);
    }
    assert_eq!(world.browser.count(), opened);
}

#[tokio::test]
async fn a_start_asks_the_provider_nothing() {
    let world = World::new().await;
    world.sign_in(&ADA).await;
    world.emulator.forget_requests();
    world.restarted().await;

    assert_eq!(world.emulator.requests().len(), 0);
}

#[tokio::test]
async fn one_account_in_need_does_not_hold_up_the_other() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let bob = world.sign_in(&BOB).await;
    let name = format!("session:{}", ada.as_str());
    world.vault.put(&name, "{\"v\":1,\"not\":\"ours\"}");

    let again = world.restarted().await;
    assert_eq!(
        states(&again),
        [
            AccountState::NeedsSignIn(EndedReason::ItemCorrupt),
            AccountState::SignedIn
        ]
    );
    assert!(again.refresh_profile(&bob).await.unwrap().error.is_none());
    assert_eq!(
        world.vault.items()[&name],
        "{\"v\":1,\"not\":\"ours\"}",
        "the item is left as it is"
    );
}

#[tokio::test]
async fn a_locked_vault_signs_nobody_out() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.vault.close(VaultError::Locked);

    let again = world.restarted().await;
    assert_eq!(
        states(&again),
        [AccountState::VaultClosed(VaultError::Locked)]
    );
    assert!(
        again.profile(&ada).await.unwrap().profile.name.is_some(),
        "the last known profile is shown"
    );

    again.unlock_vault().await.unwrap();
    assert_eq!(states(&again), [AccountState::SignedIn]);
}

#[tokio::test]
async fn a_damaged_list_of_accounts_is_put_aside_and_told() {
    let world = World::new().await;
    world.records.put("accounts", "{ half");
    let again = world.restarted().await;

    let notices = again.state().borrow().notices.clone();
    assert_eq!(
        notices[0].content,
        NoticeContent::FilesCorrupt {
            path: "memory/accounts".to_owned()
        }
    );
    assert!(
        world
            .records
            .names()
            .contains(&"accounts.corrupt-1".to_owned())
    );
}

#[tokio::test]
async fn a_list_of_a_newer_version_is_left_alone() {
    let world = World::new().await;
    let newer = "{\"version\":99,\"accounts\":[]}";
    world.records.put("accounts", newer);
    let again = world.restarted().await;

    let notices = again.state().borrow().notices.clone();
    assert_eq!(
        notices[0].content,
        NoticeContent::FilesNewer {
            path: "memory/accounts".to_owned()
        }
    );
    assert!(world.records.text().contains(newer));
}

#[tokio::test]
async fn no_file_holds_a_secret() {
    let world = World::new().await;
    world.sign_in(&ADA).await;
    world.sign_in_nhost(&BOB).await;
    let written = world.records.text();

    for item in world.vault.items().values() {
        let token = item
            .split("\"refresh_token\":\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        assert!(token.len() > 8 && !written.contains(token));
    }
    assert!(!written.contains(ADA.password) && !written.contains(BOB.password));
}

#[tokio::test]
async fn an_account_comes_back_with_its_connection() {
    let world = World::new().await;
    world.sign_in(&ADA).await;
    let listed = world.records.text();
    world.records.put(
        "accounts",
        &listed
            .split("accounts: ")
            .nth(1)
            .unwrap()
            .replace(AUTH0, "gone"),
    );

    let without = world.restarted().await;
    assert!(without.state().borrow().accounts.is_empty());
    without.sign_in_with_password(password(&BOB)).await.unwrap();
    assert!(
        world.records.text().contains("gone"),
        "the account was forgotten with its connection"
    );

    without.reset().await.unwrap();
    assert!(
        world.vault.items().is_empty(),
        "{:?}",
        world.vault.items().keys()
    );
}
