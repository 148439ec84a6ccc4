//! The list of accounts and the sessions in the vault, when one of them says something else than the other.

use std::time::Duration;

use account::{AccountState, EndedReason, NoticeContent, ports::RecordError};
use emulator::{ADA, BOB};

use crate::support::{World, password};

const DAY: Duration = Duration::from_secs(24 * 3_600);

#[tokio::test]
async fn an_account_that_was_saved_but_not_listed_comes_back() {
    let world = World::new().await;
    world.records.fail(Some(RecordError::Full));
    let ada = world.sign_in(&ADA).await;
    let bob = world.sign_in_nhost(&BOB).await;
    assert!(world.records.names().is_empty());
    world.records.fail(None);

    let again = world.restarted().await;
    let mut accounts = again.state().borrow().accounts.clone();
    accounts.sort_by_key(|account| account.id != ada);
    assert_eq!([&accounts[0].id, &accounts[1].id], [&ada, &bob]);
    for account in accounts {
        assert_eq!(account.state, AccountState::SignedIn);
        let reading = again.refresh_profile(&account.id).await.unwrap();
        assert!(reading.error.is_none() && reading.profile.email.is_some());
    }
    assert!(world.records.text().contains(ADA.email));
    let third = world.restarted().await;
    assert_eq!(third.state().borrow().accounts.len(), 2, "once and no more");
}

#[tokio::test]
async fn a_session_without_its_connection_waits_in_the_vault_until_a_reset() {
    let world = World::new().await;
    let foreign =
        r#"{"v":1,"iss":"https://a.example/","sub":"x","generation":1,"refresh_token":"t"}"#;
    for name in ["session:of-somebody-else", "session:", "something"] {
        world.vault.put(name, foreign);
    }
    world.vault.put("session:damaged", "{");
    let accounts = world.restarted().await;
    assert!(accounts.state().borrow().accounts.is_empty());
    assert_eq!(world.vault.items().len(), 4, "nothing is deleted unasked");

    accounts.reset().await.unwrap();
    let left: Vec<String> = world.vault.items().into_keys().collect();
    assert_eq!(left, ["something"], "no session is left behind");
}

#[tokio::test]
async fn an_account_that_the_vault_does_not_know_says_so_and_is_one_click_away() {
    let world = World::new().await;
    let bob = world.sign_in_nhost(&BOB).await;
    let listed = world.records.text();
    world.accounts.sign_out(&bob).await.unwrap();
    let list = listed.strip_prefix("accounts: ").unwrap();
    world.records.put("accounts", list);

    let again = world.restarted().await;
    let state = again.state().borrow().accounts[0].state;
    assert_eq!(state, AccountState::NeedsSignIn(EndedReason::ItemMissing));
    again.sign_in_with_password(password(&BOB)).await.unwrap();
    let accounts = again.state().borrow().accounts.clone();
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0].state, AccountState::SignedIn);
}

#[tokio::test]
async fn a_list_of_a_newer_version_is_not_written_over() {
    let world = World::new().await;
    let newer = r#"{"version":99,"people":{}}"#;
    world.records.put("accounts", newer);
    let accounts = world.restarted().await;
    accounts
        .sign_in_with_password(password(&BOB))
        .await
        .unwrap();

    assert!(world.records.text().contains(newer));
    let notices = accounts.state().borrow().notices.clone();
    let path = "memory/accounts".to_owned();
    assert_eq!(
        notices.last().unwrap().content,
        NoticeContent::FilesNewer { path }
    );
}

#[tokio::test]
async fn a_list_from_a_backup_finds_the_newer_session() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let backup = world.records.text();
    world.advance(DAY + DAY);
    world.accounts.refresh_profile(&ada).await.unwrap();
    world.sign_in_nhost(&BOB).await;
    let list = backup.strip_prefix("accounts: ").unwrap();
    world.records.put("accounts", list);

    let again = world.restarted().await;
    let reading = again.refresh_profile(&ada).await.unwrap();
    assert!(reading.error.is_none(), "{:?}", reading.error);
    assert_eq!(
        again.state().borrow().accounts.len(),
        2,
        "Bob is back as well"
    );
    assert_eq!(world.emulator.reuse_detected(), 0);
}

#[tokio::test]
async fn a_profile_that_says_nothing_new_is_not_written() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.accounts.refresh_profile(&ada).await.unwrap();
    world.records.fail(Some(RecordError::Full));
    world.advance(Duration::from_secs(120));
    world.accounts.refresh_profile(&ada).await.unwrap();

    assert!(world.state().notices.is_empty(), "it tried to write");
    let as_of = world.state().accounts[0].profile_as_of_secs.unwrap();
    assert!(
        u64::from(as_of) + 60 > world.emulator.now(),
        "when it was read is known"
    );
}
